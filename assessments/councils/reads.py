"""What a council's report is counted from, read in a fixed number of queries."""

import datetime
import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from assessments.councils.counting import Standing, newest
from assessments.models import (
    Action,
    Assessment,
    AttributeFigures,
    BlockingCriterion,
    Figures,
    Initiative,
    Lesson,
    Submission,
)
from maturity.models import Attribute, BilingualText, Council, Edition, Level, Stage

JOINT = "JC"
SHOWN_ACTIONS = 12
SHOWN_LESSONS = 20
OPEN_ACTIONS = (Action.Status.PLANNED, Action.Status.IN_PROGRESS)

type Text = dict[str, str]  # in both languages, "en" and "fr"


@dataclass(frozen=True, slots=True)
class Named:
    """Something with a code and a name in both languages."""

    code: str
    name: Text


@dataclass(frozen=True, slots=True)
class Member:
    """An initiative that its council may see."""

    key: uuid.UUID
    code: str
    name: Text
    lead: Text
    council: str


@dataclass(frozen=True, slots=True)
class Blocker:
    """A criterion, and how many initiatives it keeps from their next level."""

    code: str
    attribute: str
    level: int
    text: Text
    initiatives: int


@dataclass(frozen=True, slots=True)
class PlannedAction:
    """An action with a due date that is neither done nor cancelled."""

    title: str
    language: str
    owner: str
    due: datetime.date
    initiative: str


@dataclass(frozen=True, slots=True)
class TeamLesson:
    """What a team would tell the next one."""

    kind: str  # a code of Lesson.Kind
    text: str
    language: str
    stage: str
    initiative: str


@dataclass(frozen=True, slots=True)
class StatusCount:
    """How many actions have a status, and of how many initiatives they are."""

    actions: int = 0
    initiatives: int = 0


@dataclass(frozen=True, slots=True)
class Facts:
    """All that is read of a council at a date and at an earlier one."""

    councils: tuple[Named, ...]
    edition: Text
    rule: str
    levels: tuple[Text, ...]  # the continuum's words, from "before level 1" on
    attributes: tuple[Named, ...]
    stages: tuple[Named, ...]
    members: tuple[Member, ...]
    standings: tuple[Standing, ...]
    earlier: tuple[Standing, ...]
    blockers: tuple[Blocker, ...]
    statuses: Mapping[str, StatusCount] = field(default_factory=dict)
    overdue: tuple[PlannedAction, ...] = ()
    overdue_count: int = 0
    upcoming: tuple[PlannedAction, ...] = ()
    lessons: tuple[TeamLesson, ...] = ()
    lessons_count: int = 0


def councils_covered(council: Council) -> list[Council]:
    """The councils whose initiatives a council's report is about: its own, or for JC all."""
    councils = Council.objects.all()
    return list(councils if council.code == JOINT else councils.filter(pk=council.pk))


def end_of(day: datetime.date) -> datetime.datetime:
    """The last moment of a day in the portal's own time."""
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time.max))


def read(council: Council, at: datetime.date, since: datetime.date) -> Facts:
    """What there is of a council at the end of the day `at`, and at that of the day `since`."""
    councils = councils_covered(council)
    members = _members(councils, end_of(at))
    standings = _standings(councils, end_of(at))
    edition = Edition.objects.exclude(published_at=None).latest("published_at")
    counted = [each.key for each in newest(standings).values()]
    standing = _figures(councils, end_of(at))
    actions = Action.objects.filter(assessment__baseline__figures__in=standing)
    lessons = Lesson.objects.filter(assessment__baseline__figures__in=standing)
    open_ones = actions.filter(status__in=OPEN_ACTIONS, due__isnull=False)
    overdue = open_ones.filter(due__lt=at)
    return Facts(
        councils=tuple(
            Named(each.code, {"en": each.abbreviation_en, "fr": each.abbreviation_fr})
            for each in councils
        ),
        edition={"en": edition.title_en, "fr": edition.title_fr},
        rule=edition.rule,
        levels=tuple(_text(each) for each in Level.objects.filter(edition=edition)),
        attributes=tuple(
            Named(each.code, _text(each)) for each in Attribute.objects.filter(edition=edition)
        ),
        stages=tuple(Named(each.code, _text(each)) for each in Stage.objects.all()),
        members=members,
        standings=standings,
        earlier=_standings(councils, end_of(since)),
        blockers=_blockers(counted),
        statuses={
            status: StatusCount(number, initiatives)
            for status, number, initiatives in actions.order_by()
            .values_list("status")
            .annotate(Count("pk"), Count("assessment__initiative", distinct=True))
        },
        overdue=_shown(overdue),
        overdue_count=overdue.count(),
        upcoming=_shown(open_ones.filter(due__gte=at)),
        lessons=_newest(lessons),
        lessons_count=lessons.count(),
    )


