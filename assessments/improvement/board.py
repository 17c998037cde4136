"""The actions of a plan as a page shows them: some at a time, however many there are."""

from dataclasses import dataclass

from django.db.models import Case, Count, F, Q, QuerySet, When, Window
from django.db.models.functions import RowNumber

from assessments.improvement.reads import led_by_nobody
from assessments.models import Action, Initiative
from maturity.days import due_today

A_PAGE = 50  # of the list
A_COLUMN = 20  # of the board
# What is open comes before what is not, and of both what is due first.
FIRST_DUE = (
    Case(When(status__in=Action.OPEN, then=0), default=1),
    F("due").asc(nulls_last=True),
    "pk",
)


@dataclass(frozen=True, slots=True)
class BoardColumn:
    """The first actions of one status, in the order in which they are due, of `number`."""

    status: str
    label: str
    actions: tuple[Action, ...]
    number: int

    @property
    def more(self) -> int:
        """How many more there are."""
        return self.number - len(self.actions)


@dataclass(frozen=True, slots=True)
class ActionTally:
    """How many actions there are of each status, and how many are open, overdue, or have a day."""

    by_status: dict[str, int]
    overdue: int
    dated: int  # with a due day, and not cancelled

    @property
    def open(self) -> int:
        return sum(self.by_status[status] for status in Action.OPEN)

    @property
    def all(self) -> int:
        return sum(self.by_status.values())


def tally(initiative: Initiative) -> ActionTally:
    """Count the actions of an initiative, in one query."""
    cancelled = Q(status=Action.Status.CANCELLED)
    found = initiative.actions.aggregate(
        **{each: Count("pk", filter=Q(status=each)) for each in Action.Status.values},
        overdue=Count("pk", filter=Q(status__in=Action.OPEN, due__lt=due_today())),
        dated=Count("pk", filter=Q(due__isnull=False) & ~cancelled),
    )
    return ActionTally(
        {each: found[each] for each in Action.Status.values}, found["overdue"], found["dated"]
    )


def ordered(initiative: Initiative, status: str = "") -> QuerySet[Action]:
    """The actions, those due first before others; those of one status where it is given."""
    rows = _shown(initiative).order_by(*FIRST_DUE)
    return rows.filter(status=status) if status else rows


def columns(initiative: Initiative, counted: ActionTally) -> list[BoardColumn]:
    """The board: a column a status, in two queries."""
    place = Window(RowNumber(), partition_by="status", order_by=[*FIRST_DUE])
    first = _shown(initiative).annotate(place=place).filter(place__lte=A_COLUMN)
    listed = list(first.order_by(*FIRST_DUE))
    return [
        BoardColumn(
            status.value,
            str(status.label),
            tuple(each for each in listed if each.status == status),
            counted.by_status[status],
        )
        for status in Action.Status
    ]


def orphans(initiative: Initiative) -> QuerySet[Action]:
    """The open actions whose owner has left the team."""
    left = led_by_nobody().filter(initiative=initiative, has_left=True)
    return left.select_related("assignee", "initiative").order_by(*FIRST_DUE)


def _shown(initiative: Initiative) -> QuerySet[Action]:
    rows = Action.objects.filter(initiative=initiative).select_related("assignee", "initiative")
    return rows.prefetch_related("criteria")
