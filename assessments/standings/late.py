"""What is late today in the plans as they stand, of the initiatives with a baseline.

Time makes things late without anybody writing. The day of a target is in the index; an initiative
has any number of actions, and those that are late are asked of their rows.
"""

import datetime
import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db.models import StringAgg, TextField, Value
from django.db.models.functions import Cast

from assessments.models import Action, Listing
from assessments.standings import bits
from assessments.standings.bits import Digits
from assessments.standings.columns import LEVEL_BITS
from assessments.standings.conditions import Chosen
from maturity.days import due_today

# What can be asked of a list: where an action is overdue, where a target is past due, and where the
# newest baseline describes a day more than 12 months ago.
ACTIONS, TARGETS, BASELINES = "actions", "targets", "baselines"
NUMBER = "initiative__listing__number"


@dataclass(frozen=True, slots=True)
class Late:
    """What is late on a day: the plans' open actions, and their targets.

    `actions` has the number of an initiative once for each of its actions whose day has passed
    everywhere in Canada; of those of the slots `without` nothing is told.
    """

    day: datetime.date
    actions: Sequence[int]
    without: int = 0

    def overdue(self, chosen: Chosen) -> int:
        """The baselines that count of the initiatives with an overdue action."""
        return bits.of_numbers(self.actions) & chosen.counted & ~self.without

    def overdue_actions(self, within: int) -> int:
        """How many actions of some initiatives are overdue."""
        among = Digits(within)
        return sum(number in among for number in self.actions)

    def past_due(self, chosen: Chosen) -> dict[tuple[str, int], int]:
        """By attribute and level of a target, the baselines that count of the initiatives that have
        not attained it in time; without those where none is."""
        index, asked = chosen.index, chosen.counted & ~self.without
        found = {}
        for attribute in index.aims:
            passed = index.by_day(f"by.{attribute}", self.day - datetime.timedelta(days=1)) & asked
            if not passed:
                continue
            levels = chosen.levels(attribute, passed)
            for level in range(1, 1 << LEVEL_BITS):
                below = bits.union([*levels[:level], levels[-1]])
                if slots := below & index.aimed_at(attribute, level):
                    found[attribute, level] = slots
        return found

    def at(self, kind: str, chosen: Chosen) -> int:
        """Where something of a kind is late: ACTIONS or TARGETS."""
        if kind == ACTIONS:
            return self.overdue(chosen)
        return bits.union(self.past_due(chosen).values())


def read(without: Collection[uuid.UUID] = ()) -> Late:
    """What is late today, without the plans of some initiatives. One query; two with some."""
    today = due_today()
    actions = Action.objects.open().filter(initiative__listing__isnull=False, due__lt=today)
    # One row, however many initiatives there are: a row each takes longer.
    numbers = StringAgg(Cast(NUMBER, TextField()), Value(" "))
    found = actions.order_by().aggregate(numbers=numbers)["numbers"] or ""
    blind = Listing.objects.filter(initiative__in=without).values_list("number", flat=True)
    return Late(today, list(map(int, found.split())), bits.of_numbers(blind) if without else 0)
