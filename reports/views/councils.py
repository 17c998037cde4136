"""A council's report as a page and as a file."""

import datetime
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from assessments import rules
from assessments.councils.forms import PeriodForm
from assessments.councils.reads import councils_covered
from assessments.web.access import get_council, person_of
from assessments.web.pages import page_errors
from maturity.bilingual import current_language
from maturity.models import Council
from reports.council import council_source
from reports.issuing import Source, issue
from reports.pages import pdf_files, pdf_or_reason


def council_report_as_page(request: HttpRequest, code: str) -> HttpResponse:
    """Where a council stands at a date, and a form to choose another."""
    council = get_council(request, code)
    form = PeriodForm(request.GET)
    if not form.is_valid():
        context = {"council_of": council, "form": form, "errors": page_errors(form)}
        return render(request, "reports/council/page.html", context)
    at, since = form.dates
    source = _source(request, council, at, since)
    files = []
    if rules.may_export_council(person_of(request), council):
        query = urlencode({"at": at, "since": since})
        files = pdf_files(
            lambda language: f"{reverse('reports:council', args=[code, language])}?{query}",
            source,
        )
    (part,) = source.compose(current_language()).parts
    # The dates that the report is of, also where the address does not say them.
    form = PeriodForm({"at": at.isoformat(), "since": since.isoformat()})
    context = {"council_of": council, "form": form, "part": part, "files": files}
    return render(request, "reports/council/page.html", context)


def council_report(request: HttpRequest, code: str, language: str) -> HttpResponse:
    """The same as a PDF, in English, in French or in both."""
    council = get_council(request, code, may=rules.may_export_council)
    form = PeriodForm(request.GET)
    if not form.is_valid():
        # The page says what is wrong with the dates.
        address = reverse("reports:council_page", args=[code])
        return redirect(f"{address}?{request.GET.urlencode()}")
    dates = form.dates
    return pdf_or_reason(
        request, language, lambda each: issue(_source(request, council, *dates), each)
    )


def _source(
    request: HttpRequest, council: Council, at: datetime.date, since: datetime.date
) -> Source:
    """What the report is made of for this reader: with names where they may see all of them."""
    named = rules.may_see_names(person_of(request), councils_covered(council))
    return council_source(council, at, since, named=named)
