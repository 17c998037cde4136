"""What has become of initiatives, as their own rows say it: what the index repeats of them."""

import uuid
from collections.abc import Collection

from django.db.models import Min
from django.utils import timezone

from assessments.models import Assessment, Initiative, Target
from assessments.standings.columns import AimedLevel, Course


def courses(initiatives: Collection[Initiative]) -> dict[uuid.UUID, Course]:
    """Returns what has become of each of some initiatives, by their keys. Two queries."""
    aims = aims_of(initiatives)
    first = {
        initiative: (begun, *submitted)
        for initiative, begun, *submitted in Assessment.objects.filter(initiative__in=initiatives)
        .order_by()
        .values_list("initiative")
        # A later time of submission replaces an assessment's.
        .annotate(Min("created_at"), Min("submitted_at"), Min("submissions__at"))
    }
    found = {}
    for each in initiatives:
        begun, *submitted = first.get(each.pk, ()) or (None,)
        moments = [moment for moment in submitted if moment]
        found[each.pk] = Course(
            timezone.localdate(each.created_at),
            begun and timezone.localdate(begun),
            timezone.localdate(min(moments)) if moments else None,
            aims[each.pk],
        )
    return found


def aims_of(initiatives: Collection[Initiative]) -> dict[uuid.UUID, list[AimedLevel]]:
    """Returns what the plan of each of some initiatives aims for, by their keys. One query."""
    found: dict[uuid.UUID, list[AimedLevel]] = {each.pk: [] for each in initiatives}
    targets = Target.objects.filter(initiative__in=initiatives).order_by()
    for key, code, level, by in targets.values_list("initiative", "attribute__code", "level", "by"):
        found[key].append(AimedLevel(code, level, by))
    return found
