"""What differs between two exchange documents."""

import copy
import json
from typing import Any

from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from assessments.method.differences import KEYS, ChangedEntry, Difference, compare

PILOT = json.loads((settings.BASE_DIR / "fixtures" / "death-notification.json").read_text())
WORDS = st.fixed_dictionaries(
    {"lang": st.sampled_from(["en", "fr"]), "text": st.text(min_size=1, max_size=3)}
)
DATES = st.dates().map(str)
RATING = {"rating": st.sampled_from(["N", "P", "L", "F", "NA"])}
SAID = {"comment": WORDS, "reason": WORDS}
EVIDENCE = st.lists(
    st.fixed_dictionaries({"title": st.text(max_size=2), "url": st.text(max_size=2)}), min_size=1
)


EMPTY = {"as_of": "2026-01-31", "ratings": [], "results": [], "targets": [], "actions": []}


def entries(part: str, key: dict[str, Any], needed: dict[str, Any], more: dict[str, Any]) -> Any:
    items = st.fixed_dictionaries(key | needed, optional=more)
    names = KEYS[part]
    return st.lists(
        items,
        max_size=6,
        unique_by=lambda item: tuple(json.dumps(item.get(n), sort_keys=True) for n in names),
    )


DOCUMENTS = st.fixed_dictionaries(
    {
        "as_of": DATES,
        "ratings": entries(
            "ratings",
            {"criterion": st.sampled_from(["ACC-01", "ACC-02", "SEC-01"])},
            RATING,
            {"channel": st.sampled_from(["ONLINE", "PHONE"]), "evidence": EVIDENCE} | SAID,
        ),
        "results": entries(
            "results",
            {"result": st.sampled_from(["R1", "R2"])},
            RATING,
            {"indicator": st.fixed_dictionaries({"name": st.text(), "value": st.integers()})}
            | SAID,
        ),
        "targets": entries(
            "targets",
            {"attribute": st.sampled_from(["ACC", "SEC"])},
            {"level": st.integers(1, 3)},
            {"by": DATES},
        ),
        "plays": entries(
            "plays",
            {"play": st.sampled_from(["ACC-a", "X1"])},
            {"state": st.sampled_from(["planned", "under_way", "done"])},
            {"note": WORDS},
        ),
        "actions": entries(
            "actions",
            {"title": WORDS},
            {},
            {"status": st.sampled_from(["planned", "done"]), "owner": st.text(min_size=1)},
        ),
    }
)


def applied(document: dict[str, Any], changes: tuple[ChangedEntry, ...]) -> dict[str, Any]:
    """`document` after `changes`, each part in the order of its keys."""
    document = copy.deepcopy(document)
    for changed in changes:
        fields = {each.field: each.new for each in changed.differences}
        if changed.part == "as_of":
            document["as_of"] = fields["as_of"]
            continue
        names = KEYS[changed.part]
        key = dict(zip(names, changed.key, strict=True))
        items = document[changed.part]
        [old] = [i for i in items if all(i.get(n) == key[n] for n in names)] or [{}]
        document[changed.part] = [item for item in items if item is not old]
        item = {name: value for name, value in {**key, **old, **fields}.items() if value}
        gone = {name: value for name, value in item.items() if name not in names}
        if gone or (changed.part == "actions" and fields.get("title", True)):
            document[changed.part].append(item)
    return ordered(document)


def ordered(document: dict[str, Any]) -> dict[str, Any]:
    return {
        part: sorted(value, key=lambda item: json.dumps(item, sort_keys=True))
        if isinstance(value, list)
        else value
        for part, value in document.items()
    }


@given(DOCUMENTS)
def test_a_document_does_not_differ_from_itself(document: dict[str, Any]) -> None:
    assert compare(document, copy.deepcopy(document)) == ()


def test_a_title_is_the_same_in_whichever_order_its_parts_come() -> None:
    earlier = {**EMPTY, "actions": [{"title": {"lang": "en", "text": "Ask"}, "owner": "A"}]}
    later = {**EMPTY, "actions": [{"title": {"text": "Ask", "lang": "en"}, "owner": "A"}]}
    assert compare(earlier, later) == ()


@given(DOCUMENTS, DOCUMENTS)
def test_the_changes_make_the_later_of_the_earlier(
    earlier: dict[str, Any], later: dict[str, Any]
) -> None:
    assert applied(earlier, compare(earlier, later)) == ordered(later)


@given(DOCUMENTS, DOCUMENTS)
def test_the_way_back_has_the_same_changes_turned_round(
    earlier: dict[str, Any], later: dict[str, Any]
) -> None:
    def pairs(changes: tuple[ChangedEntry, ...], *, turned: bool = False) -> list[str]:
        return sorted(
            str((c.part, c.key, d.field, *((d.new, d.old) if turned else (d.old, d.new))))
            for c in changes
            for d in c.differences
        )

    assert pairs(compare(earlier, later)) == pairs(compare(later, earlier), turned=True)


def test_a_rating_a_comment_and_a_date_that_differ() -> None:
    later = copy.deepcopy(PILOT) | {"as_of": "2027-01-31"}
    rating = later["ratings"][0]
    before, comment = rating["rating"], rating.get("comment")
    rating |= {"rating": "F" if before != "F" else "N", "comment": {"lang": "fr", "text": "Oui."}}
    assert compare(PILOT, later) == (
        ChangedEntry("as_of", (), (Difference("as_of", PILOT["as_of"], "2027-01-31"),)),
        ChangedEntry(
            "ratings",
            (rating["criterion"], None),
            (
                Difference("rating", before, rating["rating"]),
                Difference("comment", comment, rating["comment"]),
            ),
        ),
    )


def test_the_order_of_entries_says_nothing() -> None:
    later = PILOT | {part: PILOT.get(part, [])[::-1] for part in KEYS}
    assert compare(PILOT, later) == ()
