"""Choosing a language, the privacy notice, reading the model, and requests that fail."""

import sys

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.sessions.exceptions import SessionInterrupted
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from maturity.editions import matrix, newest_edition, parts_of
from maturity.models import Channel, Provenance
from maturity.operations.outages import outage_in, outage_page


@login_not_required
def choose_language(request: HttpRequest) -> HttpResponse:
    """The bilingual door: the one page that speaks both languages at once."""
    return render(request, "choose_language.html")


@login_not_required
def privacy(request: HttpRequest) -> HttpResponse:
    """What the portal keeps of people, what for, and for how long."""
    return render(request, "privacy.html", {"retention": settings.RETENTION})


@login_not_required
def api(request: HttpRequest) -> HttpResponse:
    """How programs read the portal."""
    return render(request, "api.html", {"address": f"{settings.PORTAL_URL}/api/v1"})


@login_not_required
def model(request: HttpRequest) -> HttpResponse:
    """The newest edition: vision, continuum, results, life cycle, rating scale."""
    edition = newest_edition()
    lists = {"attributes": edition.attribute_set.all(), "channels": Channel.objects.all()}
    return render(request, "model/overview.html", parts_of(edition) | lists)


@login_not_required
def statements(request: HttpRequest) -> HttpResponse:
    """The matrix: the statements of each attribute at each level."""
    rows = matrix(newest_edition(), "criteria__guidance")
    return render(request, "model/statements.html", {"rows": rows})


@login_not_required
def wording(request: HttpRequest) -> HttpResponse:
    """Where each text comes from, which ones are unofficial, and the glossary."""
    edition = newest_edition()
    texts = [
        *edition.level_set.all(),
        *edition.attribute_set.all(),
        *edition.result_set.all(),
        *edition.scalepoint_set.all(),
        *edition.criterion_set.all(),
    ]
    context = {"texts": texts, "provenances": Provenance}
    return render(request, "model/wording.html", parts_of(edition) | context)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What cannot be read as a request. Django's own view would try to read its form once more."""
    if outage := outage_in(exception):
        return outage_page(request, outage)
    if isinstance(exception, SessionInterrupted):
        # Nothing was wrong with the request: somebody signed out at that moment.
        return HttpResponse(render_to_string("500.html"), status=503)
    status = 413 if isinstance(exception, RequestDataTooBig) else 400
    return HttpResponse(render_to_string("400.html"), status=status)


def failed(request: HttpRequest) -> HttpResponse:
    """What Django answers where an exception was raised, wherever it was."""
    outage = outage_in(sys.exc_info()[1])
    if outage:
        return outage_page(request, outage)
    return HttpResponse(render_to_string("500.html"), status=500)
