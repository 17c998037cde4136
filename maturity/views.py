"""Choosing a language, the privacy notice, reading the model, and requests that are none."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.sessions.exceptions import SessionInterrupted
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string

from maturity.models import (
    Attribute,
    Channel,
    Edition,
    Level,
    Provenance,
    Result,
    ScalePoint,
    Stage,
    Term,
)


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
    return render(
        request,
        "model/overview.html",
        {
            "edition": edition,
            "levels": Level.objects.filter(edition=edition, order__gt=0),
            "attributes": Attribute.objects.filter(edition=edition),
            "results": Result.objects.filter(edition=edition),
            "scale": ScalePoint.objects.filter(edition=edition),
            "stages": Stage.objects.all(),
            "channels": Channel.objects.all(),
        },
    )


@login_not_required
def statements(request: HttpRequest) -> HttpResponse:
    """The matrix: the statements of each attribute at each level."""
    edition = newest_edition()
    levels = list(Level.objects.filter(edition=edition, order__gt=0))
    attributes = Attribute.objects.filter(edition=edition).prefetch_related("criteria__guidance")
    rows = [
        (
            attribute,
            [
                (
                    level,
                    [each for each in attribute.criteria.all() if each.level == level.order],
                )
                for level in levels
            ],
        )
        for attribute in attributes
    ]
    return render(
        request,
        "model/statements.html",
        {"edition": edition, "levels": levels, "rows": rows},
    )


@login_not_required
def wording(request: HttpRequest) -> HttpResponse:
    """Where each text comes from, which ones are unofficial, and the glossary."""
    edition = newest_edition()
    groups = [
        kind.objects.filter(edition=edition) for kind in (Level, Attribute, Result, ScalePoint)
    ]
    criteria = [c for a in Attribute.objects.filter(edition=edition) for c in a.criteria.all()]
    return render(
        request,
        "model/wording.html",
        {
            "edition": edition,
            "texts": [*(entry for group in groups for entry in group), *criteria],
            "glossary": Term.objects.filter(edition=edition, kind=Term.Kind.GLOSSARY),
            "provenances": Provenance,
        },
    )


def bad_request(_request: HttpRequest, exception: Exception) -> HttpResponse:
    """What cannot be read as a request. Django's own view would try to read its form once more."""
    if isinstance(exception, SessionInterrupted):
        # Nothing was wrong with the request: the session could not be kept, be it that somebody
        # signed out at that moment, or that the database was away.
        return HttpResponse(render_to_string("500.html"), status=503)
    status = 413 if isinstance(exception, RequestDataTooBig) else 400
    return HttpResponse(render_to_string("400.html"), status=status)


def newest_edition() -> Edition:
    """The edition that was published last. Raises Http404 where there is none."""
    return get_object_or_404(
        Edition.objects.exclude(published_at=None).order_by("-published_at")[:1]
    )
