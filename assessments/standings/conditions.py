"""Where conditions on baselines hold: what a dashboard counts, and the list then shows.

All of it is over bitmaps (`standings`): slots in, slots out.
"""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from assessments.standings import bits
from assessments.standings.columns import DAY_BITS, LEVEL_BITS, day_number, slot_of
from assessments.standings.editions import Incomparable, incomparable
from assessments.standings.index import Index, Standing
from maturity.days import a_year_before
from maturity.models import Council

ROSE, FELL, FIRST, ANEW = "rose", "fell", "first", "anew"


def meant[Part](steps: Sequence[Part], asked: str) -> Sequence[Part]:
    """What is asked of a level, or of a gap in levels: what it is ("2"), or at least ("2+"); "none"
    is where nothing applies, or where there is no target. Beyond the highest there is nothing."""
    if asked == "none":
        return steps[-1:]
    least = int(asked.removesuffix("+"))
    return steps[least:-1] if asked.endswith("+") else steps[:-1][least : least + 1]


@dataclass(frozen=True)
class Chosen:
    """The initiatives that are meant, at a day and at an earlier one.

    `slots` are those of the initiatives, and of the stages, that are meant: with a baseline or
    without. An edition leaves out the baselines of the others.
    """

    index: Index
    slots: int
    at: datetime.date
    since: datetime.date
    edition: str = ""
    attributes: tuple[str, ...] = field(default=())
    tops: Mapping[str, int] = field(default_factory=dict)  # the highest level of each edition
    # By an earlier edition and a later one, the attributes whose levels do not mean the same.
    incomparable: Incomparable = field(default_factory=dict)

    @property
    def top(self) -> int:
        """The highest level that anything chosen can have."""
        return self.tops.get(self.edition) or max(self.tops.values(), default=3)

    def at_top(self, within: int) -> int:
        """Where the overall level is the highest of its edition."""
        overall = self.now.number("overall", LEVEL_BITS)
        known = self.now.column("overall") & within
        if not self.tops:
            return bits.exactly(overall, self.top, known)
        return bits.union(
            bits.exactly(overall, top, known & self.now.column(f"edition.{code}"))
            for code, top in self.tops.items()
        )

    @cached_property
    def now(self) -> Standing:
        return self.index.at(self.at)

    @cached_property
    def before(self) -> Standing:
        return self.index.at(self.since)

    @cached_property
    def baselines(self) -> int:
        """Every slot with a baseline."""
        return self._of_edition(self.now)

    @cached_property
    def earlier(self) -> int:
        """Every slot with a baseline at the earlier day."""
        return self._of_edition(self.before)

    @cached_property
    def counted(self) -> int:
        """The one baseline that counts of each initiative."""
        return self.now.newest(self.baselines)

    @cached_property
    def compared(self) -> int:
        """The slots with a baseline at both days."""
        return self.baselines & self.earlier

    @cached_property
    def across(self) -> int:
        """The slots whose baselines at both days are of different editions."""
        same = (
            self.before.column(f"edition.{code}") & self.now.column(f"edition.{code}")
            for code in self.tops
        )
        return self.compared & ~bits.union(same) if len(self.tops) > 1 else 0

    def comparable(self, attribute: str) -> int:
        """The slots with a baseline at both days, in which an attribute's levels mean the same."""
        other = (
            self.before.column(f"edition.{earlier}") & self.now.column(f"edition.{later}")
            for (earlier, later), attributes in self.incomparable.items()
            if attribute in attributes
        )
        return self.compared & ~bits.union(other)

    @cached_property
    def moves(self) -> dict[str, tuple[int, int]]:
        """By attribute, where its level rose since the earlier day, and where it fell."""
        return {
            code: self.now.moves(f"level.{code}", self.before, self.comparable(code))
            for code in self.attributes
        }

    def levels(self, attribute: str, within: int) -> list[int]:
        """Where an attribute's level is 0 to `top`, and where it does not apply; "" for all."""
        return self.now.steps(f"level.{attribute}" if attribute else "overall", within, self.top)

    def counts(self, attribute: str, within: int) -> list[int]:
        """How many slots have each of those levels."""
        return [each.bit_count() for each in self.levels(attribute, within)]

    def at_level(self, attribute: str, level: str) -> int:
        """Where an attribute, or the lowest of all, is at a level (`meant`)."""
        steps = self.levels(attribute, self.counted)
        return bits.union(meant(steps, level))

    def with_gap(self, attribute: str, gap: str) -> int:
        """Where an attribute, or any of them, has a gap (`meant`)."""
        codes = [attribute] if attribute else self.attributes
        found = [self.now.steps(f"gap.{code}", self.counted, self.top) for code in codes]
        return bits.union(each for steps in found for each in meant(steps, gap))

    def moved(self, attribute: str, move: str) -> int:
        """Where something was assessed for the first time or anew, or where a level changed."""
        if move == FIRST:
            return self.now.approved_after(self.since, self.baselines) & ~self.earlier
        if move == ANEW:
            return self.now.approved_after(self.since, self.compared)
        codes = [attribute] if attribute else self.attributes
        return bits.union(self.moves[code][move == FELL] for code in codes)

    def outcomes(self, attribute: str) -> list[int]:
        """Where a level rose, stayed and fell, and where it did not apply at one of the days or
        does not mean the same at both."""
        rose, fell = self.moves[attribute]
        name = f"level.{attribute}"
        known = self.now.column(name) & self.before.column(name) & self.comparable(attribute)
        return [rose, known & ~rose & ~fell, fell, self.compared & ~known]

    def blocked_by(self, criterion: str) -> int:
        """Where a criterion keeps its attribute from the next level."""
        return self.now.column(f"blocked.{criterion}") & self.counted

    @cached_property
    def stale(self) -> int:
        """The baselines that count and describe a day more than 12 months before `at`."""
        day = day_number(a_year_before(self.at)) - 1
        return bits.at_most(self.now.number("as_of", DAY_BITS), day, self.counted)

    def at_stage(self, order: int) -> int:
        """The baselines at a stage, by its place in the life cycle."""
        return self.baselines & bits.every(self.baselines, 1 << slot_of(order))

    def _of_edition(self, standing: Standing) -> int:
        found = standing.baselines & self.slots
        return found & standing.column(f"edition.{self.edition}") if self.edition else found


