"""By what two editions are compared: what asks the same in both, and levels that mean the same."""

from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from assessments.method.crosswalk import Asked, Shared, shared

FATES = ("unchanged", "editorial", "renamed", "substantive", "other level", "removed")
FIRST = Asked("1", "cumulative", {f"{a}-{n}": (a, n) for a in "ABC" for n in (1, 2, 3)})
COMPARED = {"unchanged", "editorial", "renamed"}


def drafted(fates: dict[str, str], added: set[str]) -> tuple[Asked, dict[str, Any]]:
    """An edition in which that has become of each statement, and some attributes have a new one."""
    statements, entries = {}, []
    for code, fate in fates.items():
        if fate == "removed":
            continue
        attribute, level = FIRST.statements[code]
        now = f"{code}x" if fate == "renamed" else code
        statements[now] = attribute, level % 3 + 1 if fate == "other level" else level
        entry = {"code": now, "from": code}
        if fate in {"editorial", "renamed"}:
            entry["kind"] = "editorial"
        elif fate != "unchanged":
            entry["kind"] = "substantive"
        entries.append(entry)
    for attribute in added:
        statements[f"{attribute}-new"] = attribute, 1
        entries.append({"code": f"{attribute}-new", "kind": "substantive"})
    return Asked("2", "cumulative", statements), {
        "1": None,
        "2": {"from": "1", "statements": entries},
    }


@given(
    fates=st.fixed_dictionaries({code: st.sampled_from(FATES) for code in FIRST.statements}),
    added=st.sets(st.sampled_from("ABC")),
    same_rule=st.booleans(),
)
def test_what_asks_the_same_is_compared_and_nothing_else(
    fates: dict[str, str], added: set[str], same_rule: bool
) -> None:
    later, changes = drafted(fates, added)
    if not same_rule:
        later = replace(later, rule="iso33020")
    found = shared(changes, FIRST, later)
    assert found.statements == {
        code: f"{code}x" if fate == "renamed" else code
        for code, fate in fates.items()
        if fate in COMPARED
    }
    assert found.attributes == {
        attribute
        for attribute in "ABC"
        if same_rule
        and attribute not in added
        and all(fate in COMPARED for code, fate in fates.items() if code[0] == attribute)
    }
    # Whichever is named first.
    back = shared(changes, later, FIRST)
    assert back.statements == {now: then for then, now in found.statements.items()}
    assert back.attributes == found.attributes


def test_an_edition_shares_all_with_itself() -> None:
    assert shared({}, FIRST, FIRST) == Shared(
        {code: code for code in FIRST.statements}, frozenset("ABC")
    )


def test_editions_without_a_lineage_share_nothing() -> None:
    assert shared({}, FIRST, replace(FIRST, edition="2")) == Shared({}, frozenset())
