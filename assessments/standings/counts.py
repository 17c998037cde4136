"""What the initiatives that are chosen come to. Nothing here asks the database.

These are figures for people who see the initiatives by name. What others see of a council is its
published edition (`councils.published`), from which nothing of a single initiative follows.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial

from assessments.standings import bits
from assessments.standings.columns import BEGUN, LEVEL_BITS, REGISTERED
from assessments.standings.conditions import ANEW, Chosen
from maturity.models import Criterion

SHOWN_BLOCKERS = 10
LIFTING = 3  # statements that are shown of an attribute which holds the overall level back
BLOCKED = "blocked."

type Sizes = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class HeldBack:
    """A criterion, and how many initiatives it keeps from their next level."""

    criterion: Criterion
    initiatives: int


@dataclass(frozen=True, slots=True)
class Lift:
    """An attribute that holds overall levels back, which are the lowest of an initiative's.

    Of the initiatives below the highest level overall, it is the lowest, or one of the lowest, of
    `lowest`; of `alone` it is the only one, so that its next level is their next overall level.
    `held_back` has the statements that keep most of the `lowest` from it.
    """

    attribute: str
    lowest: int
    alone: int
    held_back: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Coverage:
    """How far initiatives have come: each number is part of the one before it, and `stale` of the
    last: so many have a baseline that describes a day more than 12 months ago."""

    registered: int
    begun: int
    submitted: int
    with_baseline: int
    stale: int


@dataclass(frozen=True, slots=True)
class Movement:
    """How many slots have a baseline at both days, only now, and another one than before."""

    both: int
    first: int
    anew: int
    outcomes: Mapping[str, Sizes]  # by attribute: rose, the same, fell, not to be compared
    across: int  # of those at both days, so many are of different editions


@dataclass(frozen=True)
class Counts:
    """The figures of the initiatives that are chosen."""

    chosen: Chosen

    @cached_property
    def submitted(self) -> int:
        """The slots of the initiatives of which something was submitted."""
        return self.chosen.index.seen(self.chosen.at) & self.chosen.slots

    @cached_property
    def with_baseline(self) -> int:
        return bits.count(self.chosen.counted)

    @property
    def seen(self) -> int:
        """How many were submitted."""
        return bits.count(self.submitted)

    @property
    def without(self) -> int:
        """How many were submitted and have no baseline."""
        return bits.count(bits.spread(self.submitted) & ~bits.spread(self.chosen.baselines))

    @property
    def coverage(self) -> Coverage:
        """How far the initiatives have come. What was submitted was registered and begun by then,
        whatever the portal was told only later."""
        chosen, submitted = self.chosen, bits.spread(self.submitted)
        by_day = partial(chosen.index.by_day, day=chosen.at)
        return Coverage(
            bits.count(chosen.slots & (by_day(REGISTERED) | submitted)),
            bits.count(chosen.slots & (by_day(BEGUN) | submitted)),
            self.seen,
            self.with_baseline,
            bits.count(chosen.stale),
        )

    @cached_property
    def levels(self) -> dict[str, Sizes]:
        """By attribute, how many stand at each step."""
        chosen = self.chosen
        return {code: tuple(chosen.counts(code, chosen.counted)) for code in chosen.attributes}

    @property
    def overall(self) -> Sizes:
        """How many stand at each step overall, none being the last."""
        return tuple(self.chosen.counts("", self.chosen.counted))

    @property
    def gaps(self) -> dict[str, Sizes]:
        """By attribute, how many are by each step below its target."""
        chosen = self.chosen
        return {
            code: _sizes(chosen.now.steps(f"gap.{code}", chosen.counted, chosen.top))
            for code in chosen.attributes
        }

    def at_stages(self, orders: Iterable[int]) -> Sizes:
        """How many have a baseline at stages, by their places in the life cycle."""
        return _sizes(self.chosen.at_stage(order) for order in orders)

    def of_councils(self, codes: Iterable[str]) -> Sizes:
        """How many of councils have a baseline."""
        index = self.chosen.index
        return _sizes(self.chosen.counted & index.of(f"council.{code}") for code in codes)

    def by_stage(self, orders: Iterable[int]) -> dict[str, list[list[int]]]:
        """By attribute, how many stand at each step at each stage."""
        at_stage = [self.chosen.at_stage(order) for order in orders]
        return {
            code: [self.chosen.counts(code, within) for within in at_stage]
            for code in self.chosen.attributes
        }

    def compared(self) -> Movement:
        """What became of those that had a baseline at the same stage at the earlier day."""
        chosen = self.chosen
        return Movement(
            chosen.compared.bit_count(),
            (chosen.baselines & ~chosen.compared).bit_count(),
            chosen.moved("", ANEW).bit_count(),
            {code: _sizes(chosen.outcomes(code)) for code in chosen.attributes},
            chosen.across.bit_count(),
        )

    def actions(self, statuses: Sequence[str]) -> Sizes:
        """How many actions of the baselines have each status."""
        now, baselines = self.chosen.now, self.chosen.baselines
        return tuple(now.total(f"actions.{status}", baselines)[0] for status in statuses)

    @cached_property
    def held_back(self) -> dict[str, int]:
        """By criterion, how many it keeps from their next level, the most first: SHOWN_BLOCKERS."""
        return dict(self._most(self._blocking, self.chosen.counted, SHOWN_BLOCKERS))

    @cached_property
    def _blocking(self) -> list[str]:
        """The criteria that keep anybody from a level."""
        names = {name for columns, _slots in self.chosen.now.parts for name in columns}
        return sorted(name.removeprefix(BLOCKED) for name in names if name.startswith(BLOCKED))

    def _most(self, codes: Iterable[str], within: int, limit: int) -> list[tuple[str, int]]:
        """Of some criteria those that hold back the most of what is `within`, the most first."""
        numbers = [(code, (self.chosen.blocked_by(code) & within).bit_count()) for code in codes]
        found = [each for each in numbers if each[1]]
        return sorted(found, key=lambda each: -each[1])[:limit]

    def blockers(self, criteria: Mapping[str, Criterion]) -> list[HeldBack]:
        """The same with the criteria themselves, by their codes."""
        return [HeldBack(criteria[code], number) for code, number in self.held_back.items()]

    def lifts(self, attribute_of: Mapping[str, str]) -> list[Lift]:
        """What lifts the overall level: the attributes that hold it back, those that do of the
        most initiatives first. `attribute_of` has the attributes of criteria, by their codes."""
        lowest = self._lowest()
        shared = _shared(lowest.values())
        found = []
        for code, slots in lowest.items():
            if not slots:
                continue
            own = [each for each in self._blocking if attribute_of.get(each) == code]
            held_back = tuple(self._most(own, slots, LIFTING))
            alone = (slots & ~shared).bit_count()
            found.append(Lift(code, slots.bit_count(), alone, held_back))
        return sorted(found, key=lambda each: (-each.lowest, -each.alone))

    def _lowest(self) -> dict[str, int]:
        """By attribute, the baselines that count whose overall level, below the highest, is its
        level."""
        now, counted = self.chosen.now, self.chosen.counted
        overall = now.number("overall", LEVEL_BITS)
        below = counted & now.column("overall") & ~self.chosen.at_top(counted)
        return {
            code: bits.equal(now.number(f"level.{code}", LEVEL_BITS), overall, below)
            & now.column(f"level.{code}")
            for code in self.chosen.attributes
        }


def _sizes(found: Iterable[int]) -> Sizes:
    """How many slots each part of a breakdown has."""
    return tuple(each.bit_count() for each in found)


def _shared(found: Iterable[int]) -> int:
    """The slots that more than one of some parts has."""
    once = more = 0
    for each in found:
        more |= once & each
        once |= each
    return more


def newest_wording(codes: Iterable[str] | None = None) -> dict[str, Criterion]:
    """Returns criteria by their codes, which they keep from edition to edition. One query.

    Without codes, all that there are.
    """
    published = Criterion.objects.filter(edition__published_at__isnull=False)
    if codes is not None:
        published = published.filter(code__in=list(codes))
    ordered = published.select_related("attribute").order_by("edition__published_at")
    return {each.code: each for each in ordered}
