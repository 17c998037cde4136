"""Reports as files to take away, and telling whether one is genuine."""

import uuid

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from assessments import rules
from assessments.access import get_assessment, person_of
from assessments.content import content
from assessments.queries import current_snapshot
from assessments.views.pages import form_page, is_submitted, posted
from maturity.bilingual import current_language
from maturity.views import newest_edition
from reports import verification
from reports.baseline import assessment_part, assessment_report
from reports.blank_form import blank_form as blank_form_of
from reports.documents import LANGUAGES
from reports.forms import VerifyForm
from reports.issuing import issue
from reports.model import model_part, model_source
from reports.pages import assessment_files, pdf_files, pdf_or_reason, report_page


def report(request: HttpRequest, pk: uuid.UUID, language: str) -> HttpResponse:
    """An assessment's report as a PDF, in English, in French or in both."""
    assessment = get_assessment(request, pk, may=rules.may_export)
    if language not in LANGUAGES:
        raise Http404
    opinions = rules.may_see_opinions(person_of(request), assessment)
    return pdf_or_reason(
        request, lambda: assessment_report(assessment, language, opinions=opinions)
    )


def report_as_page(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """An assessment's report as a page, for whoever may see the assessment."""
    assessment, person = get_assessment(request, pk), person_of(request)
    if rules.is_blind(person, assessment):
        return render(request, "assessments/own_first.html", {"assessment": assessment})
    opinions = rules.may_see_opinions(person, assessment)
    taken = current_snapshot(assessment, opinions=opinions)
    initiative = assessment.initiative
    return report_page(
        request,
        assessment_part(taken, getattr(assessment, "baseline", None), current_language()),
        assessment_files(assessment) if rules.may_export(person, assessment) else [],
        [
            (reverse("initiatives"), _("Initiatives")),
            (reverse("initiative", args=[initiative.code]), initiative.name),
            (reverse("assessment", args=[pk]), assessment.stage.text),
        ],
    )


@login_not_required
def blank_form(request: HttpRequest) -> HttpResponse:
    """The newest edition as a form to print, in both languages, that of the page first."""
    return pdf_or_reason(request, lambda: blank_form_of(newest_edition(), current_language()))


@login_not_required
def model_report(request: HttpRequest, language: str) -> HttpResponse:
    """The newest edition as a PDF, in English, in French or in both."""
    if language not in LANGUAGES:
        raise Http404
    return pdf_or_reason(request, lambda: issue(model_source(newest_edition()), language))


@login_not_required
def model_report_page(request: HttpRequest) -> HttpResponse:
    """The newest edition as one page, which says what the PDF says."""
    edition = newest_edition()
    return report_page(
        request,
        model_part(edition, current_language()),
        pdf_files(lambda language: reverse("model_report", args=[language]), model_source(edition)),
        [(reverse("model"), _("The model"))],
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
