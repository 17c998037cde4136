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
from assessments.models import Action, Figures, Initiative, Lesson
from assessments.standings.bits import Digits
from maturity.bilingual import both
from maturity.days import due_today
from maturity.models import Attribute, Council, Edition, Level, Stage

JOINT = "JC"
SHOWN_ACTIONS = 12
SHOWN_LESSONS = 20
# The name of a person of the portal, or of someone outside.
LED_BY = Coalesce("assignee__name", "owner")

type Text = dict[str, str]  # in both languages, "en" and "fr"


@dataclass(frozen=True, slots=True)
class Named:
    """Something with a code and a name in both languages."""

    code: str
    name: Text


@dataclass(frozen=True, slots=True)
class Member:
    """An initiative that its council may see, by its number in the index."""

    number: int
    code: str
    name: Text
    lead: Text
    council: str


@dataclass(frozen=True, slots=True)
class PlannedAction:
    """An action with a due date that is neither done nor cancelled; `language` is its title's."""

    title: str
    language: str
    owner: str
    due: datetime.date
    initiative: str


@dataclass(frozen=True, slots=True)
class TeamLesson:
    """What a team would tell the next one; the title is None in what was kept without one."""

    kind: str  # a code of Lesson.Kind
    title: Written | None
    text: Written
    stage: str  # its code, or once it is read its name; empty for none
    initiative: str


@dataclass(frozen=True, slots=True)
class ReportWords:
    """What the figures of a report are called."""

    councils: tuple[Named, ...]
    edition: Text
    rule: str
    levels: tuple[Text, ...]  # the continuum's words, from "before level 1" on
    attributes: tuple[Named, ...]
    stages: tuple[Named, ...]


@dataclass(frozen=True, slots=True)
class ReportLists:
    """What a report with names lists."""

    members: Sequence[Member] = ()
    overdue: Sequence[PlannedAction] = ()
    overdue_count: int = 0
    upcoming: Sequence[PlannedAction] = ()
    lessons: Sequence[TeamLesson] = ()
    lessons_count: int = 0


def councils_covered(council: Council) -> list[Council]:
    """The councils whose initiatives a council's report is about: its own, or for JC all."""
    councils = Council.objects.all()
    return list(councils if council.code == JOINT else councils.filter(pk=council.pk))


def end_of(day: datetime.date) -> datetime.datetime:
    """The last moment of a day in the portal's own time."""
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time.max))


def read_words(councils: Iterable[Council]) -> ReportWords:
    """Returns the words of a report about councils, in four queries."""
    edition = Edition.objects.exclude(published_at=None).latest("published_at")
    return ReportWords(
        councils=tuple(Named(each.code, both(each, "abbreviation")) for each in councils),
        edition=both(edition, "title"),
        rule=edition.rule,
        levels=tuple(both(each) for each in Level.objects.filter(edition=edition)),
        attributes=tuple(
            Named(each.code, both(each)) for each in Attribute.objects.filter(edition=edition)
        ),
        stages=tuple(Named(each.code, both(each)) for each in Stage.objects.all()),
    )


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
    columns = ("name_en", "name_fr", "lead__text_en", "lead__text_fr", "council__code")
    among = Digits(seen)
    return tuple(
        Member(
            number,
            code,
            {"en": name_en, "fr": name_fr},
            {"en": lead_en, "fr": lead_fr or lead_en},
            council,
        )
        for number, code, name_en, name_fr, lead_en, lead_fr, council in rows.values_list(
            "listing__number", "code", *columns
        )
        if number in among
    )


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
