"""Counting initiatives on the continuum. Pure, over the figures of baselines."""

import datetime
import uuid
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

# Where an attribute can stand: before level 1, at levels 1 to 3, not applicable.
STEPS: tuple[int | None, ...] = (0, 1, 2, 3, None)
# By how many levels it can be below its target; None where it has none.
GAPS: tuple[int | None, ...] = (0, 1, 2, 3, None)
# What can have become of it; the last where it did not apply at one of the dates.
MOVES = ("rose", "same", "fell", "none")


@dataclass(frozen=True, slots=True)
class Standing:
    """The newest baseline of an initiative at a stage, at some date.

    Levels are 0 to 3, None where nothing applies; gaps are in levels, None without a target.
    """

    key: uuid.UUID
    initiative: uuid.UUID
    stage: str
    as_of: datetime.date
    approved_at: datetime.datetime
    overall: int | None
    levels: Mapping[str, int | None]
    gaps: Mapping[str, int | None]


@dataclass(frozen=True, slots=True)
class Breakdown:
    """How many there are of each kind, and how many initiatives they belong to."""

    values: tuple[int, ...]
    behind: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """Where an initiative stands at a stage, and where it stood there at the earlier date."""

    before: Standing
    now: Standing

    @property
    def is_new(self) -> bool:
        """Whether it was assessed anew in between."""
        return self.before.key != self.now.key

    def move(self, attribute: str) -> str:
        """One of MOVES."""
        before, now = self.before.levels.get(attribute), self.now.levels.get(attribute)
        if before is None or now is None:
            return "none"
        return "rose" if now > before else "fell" if now < before else "same"


def newest(standings: Iterable[Standing]) -> dict[uuid.UUID, Standing]:
    """The one baseline that counts of each initiative: that of the latest situation.

    Of those of the same day, the last of `standings` counts: they come in the order of the stages.
    """
    found: dict[uuid.UUID, Standing] = {}
    for each in standings:
        known = found.get(each.initiative)
        if known is None or each.as_of >= known.as_of:
            found[each.initiative] = each
    return found


def pairs(now: Iterable[Standing], before: Iterable[Standing]) -> list[Pair]:
    """The initiatives and stages with a baseline at both dates, in the order of `now`."""
    stood = {(each.initiative, each.stage): each for each in before}
    return [
        Pair(stood[each.initiative, each.stage], each)
        for each in now
        if (each.initiative, each.stage) in stood
    ]


def steps(standings: Iterable[Standing], attribute: str) -> tuple[int, ...]:
    """How many of these baselines stand at each of STEPS."""
    found = Counter(each.levels.get(attribute) for each in standings)
    return tuple(found[step] for step in STEPS)


def gaps(standings: Iterable[Standing], attribute: str) -> tuple[int, ...]:
    """How many of these baselines have each of GAPS."""
    found = Counter(each.gaps.get(attribute) for each in standings)
    return tuple(found[gap] for gap in GAPS)


def moves(found: Sequence[Pair], attribute: str) -> Breakdown:
    """What became of an attribute, by MOVES."""
    return breakdown(found, MOVES, lambda pair: pair.move(attribute), lambda p: p.now.initiative)


def breakdown[Thing](
    things: Iterable[Thing],
    kinds: Sequence[object],
    kind: Callable[[Thing], object],
    initiative: Callable[[Thing], uuid.UUID],
) -> Breakdown:
    """Things by their kind, with the initiatives behind each kind."""
    values: Counter[object] = Counter()
    behind: dict[object, set[uuid.UUID]] = {each: set() for each in kinds}
    for thing in things:
        values[kind(thing)] += 1
        behind[kind(thing)].add(initiative(thing))
    return Breakdown(
        tuple(values[each] for each in kinds), tuple(len(behind[each]) for each in kinds)
    )
