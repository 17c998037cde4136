"""A council's meetings, what was decided there, and its own targets."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from assessments.models import CouncilTarget, Decision, Meeting
from maturity.bilingual import both
from maturity.models import Council

type Text = dict[str, str]  # in both languages, "en" and "fr"


@dataclass(frozen=True, slots=True)
class Decided:
    """What a council decided or recommended; `kind` is a code of Decision.Kind."""

    kind: str
    text: Text
    on: datetime.date


def meetings_of(council: Council) -> QuerySet[Meeting]:
    """A council's meetings, the latest first, with the number of their published decisions."""
    published = ~Q(decisions__text_en="") & ~Q(decisions__text_fr="")
    return council.meetings.annotate(
        published=Count("decisions", filter=published), kept=Count("decisions")
    )


def last_meeting(council: Council, before: datetime.date) -> datetime.date | None:
    """The day of the last meeting that a council held before a day. One query."""
    held = council.meetings.filter(held_on__lt=before).order_by("-held_on")
    return held.values_list("held_on", flat=True).first()


def decided(councils: Iterable[Council], at: datetime.date) -> list[Decided]:
    """What councils decided at their last meeting until a day, in both languages. One query."""
    latest = Meeting.objects.filter(council__in=councils, held_on__lte=at).order_by("-held_on")
    rows = Decision.objects.published().filter(meeting=latest.values("pk")[:1])
    return [
        Decided(each.kind, both(each), each.meeting.held_on)
        for each in rows.select_related("meeting")
    ]


def targets_of(council: Council) -> list[CouncilTarget]:
    """A council's own targets."""
    return list(council.targets.all())
