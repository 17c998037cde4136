"""From which statement of an earlier edition a statement comes, and whether its rating goes along.

An edition's `changes` are those of the model file: the edition that it was drafted from, and for
each statement the one of before (`from`), what was done to it (`kind`) and why. Pure functions.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

type Changes = Mapping[str, Any]
type Said = tuple[int, str, str]  # a statement's level, and what it says in English and French

SUBSTANTIVE = "substantive"


@dataclass(frozen=True, slots=True)
class Descent:
    """The code in the earlier edition, empty for a statement that is new since; the kinds of the
    changes on the way, and the reason of the last of them."""

    origin: str
    kinds: frozenset[str]
    reason: Mapping[str, str] | None


def lineage(changes: Mapping[str, Changes | None], after: str, before: str) -> list[Changes]:
    """Return the changes from the later edition back to those made to the earlier one.

    None where the one does not come from the other. An edition comes from an earlier one alone.
    """
    found: list[Changes] = []
    seen: set[str] = set()
    while after != before:
        of = changes.get(after)
        if not of or after in seen:
            return []
        seen.add(after)
        found.append(of)
        after = of["from"]
    return found


def descent(code: str, way: Sequence[Changes]) -> Descent:
    """Return where a statement comes from, by the changes of a `lineage`; without any, it comes
    from the statement with its own code."""
    kinds, reason = set(), None
    for changes in way:
        entries = changes["statements"]
        entry: Changes = next((each for each in entries if each["code"] == code), {})
        if kind := entry.get("kind"):
            kinds.add(kind)
        reason = reason or entry.get("reason")
        code = entry.get("from", "")
    return Descent(code, frozenset(kinds), reason)


def carried(
    before: Mapping[str, Said], after: Mapping[str, Said], way: Sequence[Changes]
) -> dict[str, str]:
    """Return the statements that keep their ratings: by the earlier code, the later one.

    They are at the same level, and unchanged or changed editorially. Without a `lineage` nobody has
    said that they ask the same, and none is kept.
    """
    found: dict[str, str] = {}
    if not way:
        return found
    for code, said in after.items():
        of = descent(code, way)
        earlier = before.get(of.origin)
        if earlier is None or earlier[0] != said[0] or SUBSTANTIVE in of.kinds:
            continue
        found[of.origin] = code
    return found


@dataclass(frozen=True, slots=True)
class Asked:
    """What an edition asks: by the codes of its statements, attribute and level; and its rule."""

    edition: str
    rule: str
    statements: Mapping[str, tuple[str, int]]

    def of(self, attribute: str) -> set[str]:
        """The statements of an attribute."""
        return {code for code, (of, _level) in self.statements.items() if of == attribute}

    @property
    def attributes(self) -> set[str]:
        return {attribute for attribute, _level in self.statements.values()}

    @property
    def said(self) -> dict[str, Said]:
        return {code: (level, "", "") for code, (_of, level) in self.statements.items()}


@dataclass(frozen=True, slots=True)
class Shared:
    """By what two editions are compared: the statements that ask the same in both, by the code in
    the first that in the second; and the attributes whose levels mean the same."""

    statements: Mapping[str, str]
    attributes: frozenset[str]


def shared(changes: Mapping[str, Changes | None], first: Asked, second: Asked) -> Shared:
    """Return what two editions have in common, whichever is the later.

    A level means the same where all statements of its attribute are carried, none is added, and
    the scoring rule is the same.
    """
    if first.edition == second.edition:
        return Shared({code: code for code in first.statements}, frozenset(first.attributes))
    if way := lineage(changes, second.edition, first.edition):
        kept = carried(first.said, second.said, way)
    else:
        back = lineage(changes, first.edition, second.edition)
        kept = {now: then for then, now in carried(second.said, first.said, back).items()}
    same_rule = first.rule == second.rule
    return Shared(
        kept,
        frozenset(
            each
            for each in first.attributes & second.attributes
            if same_rule and {kept.get(code) for code in first.of(each)} == second.of(each)
        ),
    )
