"""A council's report as a page and as a file."""

from collections.abc import Callable
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from assessments import rules
from assessments.baselines.selection import folded
from assessments.councils.content import CouncilContent
from assessments.councils.forms import PeriodForm
from assessments.councils.reads import councils_covered
from assessments.web.access import get_council, person_of
from assessments.web.pages import page_errors
from maturity.bilingual import current_language
from maturity.models import Council
from reports.council import CouncilSources, council_sources
from reports.issuing import Source
from reports.pages import files_of, report_file

A_PAGE = 50  # initiatives


def council_report_as_page(request: HttpRequest, code: str) -> HttpResponse:
    """Where a council stands at a date, and with names a form to choose another."""
    council = get_council(request, code)
    named, form = _asked(request, council)
    context = {"council_of": council, "form": form, "named": named}
    if not form.is_valid():
        context["errors"] = page_errors(form)
        return render(request, "reports/council/page.html", context)
    at, since = form.dates
    sources = council_sources(council, at, since, named=named, reader=person_of(request))
    files = []
    if rules.may_export_council(person_of(request), council):
        query = f"?{urlencode({'at': at, 'since': since})}" if named else ""
        files = files_of(
            lambda language: reverse("reports:council", args=[code, language]) + query,
            sources.report,
        ) + files_of(
            lambda language: reverse("reports:council_slides", args=[code, language]) + query,
            sources.slides,
        )
    (part,) = sources.report.compose(current_language()).parts
    report: CouncilContent = part.context["council"]
    html = part.html(
        request=request,
        selection=folded(request.GET),
        lines=Paginator(report.initiatives, A_PAGE).get_page(request.GET.get("page")),
        moved=report.moved[:A_PAGE],
        more_moved=len(report.moved[A_PAGE:]),
    )
    # The dates that the report is of, also where the address does not say them.
    context["form"] = PeriodForm({"at": at.isoformat(), "since": since.isoformat()})
    return render(
        request, "reports/council/page.html", context | {"part": part, "html": html, "files": files}
    )


def council_report(request: HttpRequest, code: str, language: str) -> HttpResponse:
    """The same as a PDF, in English, in French or in both."""
    return _file(request, code, language, lambda sources: sources.report)


def council_slides(request: HttpRequest, code: str, language: str) -> HttpResponse:
    """The same as slides to present, in English or in French."""
    return _file(request, code, language, lambda sources: sources.slides)


def _file(
    request: HttpRequest, code: str, language: str, one_of: Callable[[CouncilSources], Source]
) -> HttpResponse:
    council = get_council(request, code, may=rules.may_export_council)
    named, form = _asked(request, council)
    if not form.is_valid():
        # The page says what is wrong with the dates.
        address = reverse("reports:council_page", args=[code])
        return redirect(f"{address}?{request.GET.urlencode()}")
    dates, reader = form.dates, person_of(request)
    return report_file(
        request,
        language,
        lambda: one_of(council_sources(council, *dates, named=named, reader=reader)),
    )


def _asked(request: HttpRequest, council: Council) -> tuple[bool, PeriodForm]:
    """Whether the reader may see all names, and the days: of today, where they may not.

    From two days, one before and one after an approval, what is withheld would follow.
    """
    named = rules.may_see_names(person_of(request), councils_covered(council))
    return named, PeriodForm(request.GET if named else {})
