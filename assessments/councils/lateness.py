"""What is late of a council's initiatives, by name: where most is late first, and since when."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from django.db.models import CharField, F, Value

from assessments.councils.reads import Member
from assessments.models import Action, Target
from assessments.standings import bits
from assessments.standings.bits import Digits
from assessments.standings.columns import day_of
from assessments.standings.conditions import Chosen
from assessments.standings.late import NUMBER, Late
from maturity.days import due_today

type Values = dict[str, Any]


class _Days(NamedTuple):
    """The days that have passed of an initiative's actions and targets, the earliest first."""

    actions: list[datetime.date]
    targets: list[datetime.date]


class Lateness:
    """What is late today of the initiatives that are chosen, asked by their numbers."""

    def __init__(self, chosen: Chosen, late: Late) -> None:
        self._overdue = late.overdue(chosen)
        self._past_due = late.past_due(chosen)
        self._stale = chosen.stale
        self._as_of = chosen.now.days("as_of")
        self._all = bits.union([self._overdue, *self._past_due.values(), self._stale])
        self.actions = late.overdue_actions(self._overdue)

    @property
    def with_actions(self) -> int:
        """How many initiatives have an overdue action; `actions` are how many these are."""
        return self._overdue.bit_count()

    @property
    def targets(self) -> int:
        """How many targets are past due."""
        return sum(slots.bit_count() for slots in self._past_due.values())

    @property
    def with_targets(self) -> int:
        """How many initiatives have a target that is past due."""
        return bits.count(bits.union(self._past_due.values()))

    def most(self, limit: int | None) -> list[int]:
        """The numbers of the initiatives of which most is late: each past due target counts, a
        baseline that is old, and once the actions."""
        weights: list[int] = []
        for slots in (self._overdue, *self._past_due.values(), self._stale):
            weights = bits.added(weights, slots)
        found: list[int] = []
        left = self._all
        while left and (limit is None or len(found) < limit):
            equal = bits.most(weights, left)
            found += bits.numbers(equal)
            left &= ~equal
        return found[:limit]

    def values(self, numbers: Sequence[int], members: Mapping[int, Member]) -> Values:
        """The late initiatives with some numbers as plain values, and how many there are in all.

        One query, for the days of their actions and targets.
        """
        days = self._days_of(numbers)
        return {
            "initiatives": [
                self._line(members[number], days[number]) for number in numbers if number in members
            ],
            "total": self._all.bit_count(),
            "actions": self.actions,
            "targets": self.targets,
            "stale": self._stale.bit_count(),
        }

    def _days_of(self, numbers: Sequence[int]) -> Mapping[int, _Days]:
        found: dict[int, _Days] = defaultdict(lambda: _Days([], []))
        overdue = Digits(self._overdue)
        past_due = {kind: Digits(slots) for kind, slots in self._past_due.items()}
        for number, attribute, level, day in sorted(_rows(numbers), key=lambda row: row[3]):
            if not level and number in overdue:
                found[number].actions.append(day)
            elif level and number in past_due.get((attribute, level), ()):
                found[number].targets.append(day)
        return found

    def _line(self, member: Member, days: _Days) -> Values:
        slot = Digits(self._stale)[member.number]
        as_of = self._as_of.at(member.number, slot) if slot else None
        return {
            "code": member.code,
            "name": member.name,
            "lead": member.lead,
            "council": member.council,
            "actions": len(days.actions),
            "oldest_action": _first(days.actions),
            "targets": len(days.targets),
            "oldest_target": _first(days.targets),
            "stale_as_of": None if as_of is None else day_of(as_of).isoformat(),
        }


def _rows(numbers: Sequence[int]) -> Iterable[tuple[int, str, int, datetime.date]]:
    """The open actions and the targets of some initiatives whose day has passed: number, attribute,
    level (0 for an action) and day. One query."""
    of = {"initiative__listing__number__in": numbers}
    today = due_today()
    actions = Action.objects.open().filter(**of, due__lt=today).order_by()
    targets = Target.objects.filter(**of, by__lt=today).order_by()
    columns = (NUMBER, "code", "rank", "day")
    of_actions = actions.annotate(code=Value("", CharField()), rank=Value(0), day=F("due"))
    of_targets = targets.annotate(code=F("attribute__code"), rank=F("level"), day=F("by"))
    both = of_actions.values_list(*columns).union(of_targets.values_list(*columns), all=True)
    return both.order_by()


def _first(days: Sequence[datetime.date]) -> str | None:
    return days[0].isoformat() if days else None
