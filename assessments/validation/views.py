"""The validation report of an edition, and having it computed again."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from assessments import rules
from assessments.baselines.selection import folded
from assessments.models import ValidationRun
from assessments.validation.actions import ask_report
from assessments.validation.content import report_content
from assessments.validation.runs import edition_of, finished_run, newest_finished, report_of
from assessments.web.access import person_of
from assessments.web.pages import is_submitted
from maturity.models import Edition


def newest(request: HttpRequest) -> HttpResponse:
    """The way to the report of the newest edition."""
    return redirect("validation:edition", edition_of(request, "").code)


def report(request: HttpRequest, code: str) -> HttpResponse:
    """The newest finished report of an edition, and whether one is going."""
    edition, feedback = edition_of(request, code), rules.may_read_feedback(person_of(request))
    if is_submitted(request) and "compute" in request.POST:
        ask_report(edition, by=person_of(request))
        return redirect("validation:edition", edition.code)
    runs = ValidationRun.objects.filter(edition=edition).defer("result")
    # How far the last one has come is read at once: read bit by bit, one that a worker finishes
    # meanwhile would seem to have failed.
    last = runs.select_related("job").first()
    going = last if last and last.is_going else None
    finished = newest_finished(edition)
    context = {
        "edition": edition,
        "others": Edition.objects.exclude(pk=edition.pk).order_by("-published_at", "code"),
        "run": finished,
        "going": going,
        "failed": last and not (last.finished_at or going),
        "content": finished and report_content(report_of(finished), edition, feedback=feedback),
        "feedback": feedback,
        "selection": folded(request.GET),
    }
    return render(request, "validation/report.html", context)


def figures(request: HttpRequest, code: str) -> HttpResponse:
    """All figures of the newest finished report of an edition. Raises Http404 without one."""
    edition = edition_of(request, code)
    run = finished_run(edition)
    context = {
        "edition": edition,
        "run": run,
        "content": report_content(
            report_of(run), edition, feedback=rules.may_read_feedback(person_of(request))
        ),
        "selection": folded(request.GET),
    }
    return render(request, "validation/figures.html", context)
