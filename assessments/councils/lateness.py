"""What is late of a council's initiatives, by name: where most is late first, and since when."""

import datetime
from collections import Counter
from collections.abc import Mapping
from typing import Any

from assessments.councils.reads import Member
from assessments.models import Target
from assessments.standings import bits
from assessments.standings.bits import Digits
from assessments.standings.columns import DAY_BITS, day_of
from assessments.standings.conditions import Chosen
from assessments.standings.late import Late
from maturity.days import due_today

type Values = dict[str, Any]


class Lateness:
    """What is late today of the initiatives that are chosen, asked by their numbers."""

    def __init__(self, chosen: Chosen, late: Late) -> None:
        self._late = late
        self._overdue = Digits(late.overdue(chosen))
        self._past_due = {kind: slots for kind, slots in late.past_due(chosen).items() if slots}
        self._stale = Digits(chosen.stale)
        self._days = bits.Numbers(chosen.now.number("as_of", DAY_BITS), chosen.now.baselines)
        self.weights = self._weighed(chosen)

    def _weighed(self, chosen: Chosen) -> Counter[int]:
        """How much is late of each initiative, by its number."""
        found: Counter[int] = Counter()
        for number, each in self._late.actions.items():
            if number in self._overdue:
                found[number] += each.actions
        for slots in self._past_due.values():
            found.update(bits.numbers(slots))
        found.update(bits.numbers(chosen.stale))
        return found

    def most(self, limit: int) -> list[int]:
        """The numbers of the initiatives of which most is late."""
        ranked = sorted(self.weights.items(), key=lambda each: (-each[1], each[0]))
        return [number for number, _weight in ranked[:limit]]

    def values(self, numbers: list[int], members: Mapping[int, Member]) -> Values:
        """The late initiatives with some numbers as plain values, and how many there are in all.

        One query, for the days of their targets.
        """
        past_due = self._targets_of(numbers)
        return {
            "initiatives": [
                self._line(members[number], past_due.get(number, []))
                for number in numbers
                if number in members
            ],
            "total": len(self.weights),
            "actions": sum(
                each.actions
                for number, each in self._late.actions.items()
                if number in self._overdue
            ),
            "targets": sum(slots.bit_count() for slots in self._past_due.values()),
            "stale": sum(1 for number in self.weights if number in self._stale),
        }

    def _targets_of(self, numbers: list[int]) -> dict[int, list[datetime.date]]:
        """The days of the targets past due of some initiatives, the earliest first."""
        if not numbers or not self._past_due:
            return {}
        found: dict[int, list[datetime.date]] = {}
        late = {kind: Digits(slots) for kind, slots in self._past_due.items()}
        rows = Target.objects.filter(
            initiative__listing__number__in=numbers, by__lt=due_today()
        ).order_by("by")
        for number, attribute, level, by in rows.values_list(
            "initiative__listing__number", "attribute__code", "level", "by"
        ):
            if by and number in late.get((attribute, level), ()):
                found.setdefault(number, []).append(by)
        return found

    def _line(self, member: Member, past_due: list[datetime.date]) -> Values:
        number = member.number
        overdue = self._late.actions.get(number) if number in self._overdue else None
        stale = self._stale[number]
        as_of = self._days.at(number, stale) if stale else None
        return {
            "initiative": member.code,
            "name": member.name,
            "lead": member.lead,
            "council": member.council,
            "actions": overdue.actions if overdue else 0,
            "oldest_action": overdue and overdue.oldest.isoformat(),
            "targets": len(past_due),
            "oldest_target": past_due[0].isoformat() if past_due else None,
            "stale_as_of": day_of(as_of).isoformat() if as_of is not None else None,
        }
