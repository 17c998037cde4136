"""What is late today in the plans as they stand, of the initiatives with a baseline.

Time makes things late without anybody writing: what is late is asked of the plans' own rows, by
their days, and no column of the index keeps it.
"""

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import F, Q, StringAgg, TextField, Value
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


@dataclass(frozen=True, slots=True)
class Late:
    """The plans' open actions and their targets whose day has passed everywhere in Canada.

    `actions` has the number of an initiative once for each of its actions; `targets` the numbers of
    the initiatives, by attribute and level.
    """

    actions: Sequence[int]
    targets: Mapping[tuple[str, int], Sequence[int]]

    def overdue(self, chosen: Chosen) -> int:
        """The baselines that count of the initiatives with an overdue action."""
        return bits.of_numbers(self.actions) & chosen.counted

    def overdue_actions(self, within: int) -> int:
        """How many actions of some initiatives are overdue."""
        among = Digits(within)
        return sum(number in among for number in self.actions)

    def past_due(self, chosen: Chosen) -> dict[tuple[str, int], int]:
        """By target that anybody set, the baselines that count and have not attained it in time."""
        found = {}
        for (attribute, level), numbers in self.targets.items():
            attained = bits.union(chosen.levels(attribute, chosen.counted)[level:-1])
            found[attribute, level] = bits.of_numbers(numbers) & chosen.counted & ~attained
        return found

    def at(self, kind: str, chosen: Chosen) -> int:
        """Where something of a kind is late: ACTIONS or TARGETS."""
        if kind == ACTIONS:
            return self.overdue(chosen)
        return bits.union(self.past_due(chosen).values())


def read(without: Collection[uuid.UUID] = ()) -> Late:
    """What is late today, without the plans of some initiatives. One query."""
    today = due_today()
    known = ~Q(initiative__in=without) & Q(initiative__listing__isnull=False)
    actions = Action.objects.open().filter(known, due__lt=today).order_by().values("status")
    targets = Target.objects.filter(known, by__lt=today).order_by().values("attribute__code")
    # One row a status, or an attribute and level, however many initiatives there are: a row each
    # takes longer.
    numbers = StringAgg(Cast(NUMBER, TextField()), Value(" "))
    columns = ("rank", "numbers")
    rows = actions.annotate(rank=Value(0), numbers=numbers).values_list("status", *columns)
    kinds = targets.annotate(rank=F("level"), numbers=numbers)
    overdue: list[int] = []
    past_due = {}
    theirs = kinds.values_list("attribute__code", *columns)
    for kind, level, found in rows.union(theirs, all=True).order_by():
        those = [int(each) for each in found.split()]
        if level:
            past_due[kind, level] = those
        else:
            overdue += those
    return Late(overdue, past_due)
