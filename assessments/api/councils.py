"""The addresses of the API that are about a council as a whole."""

import datetime
import uuid

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from assessments import rules
from assessments.api.access import reading
from assessments.api.answers import answer, kept_text
from assessments.api.document import read_query
from assessments.api.rows import named
from assessments.councils.snapshot import take
from assessments.models import CouncilBaseline
from assessments.web.access import get_council, person_of
from maturity.days import a_year_before


@reading
def standing(request: HttpRequest, code: str) -> HttpResponse:
    """The council snapshot of today, which the council's report is made from."""
    read_query(request.GET, "standing")
    council = get_council(request, code, may=rules.may_export_council)
    today = timezone.localdate()
    return answer(take(council, today, a_year_before(today), reader=person_of(request)))


@reading
def baselines(request: HttpRequest, code: str) -> HttpResponse:
    """The baselines of a council, the latest first."""
    read_query(request.GET, "council_baselines")
    council = get_council(request, code)
    items = [
        {
            "id": each.pk,
            "council": named(council),
            "at": each.at,
            "approved_at": each.approved_at.astimezone(datetime.UTC),
            "sha256": each.sha256,
            "snapshot": request.build_absolute_uri(reverse("api:council_baseline", args=[each.pk])),
        }
        for each in council.baselines.defer("snapshot")
    ]
    return answer({"items": items, "next": None})


@reading
def baseline(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The canonical JSON itself: its bytes are those that the SHA-256 is of."""
    read_query(request.GET, "council_baseline")
    found = get_object_or_404(CouncilBaseline.objects.select_related("council"), pk=pk)
    if not rules.may_see_council(person_of(request), found.council):
        raise Http404
    if not rules.may_export_council(person_of(request), found.council):
        raise PermissionDenied
    return kept_text(request, found.sha256, lambda: found.snapshot)
