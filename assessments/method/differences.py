"""What differs between two exchange documents of one assessment. Pure functions, plain values."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

# The parts that a team answers for, and what tells an entry of each from the others. An action has
# no code: the one with the same title is the same action.
KEYS = {
    "ratings": ("criterion", "channel"),
    "results": ("result",),
    "targets": ("attribute",),
    "actions": ("title",),
    "plays": ("play",),
}


@dataclass(frozen=True, slots=True)
class Difference:
    """A field of an entry that differs, as exchange values: None for one that is not there."""

    field: str
    old: Any
    new: Any


@dataclass(frozen=True, slots=True)
class ChangedEntry:
    """An entry of `part` that differs; `key` has the values of the part's KEYS, None for none.

    An entry that was added or taken out differs in all its fields: of an action, in its title too.
    """

    part: str
    key: tuple[Any, ...]
    differences: tuple[Difference, ...]


def compare(earlier: Mapping[str, Any], later: Mapping[str, Any]) -> tuple[ChangedEntry, ...]:
    """Every entry that differs: the date first, then each part in the order of `later`.

    What was taken out follows what is there.
    """
    changed = []
    if earlier["as_of"] != later["as_of"]:
        difference = Difference("as_of", earlier["as_of"], later["as_of"])
        changed.append(ChangedEntry("as_of", (), (difference,)))
    for part, names in KEYS.items():
        before, after = _of(earlier, part), _of(later, part)
        for key in {**after, **before}:
            old, new = before.get(key, {}), after.get(key, {})
            fields = [name for name in {**new, **old} if name not in names or part == "actions"]
            differences = tuple(
                Difference(name, old.get(name), new.get(name))
                for name in fields
                if old.get(name) != new.get(name)
            )
            if differences:
                entry = new or old
                changed.append(ChangedEntry(part, tuple(map(entry.get, names)), differences))
    return tuple(changed)


def _of(document: Mapping[str, Any], part: str) -> dict[tuple[str, ...], Any]:
    """The entries of a part by their keys; a document need not name any play."""
    items = document.get(part, []) if part == "plays" else document[part]
    # A title says the same in whichever order its language and its text come.
    return {
        tuple(json.dumps(item.get(name), sort_keys=True) for name in KEYS[part]): item
        for item in items
    }
