"""A council's meetings, what was decided there, and its own targets."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from assessments.models import CouncilTarget, Decision, Event, Meeting
from assessments.standings.conditions import Chosen
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
    """A council's meetings, the latest first, with how many of their decisions are `published` and
    `unpublished`."""
    both_there = ~Q(decisions__text_en="") & ~Q(decisions__text_fr="")
    found = council.meetings.annotate(
        published=Count("decisions", filter=both_there),
        unpublished=Count("decisions") - Count("decisions", filter=both_there),
    )
    # What is counted loses the order of its model.
    return found.order_by("-held_on")


@dataclass(frozen=True, slots=True)
class Agenda:
    """The meetings of a council around a day: the last one before it, the next one from it on, and
    how many decisions and recommendations of the last one are published."""

    last: Meeting | None
    next: Meeting | None

    @property
    def decided(self) -> int:
        return self.last.published if self.last else 0  # type: ignore[attr-defined]


def agenda(council: Council, day: datetime.date) -> Agenda:
    """The meetings of a council around a day, however many it has had. One query."""
    held = council.meetings.filter(held_on__lt=day).order_by("-held_on").values("pk")[:1]
    coming = council.meetings.filter(held_on__gte=day).order_by("held_on").values("pk")[:1]
    found = meetings_of(council).filter(Q(pk__in=held) | Q(pk__in=coming))
    by_place = {each.held_on < day: each for each in found}
    return Agenda(by_place.get(True), by_place.get(False))


def decided(councils: Iterable[Council], at: datetime.date) -> list[Decided]:
    """What councils decided at their last meeting until a day, in both languages. One query."""
    latest = Meeting.objects.filter(council__in=councils, held_on__lte=at).order_by("-held_on")
    rows = Decision.objects.published().filter(meeting=latest.values("pk")[:1])
    return [
        Decided(each.kind, both(each), each.meeting.held_on)
        for each in rows.select_related("meeting")
    ]


def attained(target: CouncilTarget, chosen: Chosen) -> tuple[int, int]:
    """How many initiatives have attained a target of the council, of those to which it applies."""
    if target.attribute not in chosen.attributes:
        return 0, 0
    steps = chosen.counts(target.attribute, chosen.counted)
    return sum(steps[target.level : -1]), sum(steps[:-1])


def targets_of(council: Council) -> list[CouncilTarget]:
    """A council's own targets."""
    return list(council.targets.all())


def targets_at(council: Council, day: datetime.date) -> list[CouncilTarget]:
    """A council's own targets as they were at the end of a day: those of now, with what was done
    to them since taken back, which the record knows. One query, two for an earlier day."""
    found = {each.attribute: each for each in targets_of(council)}
    if day < timezone.localdate():
        since = Event.objects.filter(subject="council", subject_id=str(council.pk))
        since = since.filter(verb="set_council_target", at__date__gt=day).order_by("-id")
        for attribute, old in since.values_list("place", "old"):
            found.pop(attribute, None)
            if old:
                values = old | {"by": datetime.date.fromisoformat(old["by"])}
                found[attribute] = CouncilTarget(council=council, attribute=attribute, **values)
    return list(found.values())
