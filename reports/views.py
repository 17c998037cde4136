"""Reports as files to take away."""

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from assessments import rules
from assessments.access import get_assessment
from reports.documents import LANGUAGES, assessment_report
from reports.pdf import PdfUnavailable


def report(request: HttpRequest, pk: uuid.UUID, language: str) -> HttpResponse:
    """An assessment's report as a PDF, in English, in French or in both."""
    assessment = get_assessment(request, pk, may=rules.may_export)
    if language not in LANGUAGES:
        raise Http404
    try:
        made = assessment_report(assessment, language)
    except PdfUnavailable:
        return render(request, "reports/unavailable.html", status=503)
    return HttpResponse(
        made.pdf,
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{made.name}"'},
    )
