"""A council's reports as pages and as files: on a day, and of its baselines."""

import uuid
from collections.abc import Callable
from functools import partial
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from assessments import rules
from assessments.baselines.selection import folded
from assessments.councils.forms import PeriodForm
from assessments.councils.values import CouncilContent
from assessments.models import CouncilBaseline
from assessments.web.access import May, get_council, person_of
from assessments.web.pages import page_errors
from maturity.bilingual import current_language
from maturity.models import Council
from reports.council import Sources, council_baseline_sources, council_sources
from reports.documents import Part
from reports.pages import pdf_files, report_file

A_PAGE = 50  # initiatives
# What addresses call the documents of a council, and their kinds.
REPORT, SUMMARY = "report", "summary"
KINDS = {REPORT: "council", SUMMARY: "summary"}


def council_report_as_page(request: HttpRequest, code: str) -> HttpResponse:
    """Where a council stands at a date, with a form to choose another."""
    council = get_council(request, code)
    form = PeriodForm(request.GET)
    context = {"council_of": council, "form": form}
    if not form.is_valid():
        context["errors"] = page_errors(form)
        return render(request, "reports/council/page.html", context)
    at, since = form.dates
    query = f"?{urlencode({'at': at, 'since': since})}"
    reader = person_of(request)
    shown = _shown(
        request,
        council,
        council_sources(council, at, since, reader=reader),
        lambda kind, language: reverse("reports:council", args=[code, kind, language]) + query,
    )
    # The dates that the report is of, also where the address does not say them.
    context["form"] = PeriodForm({"at": at.isoformat(), "since": since.isoformat()})
    return render(request, "reports/council/page.html", context | shown)


def council_report(request: HttpRequest, code: str, kind: str, language: str) -> HttpResponse:
    """The same as a file, in English, in French or in both: the report, or its summary."""
    council = get_council(request, code, may=rules.may_export_council)
    form = PeriodForm(request.GET)
    if not form.is_valid():
        # The page says what is wrong with the dates.
        address = reverse("reports:council_page", args=[code])
        return redirect(f"{address}?{request.GET.urlencode()}")
    dates, reader, known = form.dates, person_of(request), _known(kind)
    return report_file(
        request, language, lambda: council_sources(council, *dates, reader=reader)[known]
    )


def council_baseline_as_page(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """A baseline of a council, as it was approved."""
    baseline = _baseline(request, pk)
    shown = _shown(
        request,
        baseline.council,
        council_baseline_sources(baseline),
        lambda kind, language: reverse("reports:council_baseline", args=[pk, kind, language]),
    )
    context = {"council_of": baseline.council, "baseline": baseline}
    return render(request, "reports/council/page.html", context | shown)


def council_baseline_report(
    request: HttpRequest, pk: uuid.UUID, kind: str, language: str
) -> HttpResponse:
    """The same as a file, in English, in French or in both."""
    baseline = _baseline(request, pk, may=rules.may_export_council)
    known = _known(kind)
    return report_file(request, language, lambda: council_baseline_sources(baseline)[known])


def _known(name: str) -> str:
    """The kind of document that an address names. Raises Http404 for none."""
    if name not in KINDS:
        raise Http404
    return KINDS[name]


def _shown(
    request: HttpRequest,
    council: Council,
    sources: Sources,
    address: Callable[[str, str], str],
) -> dict[str, object]:
    """A report as its page shows it, with the files that the reader may take away."""
    (part,) = sources[KINDS[REPORT]].compose(current_language()).parts
    files = []
    if rules.may_export_council(person_of(request), council):
        files = [
            (title, pdf_files(partial(address, name), sources[KINDS[name]]))
            for name, title in ((REPORT, _("Report")), (SUMMARY, _("Summary on one page")))
        ]
    return {"part": part, "html": _page_html(request, part), "files": files}


def _baseline(
    request: HttpRequest, pk: uuid.UUID, *, may: May[Council] = rules.may_see_council
) -> CouncilBaseline:
    """A council's baseline. Raises Http404 (stranger) or PermissionDenied."""
    known = CouncilBaseline.objects.select_related("council", "approved_by")
    baseline = get_object_or_404(known, pk=pk)
    get_council(request, baseline.council.code, may=may)
    return baseline


def _page_html(request: HttpRequest, part: Part) -> str:
    report: CouncilContent = part.context["council"]
    return part.html(
        request=request,
        selection=folded(request.GET),
        lines=Paginator(report.initiatives, A_PAGE).get_page(request.GET.get("page")),
    )
