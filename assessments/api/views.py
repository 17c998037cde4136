"""The addresses of the API. Each reads its query, then the rows that the token's owner may see."""

import uuid
from collections.abc import Callable
from functools import partial
from operator import attrgetter
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from assessments import rules
from assessments.api import plans, playbook, rows
from assessments.api.access import public, reading
from assessments.api.answers import answer, encoded, kept_text
from assessments.api.document import document, in_language, read_query
from assessments.api.problems import BadRequest, Wrong
from assessments.exchange.writing import model_texts, with_lessons
from assessments.models import Baseline, Figures
from assessments.web.access import get_initiative, person_of
from maturity.editions import newest_edition
from maturity.models import Channel, Edition, Stage


@public
def openapi(request: HttpRequest) -> HttpResponse:
    """What there is, for programs."""
    language = read_query(request.GET, "openapi")["language"]
    return answer(in_language(document(), language))


@reading
def councils(request: HttpRequest) -> HttpResponse:
    read_query(request.GET, "councils")
    return answer({"items": rows.council_rows(), "next": None})


@reading
def model(request: HttpRequest) -> HttpResponse:
    """An edition's texts."""
    code = read_query(request.GET, "model")["edition"]
    published = Edition.objects.exclude(published_at=None)
    edition = get_object_or_404(published, code=code) if code else newest_edition()
    lists = {"stages": Stage.objects.all(), "channels": Channel.objects.all()}
    named = {name: [rows.named(each) for each in listed] for name, listed in lists.items()}
    return answer(model_texts(edition) | named)


@reading
def initiatives(request: HttpRequest) -> HttpResponse:
    wanted = read_query(request.GET, "initiatives")
    found = rows.initiatives(person_of(request), wanted)
    told = partial(rows.initiative_rows, url=request.build_absolute_uri)
    return _listed(request, wanted, found, attrgetter("code"), told)


@reading
def initiative(request: HttpRequest, code: str) -> HttpResponse:
    read_query(request.GET, "initiative")
    found = get_initiative(request, code)
    return answer(rows.initiative_rows([found], request.build_absolute_uri)[0])


@reading
def baselines(request: HttpRequest) -> HttpResponse:
    wanted = read_query(request.GET, "baselines")
    found = rows.with_baselines(_baselines(request, wanted))
    told = partial(rows.baseline_rows, url=request.build_absolute_uri)
    return _listed(request, wanted, found, attrgetter("pk"), told)


@reading
def profiles(request: HttpRequest) -> HttpResponse:
    wanted = read_query(request.GET, "profiles")
    found = rows.with_attributes(_baselines(request, wanted))
    return _listed(request, wanted, found, attrgetter("pk"), rows.profile_rows)


@reading
def targets(request: HttpRequest) -> HttpResponse:
    """The targets of plans, as they are now."""
    wanted = read_query(request.GET, "targets")
    found = plans.targets(person_of(request), wanted)
    return _listed(request, wanted, found, plans.place_of, plans.target_rows)


@reading
def actions(request: HttpRequest) -> HttpResponse:
    """The actions of plans, as they are now."""
    wanted = read_query(request.GET, "actions")
    found = plans.actions(person_of(request), wanted)
    return _listed(request, wanted, found, plans.place_of, plans.action_rows)


@reading
def lessons(request: HttpRequest) -> HttpResponse:
    """The lessons that a person may read, as they are now."""
    wanted, person = read_query(request.GET, "lessons"), person_of(request)
    found = playbook.lessons(person, wanted)
    told = partial(playbook.lesson_rows, person=person)
    return _listed(request, wanted, found, attrgetter("key"), told)


@reading
def plays(request: HttpRequest) -> HttpResponse:
    """The playbook, as it is published."""
    wanted = read_query(request.GET, "plays")
    found = playbook.plays(wanted)
    return _listed(request, wanted, found, attrgetter("code"), playbook.play_rows)


@reading
def baseline(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    read_query(request.GET, "baseline")
    found = rows.with_baselines(Figures.objects.visible_to(person_of(request)))
    return answer(
        rows.baseline_rows([get_object_or_404(found, pk=pk)], request.build_absolute_uri)[0]
    )


@reading
def assessment(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The exchange format, as the portal exports it."""
    read_query(request.GET, "document")
    return _of_baseline(request, pk, lambda found: encoded(with_lessons(found.content)))


@reading
def snapshot(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The canonical JSON itself: its bytes are those that the SHA-256 is of."""
    read_query(request.GET, "snapshot")
    return _of_baseline(request, pk, lambda found: found.snapshot)


@public
def nothing(_request: HttpRequest) -> HttpResponse:
    """Any other address."""
    raise Http404


def _exportable(request: HttpRequest, pk: uuid.UUID) -> Baseline:
    """A baseline without its snapshot. Raises Http404 (stranger) or PermissionDenied (reader)."""
    found = Baseline.objects.select_related("assessment__initiative").defer("snapshot")
    baseline = get_object_or_404(found, pk=pk)
    if not rules.may_see_assessment(person_of(request), baseline.assessment):
        raise Http404
    if not rules.may_export(person_of(request), baseline.assessment):
        raise PermissionDenied
    return baseline


def _of_baseline(
    request: HttpRequest, pk: uuid.UUID, read: Callable[[Baseline], str]
) -> HttpResponse:
    """What is read of a baseline, for those who may export it."""
    baseline = _exportable(request, pk)
    return kept_text(request, baseline.sha256, lambda: read(baseline))


def _baselines(request: HttpRequest, wanted: dict[str, Any]) -> QuerySet[Figures]:
    try:
        return rows.baselines(person_of(request), wanted)
    except Figures.DoesNotExist:
        raise BadRequest(
            [Wrong("after", _("This is not one of the baselines that you can see."))]
        ) from None


def _listed[Kept: Model](
    request: HttpRequest,
    wanted: dict[str, Any],
    found: QuerySet[Kept],
    place: Callable[[Kept], object],
    rows_of: Callable[[list[Kept]], list[Any]],
) -> HttpResponse:
    """As many rows as are wanted, and the address of those after the last one's place."""
    limit = wanted["limit"]
    page = list(found[: limit + 1])
    following = None
    if len(page) > limit:
        page = page[:limit]
        query = request.GET.dict() | {"after": str(place(page[-1]))}
        following = request.build_absolute_uri(f"{request.path}?{urlencode(query)}")
    return answer({"items": rows_of(page), "next": following})
