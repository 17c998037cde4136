"""What the initiatives that are chosen come to, as a reader may see it.

Whoever may not see every initiative by name is shown no figure that points at one of the others,
nor several from which one that is withheld would follow (`withholding`). What such a reader knows
by name can be taken away from every figure: what is withheld follows from the rest alone.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from assessments.standings import bits
from assessments.standings.conditions import Chosen
from assessments.standings.withholding import Cells, enough, shown
from maturity.models import Criterion

SHOWN_BLOCKERS = 10
BLOCKED = "blocked."


@dataclass(frozen=True, slots=True)
class HeldBack:
    """A criterion, and how many initiatives it keeps from their next level."""

    criterion: Criterion
    initiatives: int


@dataclass(frozen=True, slots=True)
class Movement:
    """How many slots have a baseline at both days, only now, and another one than before."""

    both: int | None
    first: int | None
    anew: int | None
    outcomes: Mapping[str, Cells]  # by attribute: rose, the same, fell, not at both days


@dataclass(frozen=True)
class Counts:
    """The figures of the initiatives that are chosen, for a reader who sees names or does not.

    Figures are None where they are withheld. `known` has the slots of the initiatives that a
    reader without names knows all the same. Nothing here asks the database.
    """

    chosen: Chosen
    named: bool
    known: int = 0

    def _rest(self, slots: int) -> int:
        """Those that the reader does not know."""
        return slots & ~self.known

    @cached_property
    def submitted(self) -> int:
        """The slots of the initiatives of which something was submitted."""
        return self.chosen.index.seen(self.chosen.at) & self.chosen.slots

    @cached_property
    def total(self) -> int:
        return bits.count(self.chosen.counted)

    @cached_property
    def _without(self) -> int:
        """The slots of the initiatives that were submitted and have no baseline."""
        return bits.spread(self.submitted) & ~bits.spread(self.chosen.baselines)

    @property
    def with_baseline(self) -> int | None:
        return self.total if self._may_tell(self.chosen.counted) else None

    @property
    def seen(self) -> int | None:
        """How many were submitted: from it those without a baseline follow."""
        known = self._may_tell(self.chosen.counted, self.submitted, self._without)
        return bits.count(self.submitted) if known else None

    @property
    def without(self) -> int | None:
        return None if self.seen is None else bits.count(self._without)

    def _may_tell(self, *found: int) -> bool:
        """Whether enough initiatives, or none, stand behind each, without those that are known."""
        return self.named or enough(*(bits.count(self._rest(each)) for each in found))

    @cached_property
    def levels(self) -> dict[str, Cells]:
        """By attribute, how many stand at each of STEPS."""
        chosen = self.chosen
        return {
            code: self._sizes(chosen.levels(code, chosen.counted)) for code in chosen.attributes
        }

    @property
    def gaps(self) -> dict[str, Cells]:
        """By attribute, how many are by each of STEPS below its target."""
        now, counted = self.chosen.now, self.chosen.counted
        return {
            code: self._sizes(now.steps(f"gap.{code}", counted)) for code in self.chosen.attributes
        }

    def at_stages(self, orders: Iterable[int]) -> Cells:
        """How many have a baseline at stages, by their places in the life cycle."""
        return self._sizes([self.chosen.at_stage(order) for order in orders])

    def of_councils(self, codes: Iterable[str]) -> Cells:
        """How many of councils have a baseline."""
        index = self.chosen.index
        return self._sizes([self.chosen.counted & index.of(f"council.{code}") for code in codes])

    def among(self, found: int) -> int | None:
        """How many of the initiatives with a baseline are those that are `found`."""
        counted = self.chosen.counted
        return self._sizes([found & counted, counted & ~found])[0]

    def by_stage(self, orders: Iterable[int]) -> dict[str, list[list[int]] | None]:
        """By attribute, how many stand at each of STEPS at each stage.

        Where every initiative has one stage, what is withheld at one of them would follow from
        the others and from all together: an attribute is shown for all stages or for none.
        """
        at_stage = [self.chosen.at_stage(order) for order in orders]
        known = self._may_tell(*at_stage)
        found: dict[str, list[list[int]] | None] = {}
        for code in self.chosen.attributes:
            rows = [self.chosen.levels(code, within) for within in at_stage]
            told = known and all(self._may_tell(*row) for row in rows)
            found[code] = [[each.bit_count() for each in row] for row in rows] if told else None
        return found

    def compared(self) -> Movement:
        """What became of those that had a baseline at the same stage at the earlier day."""
        chosen = self.chosen
        both, first = chosen.compared, chosen.baselines & ~chosen.compared
        if not self._may_tell(both, first):
            nothing: Cells = (None,) * 4
            return Movement(None, None, None, dict.fromkeys(chosen.attributes, nothing))
        anew = chosen.moved("", "anew")
        return Movement(
            both.bit_count(),
            first.bit_count(),
            self._sizes([anew, both & ~anew])[0],
            {code: self._sizes(chosen.outcomes(code)) for code in chosen.attributes},
        )

    def actions(self, statuses: Sequence[str]) -> Cells:
        """How many actions of the baselines have each status."""
        names = [f"actions.{status}" for status in statuses]
        if self.named:
            return tuple(number for number, _behind in self._totals(names, -1))
        rest = self._totals(names, ~self.known)
        return shown(
            [number for number, _behind in self._totals(names, self.known)],
            [number for number, _behind in rest],
            [behind for _number, behind in rest],
        )

    def _totals(self, names: Sequence[str], within: int) -> list[tuple[int, int]]:
        """What numbers come to in the baselines `within`, and how many initiatives have any."""
        slots = self.chosen.baselines & within
        return [self.chosen.now.total(name, slots) for name in names]

    @cached_property
    def held_back(self) -> dict[str, int]:
        """By criterion, how many it keeps from their next level, the most first."""
        names = {name for columns, _slots in self.chosen.now.parts for name in columns}
        codes = sorted(name.removeprefix(BLOCKED) for name in names if name.startswith(BLOCKED))
        numbers = {code: self.chosen.blocked_by(code).bit_count() for code in codes}
        most = sorted((code for code in codes if numbers[code]), key=lambda code: -numbers[code])
        return {code: numbers[code] for code in most[: SHOWN_BLOCKERS if self.named else None]}

    def blockers(self, criteria: Mapping[str, Criterion]) -> list[HeldBack]:
        """The criteria that hold back the most initiatives, of those of `held_back`.

        Who is held back stands before the criterion's level, so that their number would tell a
        step's that is withheld, or that of the few at this step who are held back by another.
        """
        held = (HeldBack(criteria[code], number) for code, number in self.held_back.items())
        told = [each for each in held if self.named or self._may_show(each.criterion)]
        return told[:SHOWN_BLOCKERS]

    def _may_show(self, criterion: Criterion) -> bool:
        attribute = criterion.attribute.code
        if None in self.levels.get(attribute, (None,)):
            return False
        counted, steps = self._unknown
        number = bits.count(self._rest(self.chosen.blocked_by(criterion.code)))
        before = steps[attribute][criterion.level - 1]
        return enough(number, counted - number, max(before - number, 0))

    @cached_property
    def _unknown(self) -> tuple[int, dict[str, list[int]]]:
        """Of the initiatives that the reader does not know: how many count, and how many stand at
        each of STEPS, by attribute.
        """
        counted = self._rest(self.chosen.counted)
        steps = {code: self.chosen.counts(code, counted) for code in self.chosen.attributes}
        return bits.count(counted), steps

    def _sizes(self, found: Sequence[int]) -> Cells:
        """How many slots each part of a breakdown has, by the initiatives behind it."""
        if self.named:
            return tuple(each.bit_count() for each in found)
        rest = [self._rest(each) for each in found]
        return shown(
            [(each & self.known).bit_count() for each in found],
            [each.bit_count() for each in rest],
            [bits.count(each) for each in rest],
        )


def newest_wording(codes: Iterable[str]) -> dict[str, Criterion]:
    """Returns criteria by their codes, which they keep from edition to edition. One query."""
    published = Criterion.objects.filter(code__in=list(codes), edition__published_at__isnull=False)
    ordered = published.select_related("attribute").order_by("edition__published_at")
    return {each.code: each for each in ordered}
