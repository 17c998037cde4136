"""Reading what the API hands out, in a fixed number of queries a page and without a snapshot."""

import datetime
import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db.models import Max, Q, QuerySet
from django.urls import reverse

from assessments.models import Event, Figures, Initiative, Person
from maturity.bilingual import both
from maturity.models import Council, ListEntry

Url = Callable[[str], str]  # a path of the portal as an address
Row = dict[str, Any]


def named(entry: ListEntry | Initiative) -> Row:
    """A code with its name in both languages."""
    field = "name" if isinstance(entry, Initiative) else "text"
    return {"code": entry.code, "name": both(entry, field)}


def council_rows() -> list[Row]:
    """Every council."""
    return [
        named(each) | {"abbreviation": both(each, "abbreviation")} for each in Council.objects.all()
    ]


def initiatives(person: Person, wanted: Row) -> QuerySet[Initiative]:
    """The initiatives that a person may see and that filters leave, by code."""
    found = Initiative.objects.visible_to(person).with_context().order_by("code")
    if wanted["council"]:
        found = found.filter(council__in=Council.objects.meant_by(wanted["council"]))
    if wanted["stage"]:
        at_stage = Figures.objects.filter(stage__code=wanted["stage"])
        found = found.filter(pk__in=at_stage.values("initiative"))
    if since := wanted["updated_since"]:
        changed = Event.objects.filter(subject="initiative", at__gte=since)
        approved = Figures.objects.filter(approved_at__gte=_second(since))
        found = found.filter(
            Q(created_at__gte=since)
            | Q(pk__in=changed.values("initiative_id"))
            | Q(pk__in=approved.values("initiative"))
        )
    return found.filter(code__gt=wanted["after"]) if wanted["after"] else found


def initiative_rows(page: Sequence[Initiative], url: Url) -> list[Row]:
    """What is handed out of some initiatives."""
    changed = dict(
        Event.objects.filter(subject="initiative", subject_id__in=[str(each.pk) for each in page])
        .values_list("initiative_id")
        .annotate(Max("at"))
        .order_by()
    )
    stages = defaultdict(list)
    newest = Figures.objects.newest().filter(initiative__in=page)
    for each in newest.select_related("stage").order_by("stage__order"):
        stages[each.initiative_id].append(each)
    return [
        named(each)
        | {
            "council": named(each.council),
            "lead": named(each.lead),
            "partners": [named(one) for one in each.partners.all()],
            "channels": [named(one) for one in each.channels.all()],
            "priorities": [named(one) for one in each.priorities.all()],
            "created_at": each.created_at,
            "updated_at": max(
                each.created_at,
                changed.get(each.pk, each.created_at),
                *(one.approved_at for one in stages[each.pk]),
            ),
            "stages": [
                {
                    "stage": named(one.stage),
                    "baseline": one.pk,
                    "approved_at": one.approved_at,
                    "overall_level": one.overall_level,
                }
                for one in stages[each.pk]
            ],
            "url": url(reverse("api:initiative", args=[each.code])),
        }
        for each in page
    ]


def baselines(person: Person, wanted: Row) -> QuerySet[Figures]:
    """The figures of the baselines that a person may see and filters leave, first approved first.

    What is approved while somebody reads page after page comes at the end. Raises
    Figures.DoesNotExist where `after` is none of them.
    """
    visible = Figures.objects.visible_to(person)
    found = visible.order_by("approved_at", "baseline_id")
    for name, field in FILTERS.items():
        if wanted[name]:
            found = found.filter(**{field: wanted[name]})
    if wanted["council"]:
        meant = Council.objects.meant_by(wanted["council"])
        found = found.filter(initiative__council__in=meant)
    if wanted["approved_since"]:
        found = found.filter(approved_at__gte=_second(wanted["approved_since"]))
    if wanted["newest"] is not None:
        found = found.filter(superseded_at__isnull=wanted["newest"])
    if wanted["after"]:
        last = visible.get(pk=uuid.UUID(wanted["after"]))
        found = found.filter(approved_at__gte=last.approved_at).exclude(
            approved_at=last.approved_at, baseline_id__lte=last.pk
        )
    return found


FILTERS = {"initiative": "initiative__code", "stage": "stage__code"}


def _second(moment: datetime.datetime) -> datetime.datetime:
    """The second that a moment is in: approvals are dated by the second."""
    return moment.replace(microsecond=0)


def baseline_rows(page: Iterable[Figures], url: Url) -> list[Row]:
    """What is handed out of some baselines, of a page `with_baselines`."""
    return [
        {
            "id": each.pk,
            "initiative": named(each.initiative),
            "council": named(each.initiative.council),
            "stage": named(each.stage),
            "cycle": each.baseline.assessment.cycle,
            "edition": each.edition.code,
            "as_of": each.as_of,
            "approved_at": each.approved_at,
            "superseded_at": each.superseded_at,
            "newest": each.superseded_at is None,
            "overall_level": each.overall_level,
            "rated": each.rated,
            "total": each.total,
            "sha256": each.baseline.sha256,
            "url": url(reverse("api:baseline", args=[each.pk])),
            "document": url(reverse("api:document", args=[each.pk])),
            "snapshot": url(reverse("api:snapshot", args=[each.pk])),
        }
        for each in page
    ]


def with_baselines(found: QuerySet[Figures]) -> QuerySet[Figures]:
    """With what `baseline_rows` reads: of the baselines themselves all but the snapshot."""
    return found.select_related(
        "initiative__council", "stage", "edition", "baseline__assessment"
    ).defer("baseline__snapshot")


def with_attributes(found: QuerySet[Figures]) -> QuerySet[Figures]:
    """With what `profile_rows` reads."""
    return found.select_related("initiative__council", "stage", "edition").prefetch_related(
        "edition__attribute_set"
    )


def profile_rows(page: Iterable[Figures]) -> list[Row]:
    """A row a baseline and attribute, of a page `with_attributes`."""
    return [
        {
            "baseline": each.pk,
            "initiative": each.initiative.code,
            "initiative_name": both(each.initiative, "name"),
            "council": each.initiative.council.code,
            "stage": each.stage.code,
            "stage_name": both(each.stage),
            "edition": each.edition.code,
            "as_of": each.as_of,
            "approved_at": each.approved_at,
            "newest": each.superseded_at is None,
            "attribute": one.code,
            "attribute_name": both(one),
            "attained_level": entry["level"],
            "progress": entry["progress"],
            "target": entry["target"],
            "gap": entry["gap"],
            "blocking": entry["blocking"],
        }
        for each in page
        for one in each.edition.attribute_set.all()
        for entry in [each.profile[one.code]]
    ]
