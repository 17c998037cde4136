"""Choosing a language, pages about the portal, reading the model, and requests that fail."""

import logging
import sys
from datetime import date

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.sessions.exceptions import SessionInterrupted
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from maturity.context import address, portal
from maturity.editions import matrix, newest_edition, parts_of
from maturity.error_pages import error_page
from maturity.models import Channel, Provenance
from maturity.operations.outages import outage_in, outage_page

# When each was last checked against what the portal and its tests do: change it with the text.
ACCESSIBILITY_OF = date(2026, 11, 29)
PRIVACY_OF = date(2026, 11, 29)
TERMS_OF = date(2026, 11, 29)

logger = logging.getLogger(__name__)


@login_not_required
def choose_language(request: HttpRequest) -> HttpResponse:
    """The bilingual door: the one page that speaks both languages at once."""
    return render(request, "choose_language.html")


@login_not_required
def privacy(request: HttpRequest) -> HttpResponse:
    """What the portal keeps of people, what for, and for how long."""
    context = {"of": PRIVACY_OF, "retention": settings.RETENTION, "feedback": settings.FEEDBACK}
    return render(request, "privacy.html", context)


@login_not_required
def help_page(request: HttpRequest) -> HttpResponse:
    """How the portal is used, in sections that other pages lead to."""
    limits = {
        "idle_minutes": settings.SESSION_IDLE_LIMIT // 60,
        "invitation_days": settings.INVITATION_DAYS,
        "asks_unclear": "unclear" in settings.FEEDBACK,
    }
    return render(request, "about/help.html", limits)


@login_not_required
def accessibility(request: HttpRequest) -> HttpResponse:
    """What was tested, what is known not to work, and whom to tell."""
    return render(request, "about/accessibility.html", {"of": ACCESSIBILITY_OF})


@login_not_required
def terms(request: HttpRequest) -> HttpResponse:
    """On what terms the portal is used."""
    return render(request, "about/terms.html", {"of": TERMS_OF})


@login_not_required
def contact(request: HttpRequest) -> HttpResponse:
    """Whom to ask what."""
    return render(request, "about/contact.html")


@login_not_required
def api(request: HttpRequest) -> HttpResponse:
    """How software reads the portal."""
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
        return error_page(request, "500.html", 503)
    status = 413 if isinstance(exception, RequestDataTooBig) else 400
    return error_page(request, "400.html", status)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Of an address without a language too: the toggle adds one, and says the same in it."""
    known = portal(request)
    if known["other_url"] == address(request):
        known["other_url"] = f"/{known['other_language']}{address(request)}"
    return render(request, "404.html", known, status=404)


def failed(request: HttpRequest) -> HttpResponse:
    """What Django answers where an exception was raised, wherever it was."""
    outage = outage_in(sys.exc_info()[1])
    if outage:
        return outage_page(request, outage)
    try:
        return error_page(request, "500.html", 500)
    except Exception:
        # What all pages have in common may be what failed, such as a style sheet that is not there.
        logger.exception("the error page failed too")
        return HttpResponse(render_to_string("500_plain.html"), status=500)
