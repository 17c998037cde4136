"""Reports as files to take away, and telling whether one is genuine."""

import uuid

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from assessments import rules
from assessments.access import get_assessment, person_of
from assessments.content import content
from assessments.views.pages import form_page, is_submitted, posted
from maturity.bilingual import current_language
from maturity.views import newest_edition
from reports import verification
from reports.blank_form import blank_form as blank_form_of
from reports.documents import LANGUAGES, Report
from reports.forms import VerifyForm
from reports.issuing import issue_report
from reports.pdf import PdfUnavailable


def report(request: HttpRequest, pk: uuid.UUID, language: str) -> HttpResponse:
    """An assessment's report as a PDF, in English, in French or in both."""
    assessment = get_assessment(request, pk, may=rules.may_export)
    if language not in LANGUAGES:
        raise Http404
    try:
        opinions = rules.may_see_opinions(person_of(request), assessment)
        made = issue_report(assessment, language, opinions=opinions)
    except PdfUnavailable as unavailable:
        return _unavailable(request, unavailable)
    return _file(made)


@login_not_required
def blank_form(request: HttpRequest) -> HttpResponse:
    """The newest edition as a form to print, in both languages, that of the page first."""
    try:
        made = blank_form_of(newest_edition(), current_language())
    except PdfUnavailable as unavailable:
        return _unavailable(request, unavailable)
    return _file(made)


def _unavailable(request: HttpRequest, unavailable: PdfUnavailable) -> HttpResponse:
    return render(request, "reports/unavailable.html", {"reason": unavailable}, status=503)


def _file(made: Report) -> HttpResponse:
    return HttpResponse(
        made.pdf,
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{made.name}"'},
    )


def verify_baseline(request: HttpRequest) -> HttpResponse:
    """Tell whether a file or a SHA-256 is of a baseline of this portal."""
    form = VerifyForm(posted(request), request.FILES or None)
    context = {}
    if is_submitted(request) and form.is_valid():
        file, digest = form.cleaned_data["file"], form.cleaned_data["sha256"]
        verdict = verification.of_file(file.read()) if file else verification.of_digest(digest)
        context = {"verdict": verdict, "of_file": bool(file)}
        if baseline := verdict.baseline:
            person = person_of(request)
            context["content"] = content(baseline.content, current_language())
            context["may_see"] = rules.may_see_assessment(person, baseline.assessment)
    return form_page(request, "reports/verify.html", form, context)
