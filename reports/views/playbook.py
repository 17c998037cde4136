"""Plays of the playbook as files. Anybody may have them."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from assessments.models import Play
from reports.pages import report_file
from reports.playbook import play_source, playbook_source


@login_not_required
def play_report(request: HttpRequest, play: str, language: str) -> HttpResponse:
    """One published play as a PDF, in English, in French or in both."""
    found = get_object_or_404(Play.objects.published(), code=play)
    return report_file(request, language, lambda: play_source(found))


@login_not_required
def playbook_report(request: HttpRequest, language: str) -> HttpResponse:
    """All published plays as a PDF. Raises Http404 where there are none."""
    if not Play.objects.exclude(published=None).exists():
        raise Http404
    return report_file(request, language, playbook_source)