def _text(entry: BilingualText) -> Text:
    return {"en": entry.text_en, "fr": entry.text_fr or entry.text_en}


def _members(councils: Iterable[Council], moment: datetime.datetime) -> tuple[Member, ...]:
    """The initiatives submitted at least once by a moment (`rules.may_see_initiative`)."""
    submitted = Assessment.objects.filter(initiative=OuterRef("pk"), submitted_at__lte=moment)
    # A later submission takes the place of the first in `submitted_at`.
    before = Submission.objects.filter(assessment__initiative=OuterRef("pk"), at__lte=moment)
    approved = Figures.objects.filter(initiative=OuterRef("pk"), approved_at__lte=moment)
    seen = Initiative.objects.filter(
        Q(Exists(submitted)) | Q(Exists(before)) | Q(Exists(approved)), council__in=councils
    ).order_by("council__order", "code")
    return tuple(
        Member(
            key,
            code,
            {"en": name_en, "fr": name_fr},
            {"en": lead_en, "fr": lead_fr or lead_en},
            council,
        )
        for key, code, name_en, name_fr, lead_en, lead_fr, council in seen.values_list(
            "pk", "code", "name_en", "name_fr", "lead__text_en", "lead__text_fr", "council__code"
        )
    )


def _figures(councils: Iterable[Council], moment: datetime.datetime) -> QuerySet[Figures]:
    return Figures.objects.at(moment).filter(initiative__council__in=councils)


def _standings(councils: Iterable[Council], moment: datetime.datetime) -> tuple[Standing, ...]:
    """The newest baseline of each initiative and stage at a moment, with its levels and gaps."""
    found = _figures(councils, moment)
    levels: dict[uuid.UUID, dict[str, int | None]] = defaultdict(dict)
    gaps: dict[uuid.UUID, dict[str, int | None]] = defaultdict(dict)
    rows = AttributeFigures.objects.filter(figures__in=found).order_by()
    names = ("figures_id", "attribute__code", "level", "gap")
    for key, attribute, level, gap in rows.values_list(*names).iterator():
        levels[key][attribute] = level
        gaps[key][attribute] = gap
    ordered = found.order_by("initiative__code", "stage__order").select_related("stage")
    return tuple(
        Standing(
            key=each.pk,
            initiative=each.initiative_id,
            stage=each.stage.code,
            as_of=each.as_of,
            approved_at=each.approved_at,
            overall=each.overall_level,
            levels=levels[each.pk],
            gaps=gaps[each.pk],
        )
        for each in ordered
    )


def _blockers(baselines: Sequence[uuid.UUID]) -> tuple[Blocker, ...]:
    """How many of these baselines each criterion holds back, the most first."""
    found = (
        BlockingCriterion.objects.filter(figures__in=baselines)
        .values_list(
            "criterion__code",
            "criterion__attribute__code",
            "criterion__level",
            "criterion__text_en",
            "criterion__text_fr",
        )
        .annotate(number=Count("figures"))
        .order_by("criterion__edition__published_at")
    )
    # A criterion keeps its code from one edition to the next; the newest wording is shown.
    by_code: dict[str, Blocker] = {}
    for code, attribute, level, english, french, number in found:
        before = by_code[code].initiatives if code in by_code else 0
        text = {"en": english, "fr": french or english}
        by_code[code] = Blocker(code, attribute, level, text, before + number)
    return tuple(sorted(by_code.values(), key=lambda each: (-each.initiatives, each.code)))


def _shown(actions: QuerySet[Action]) -> tuple[PlannedAction, ...]:
    first = actions.order_by("due", "pk")[:SHOWN_ACTIONS]
    columns = ("title", "title_language", "owner", "due", "assessment__initiative__code")
    return tuple(PlannedAction(*row) for row in first.values_list(*columns))


def _newest(lessons: QuerySet[Lesson]) -> tuple[TeamLesson, ...]:
    first = lessons.order_by("-assessment__baseline__figures__approved_at", "pk")[:SHOWN_LESSONS]
    columns = ("kind", "text", "text_language", "assessment__stage__code")
    rows = first.values_list(*columns, "assessment__initiative__code")
    return tuple(TeamLesson(*row) for row in rows)
