"""The validation report of an edition, and having it computed again."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from assessments import rules
from assessments.baselines.selection import folded
from assessments.models import ValidationRun
from assessments.validation.actions import ask_report
from assessments.validation.content import report_content
from assessments.validation.document import as_report
from assessments.web.access import person_of
from assessments.web.pages import is_submitted
from maturity.editions import newest_edition
from maturity.models import Edition


def report(request: HttpRequest, code: str = "") -> HttpResponse:
    """The newest finished report of an edition, by default the newest, and whether one is going."""
    person = person_of(request)
    if not rules.may_see_validation(person):
        raise PermissionDenied
    edition = get_object_or_404(Edition, code=code) if code else newest_edition()
    if is_submitted(request) and "compute" in request.POST:
        ask_report(edition, by=person)
        return redirect("validation:edition", edition.code)
    runs = ValidationRun.objects.filter(edition=edition).select_related("asked_by")
    last, finished = runs.defer("result").first(), runs.exclude(finished_at=None).first()
    feedback, shown = rules.may_read_feedback(person), None
    if finished and finished.result:
        shown = report_content(as_report(finished.result), edition, feedback=feedback)
    going = runs.going().defer("result").first()
    context = {
        "edition": edition,
        "others": Edition.objects.exclude(pk=edition.pk).order_by("-published_at", "code"),
        "run": finished,
        "going": going,
        "failed": last and not (last.finished_at or going),
        "content": shown,
        "feedback": feedback,
        "selection": folded(request.GET),
    }
    return render(request, "validation/report.html", context)
