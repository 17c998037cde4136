"""What a council's report says beside its figures: its words, and what it lists by name."""

import datetime
import uuid
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from assessments.baselines.values import Written
from assessments.councils.values import PlannedAction, TeamLesson
from assessments.councils.words import Text
from assessments.models import Action, Figures, Initiative, Lesson
from assessments.standings.bits import Digits
from maturity.days import due_today
from maturity.models import Council

SHOWN_ACTIONS = 12
SHOWN_LESSONS = 20
# The name of a person of the portal, or of someone outside.
LED_BY = Coalesce("assignee__name", "owner")
COLUMNS = (
    "listing__number", "code", "name_en", "name_fr", "lead__text_en", "lead__text_fr",
    "council__code",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Member:
    """An initiative that its council may see, by its number in the index."""

    number: int
    code: str
    name: Text
    lead: Text
    council: str


@dataclass(frozen=True, slots=True)
class ReportLists:
    """What a report lists."""

    members: Sequence[Member] = ()
    overdue: Sequence[PlannedAction] = ()
    overdue_count: int = 0
    upcoming: Sequence[PlannedAction] = ()
    lessons: Sequence[TeamLesson] = ()
    lessons_count: int = 0


def end_of(day: datetime.date) -> datetime.datetime:
    """The last moment of a day in the portal's own time."""
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time.max))


def last_baseline_day(council: Council) -> datetime.date | None:
    """The day of a council's last baseline, None before the first. One query."""
    return council.baselines.order_by("-at").values_list("at", flat=True).first()


def read_lists(
    councils: Iterable[Council], at: datetime.date, seen: int, blind: Collection[uuid.UUID] = ()
) -> ReportLists:
    """Returns what stood at the end of a day, in six queries.

    `seen` has the slots of the initiatives that the councils could see then; of those that the
    reader is `blind` to, neither actions nor lessons are listed.
    """
    end = end_of(at)
    theirs = Q(initiative__council__in=councils, initiative__in=_with_baseline(end))
    theirs &= ~Q(initiative__in=blind)
    lessons = Lesson.objects.shared().filter(theirs, shared_at__lte=end)
    open_ones = Action.objects.open_at(at).filter(theirs, due__isnull=False)
    # Today has to end everywhere in Canada first.
    today = min(at, due_today())
    overdue = open_ones.filter(due__lt=today)
    return ReportLists(
        members=_members(councils, seen),
        overdue=_shown(overdue),
        overdue_count=overdue.count(),
        upcoming=_shown(open_ones.filter(due__gte=today)),
        lessons=_newest(lessons),
        lessons_count=lessons.count(),
    )


def _with_baseline(end: datetime.datetime) -> QuerySet[Figures, Any]:
    """The initiatives that had a baseline at a moment."""
    return Figures.objects.filter(approved_at__lte=end).values("initiative")


def _members(councils: Iterable[Council], seen: int) -> tuple[Member, ...]:
    rows = Initiative.objects.filter(council__in=councils).order_by("council__order", "code")
    among = Digits(seen)
    return tuple(each for each in map(_member, rows.values_list(*COLUMNS)) if each.number in among)


def members_of(numbers: Iterable[int]) -> dict[int, Member]:
    """The initiatives with some numbers in the index, by these. One query."""
    rows = Initiative.objects.filter(listing__number__in=list(numbers)).order_by()
    return {each.number: each for each in map(_member, rows.values_list(*COLUMNS))}


def _member(row: tuple[Any, ...]) -> Member:
    number, code, name_en, name_fr, lead_en, lead_fr, council = row
    names = {"en": name_en, "fr": name_fr}
    return Member(number, code, names, {"en": lead_en, "fr": lead_fr or lead_en}, council)


def _shown(actions: QuerySet[Action]) -> tuple[PlannedAction, ...]:
    first = actions.order_by("due", "pk")[:SHOWN_ACTIONS]
    columns = ("title", "title_language", LED_BY, "due", "initiative__code")
    return tuple(PlannedAction(*row) for row in first.values_list(*columns))


def _newest(lessons: QuerySet[Lesson]) -> tuple[TeamLesson, ...]:
    first = lessons.order_by("-shared_at", "pk")[:SHOWN_LESSONS]
    columns = ("kind", "title", "text", "text_language", "stage__code")
    rows = first.values_list(*columns, "initiative__code")
    return tuple(
        TeamLesson(kind, Written(title, language), Written(text, language), stage or "", initiative)
        for kind, title, text, language, stage, initiative in rows
    )
