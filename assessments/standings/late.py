"""What is late today in the plans as they stand, of the initiatives with a baseline.

Time makes things late without anybody writing: what is late is asked of the plans' own rows, by
their days, and no column of the index keeps it.
"""

import datetime
import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import Count, Min, Q, StringAgg, TextField, Value
from django.db.models.functions import Cast

from assessments.models import Action, Target
from assessments.standings import bits
from assessments.standings.bits import Digits
from assessments.standings.conditions import Chosen
from maturity.days import due_today

# What can be asked of a list: where an action is overdue, where a target is past due, and where the
# newest baseline describes a day more than 12 months ago.
ACTIONS, TARGETS, BASELINES = "actions", "targets", "baselines"
NUMBER = "initiative__listing__number"


class Overdue(NamedTuple):
    """How many actions of an initiative are overdue, and the due day of the oldest of them."""

    actions: int
    oldest: datetime.date


@dataclass(frozen=True, slots=True)
class Late:
    """The plans' open actions and their targets whose day has passed everywhere in Canada.

    `actions` are by the initiative's number; `targets` has the numbers of the initiatives, by
    attribute and level.
    """

    actions: Mapping[int, Overdue]
    targets: Mapping[tuple[str, int], Sequence[int]]

    def overdue(self, chosen: Chosen) -> int:
        """The baselines that count of the initiatives with an overdue action."""
        return bits.of_numbers(self.actions) & chosen.counted

    def overdue_actions(self, within: int) -> int:
        """How many actions of some initiatives are overdue."""
        among = Digits(within)
        return sum(each.actions for number, each in self.actions.items() if number in among)

    def past_due(self, chosen: Chosen) -> dict[tuple[str, int], int]:
        """By target that anybody set, the baselines that count and have not attained it in time."""
        found = {}
        for (attribute, level), numbers in self.targets.items():
            attained = bits.union(chosen.levels(attribute, chosen.counted)[level:4])
            found[attribute, level] = bits.of_numbers(numbers) & chosen.counted & ~attained
        return found

    def at(self, kind: str, chosen: Chosen) -> int:
        """Where something of a kind is late: ACTIONS or TARGETS."""
        if kind == ACTIONS:
            return self.overdue(chosen)
        return bits.union(self.past_due(chosen).values())


def read(without: Collection[uuid.UUID] = ()) -> Late:
    """What is late today, without the plans of some initiatives. Two queries."""
    today = due_today()
    known = ~Q(initiative__in=without) & Q(initiative__listing__isnull=False)
    actions = Action.objects.open().filter(known, due__lt=today).order_by().values_list(NUMBER)
    targets = Target.objects.filter(known, by__lt=today).order_by()
    # One row an attribute and level, however many initiatives there are: a row each takes longer.
    numbers = StringAgg(Cast(NUMBER, TextField()), Value(" "))
    kinds = targets.values_list("attribute__code", "level").annotate(numbers=numbers)
    overdue = actions.annotate(Count("pk"), Min("due"))
    return Late(
        {number: Overdue(count, oldest) for number, count, oldest in overdue},
        {(code, level): [int(each) for each in found.split()] for code, level, found in kinds},
    )
