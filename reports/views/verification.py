"""Telling whether a file is genuine."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from assessments import rules
from assessments.baselines.reader import content
from assessments.web.access import person_of
from assessments.web.pages import form_page, is_submitted, posted
from maturity.bilingual import current_language
from reports import verification
from reports.forms import VerifyForm


def verify_baseline(request: HttpRequest) -> HttpResponse:
    """Tell whether a file or a SHA-256 is of a baseline of this portal."""
    form = VerifyForm(posted(request), request.FILES or None)
    context: dict[str, Any] = {}
    if is_submitted(request) and form.is_valid():
        file, digest = form.cleaned_data["file"], form.cleaned_data["sha256"]
        verdict = verification.of_file(file.read()) if file else verification.of_digest(digest)
        context = {"verdict": verdict, "of_file": bool(file)}
        if baseline := verdict.baseline:
            person = person_of(request)
            context["content"] = content(baseline.content, current_language())
            context["may_see"] = rules.may_see_assessment(person, baseline.assessment)
        if of_council := verdict.council_baseline:
            context["may_see_council"] = rules.may_see_council(
                person_of(request), of_council.council
            )
    return form_page(request, "reports/verify.html", form, context)
