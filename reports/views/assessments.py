"""An assessment's report, as a page and as a file."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from assessments import rules
from assessments.baselines.reads import current_snapshot
from assessments.baselines.selection import selection_of
from assessments.web.access import get_assessment, own_first, person_of
from maturity.bilingual import current_language
from reports.baseline import assessment_part, assessment_source
from reports.pages import assessment_files, report_file, report_page


def report(request: HttpRequest, pk: uuid.UUID, language: str) -> HttpResponse:
    """An assessment's report as a PDF, in English, in French or in both."""
    assessment = get_assessment(request, pk, may=rules.may_export)
    opinions = rules.may_see_opinions(person_of(request), assessment)
    return report_file(
        request, language, lambda: assessment_source(assessment, opinions=opinions), assessment
    )


def report_as_page(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show an assessment's report as a page, to people who may see the assessment."""
    assessment, person = get_assessment(request, pk), person_of(request)
    if rules.is_blind(person, assessment):
        return own_first(request, assessment)
    opinions = rules.may_see_opinions(person, assessment)
    taken = current_snapshot(assessment, opinions=opinions)
    initiative = assessment.initiative
    part = assessment_part(taken, getattr(assessment, "baseline", None), current_language())
    return report_page(
        request,
        part,
        assessment_files(assessment) if rules.may_export(person, assessment) else [],
        [
            (reverse("initiatives:index"), _("Initiatives")),
            (reverse("initiatives:detail", args=[initiative.code]), initiative.name),
            (reverse("overview:assessment", args=[pk]), assessment.stage.text),
        ],
        assessment,
        selection_of(part.context["content"], request.GET),
    )