@dataclass(frozen=True, slots=True)
class LevelsAt:
    """How many initiatives stood at each step at the end of a day, overall and by attribute."""

    day: datetime.date
    overall: tuple[int, ...]
    levels: Mapping[str, tuple[int, ...]]


def trend(chosen: Chosen, days: Iterable[datetime.date]) -> list[LevelsAt]:
    """Returns where the chosen initiatives stood on each of some days, without a query."""
    found = []
    for day in days:
        then = replace(chosen, at=day)
        levels = {code: tuple(then.counts(code, then.counted)) for code in chosen.attributes}
        found.append(LevelsAt(day, tuple(then.counts("", then.counted)), levels))
    return found


def mixed(chosen: Chosen, days: Iterable[datetime.date]) -> tuple[str, ...]:
    """Returns the attributes whose levels do not mean the same in all editions of the baselines
    that counted on some days, without a query."""
    standings = [replace(chosen, at=day) for day in days] if chosen.incomparable else []
    there = {
        code
        for code in chosen.tops
        for then in standings
        if then.counted & then.now.column(f"edition.{code}")
    }
    other = [
        attributes
        for editions, attributes in chosen.incomparable.items()
        if there.issuperset(editions)
    ]
    return tuple(code for code in chosen.attributes if any(code in each for each in other))


def council_slots(index: Index, code: str) -> int:
    """The slots of the initiatives that a council's code means (`CouncilQuerySet.meant_by`)."""
    if code == Council.JOINT:
        return index.everything
    return index.of(f"council.{Council.JOINT if code == Council.ALONE else code}")


def chosen_of_council(
    index: Index,
    code: str,
    at: datetime.date,
    since: datetime.date,
    *,
    attributes: Iterable[str],
    tops: Mapping[str, int],
) -> Chosen:
    """Returns the initiatives that a council's code means, on two days. `tops` has the highest
    level of each edition; two queries where there are several."""
    return Chosen(
        index=index,
        slots=council_slots(index, code),
        at=at,
        since=since,
        attributes=tuple(attributes),
        tops=tops,
        incomparable=incomparable(tops),
    )


def chosen_slots(index: Index, given: Mapping[str, str], stages: Iterable[str]) -> int:
    """The slots that filters leave; `given` has their codes, `stages` those of the life cycle."""
    found = index.everything
    for kind in ("jurisdiction", "channel", "priority"):
        if code := given.get(kind):
            found &= index.of(f"{kind}.{code}")
    if council := given.get("council"):
        found &= council_slots(index, council)
    if stage := given.get("stage"):
        found &= bits.every(index.everything, 1 << list(stages).index(stage))
    return found
