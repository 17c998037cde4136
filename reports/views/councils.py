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
from reports.issuing import DocumentSource, Source
from reports.pages import files_of, report_file

A_PAGE = 50  # initiatives
# What addresses call the documents of a council, and their kinds.
KINDS = {"report": "council", "summary": "summary", "slides": "slides"}


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
        lambda kind, ending, language: (
            reverse("reports:council", args=[code, kind, language, ending]) + query
        ),
    )
    # The dates that the report is of, also where the address does not say them.
    context["form"] = PeriodForm({"at": at.isoformat(), "since": since.isoformat()})
    return render(request, "reports/council/page.html", context | shown)


def council_report(
    request: HttpRequest, code: str, kind: str, language: str, ending: str
) -> HttpResponse:
    """The same as a file, in English, in French or in both: report, summary or slides."""
    council = get_council(request, code, may=rules.may_export_council)
    form = PeriodForm(request.GET)
    if not form.is_valid():
        # The page says what is wrong with the dates.
        address = reverse("reports:council_page", args=[code])
        return redirect(f"{address}?{request.GET.urlencode()}")
    dates, reader = form.dates, person_of(request)
    return report_file(
        request,
        language,
        lambda: _one_of(council_sources(council, *dates, reader=reader), kind, ending),
    )


def council_baseline_as_page(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """A baseline of a council, as it was approved."""
    baseline = _baseline(request, pk)
    shown = _shown(
        request,
        baseline.council,
        council_baseline_sources(baseline),
        lambda kind, ending, language: reverse(
            "reports:council_baseline", args=[pk, kind, language, ending]
        ),
    )
    context = {"council_of": baseline.council, "baseline": baseline}
    return render(request, "reports/council/page.html", context | shown)


def council_baseline_report(
    request: HttpRequest, pk: uuid.UUID, kind: str, language: str, ending: str
) -> HttpResponse:
    """The same as a file, in English, in French or in both."""
    baseline = _baseline(request, pk, may=rules.may_export_council)
    return report_file(
        request, language, lambda: _one_of(council_baseline_sources(baseline), kind, ending)
    )


def _one_of(sources: Sources, name: str, ending: str) -> Source:
    """What an address names. Raises Http404 where it is no kind, or has another ending."""
    source = sources.get(KINDS.get(name, ""))
    if source is None or source.ending != ending:
        raise Http404
    return source


def _shown(
    request: HttpRequest,
    council: Council,
    sources: Sources,
    address: Callable[[str, str, str], str],
) -> dict[str, object]:
    """A report as its page shows it, with the files that the reader may take away."""
    report = sources["council"]
    assert isinstance(report, DocumentSource)  # nosec B101
    (part,) = report.compose(current_language()).parts
    files = []
    if rules.may_export_council(person_of(request), council):
        files = [
            (title, files_of(partial(address, name, ending), sources[KINDS[name]]))
            for name, ending, title in (
                ("report", "pdf", _("Report")),
                ("summary", "pdf", _("Summary on one page")),
                ("slides", "pptx", _("Slides")),
            )
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
