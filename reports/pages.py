"""Reports as pages: what the files say, at a stable address, in the language of the page."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.tasks import TaskResultStatus
from django.urls import reverse

from assessments.baselines.selection import Selection
from assessments.models import Assessment, Baseline
from maturity.bilingual import current_language
from maturity.file_names import attached
from maturity.operations.health import has_worker
from reports.baseline import baseline_source
from reports.documents import LANGUAGES, Part, Report
from reports.issuing import Source, issue, kept, sizes
from reports.making import ask, asked
from reports.pdf import PdfUnavailable


@dataclass(frozen=True, slots=True)
class PdfFile:
    """A link to a PDF; `size` in bytes, None where it has not been made yet."""

    url: str
    language: str
    size: int | None


def pdf_files(url_of: Callable[[str], str], source: Source | None = None) -> list[PdfFile]:
    """The files of a report, the reader's language first; of a draft, which has no source, without
    sizes.
    """
    known = sizes(source) if source else {}
    readers_first = sorted(LANGUAGES, key=lambda each: each != current_language())
    return [PdfFile(url_of(each), each, known.get(each) or None) for each in readers_first]


def assessment_files(assessment: Assessment) -> list[PdfFile]:
    """The files of an assessment's report; of a draft's, nobody knows the size before."""
    baseline: Baseline | None = getattr(assessment, "baseline", None)
    return pdf_files(
        lambda language: reverse("reports:assessment", args=[assessment.pk, language]),
        baseline_source(baseline) if baseline else None,
    )


def report_page(
    request: HttpRequest,
    part: Part,
    files: Sequence[PdfFile],
    breadcrumbs: Sequence[tuple[str, str]],
    assessment: Assessment | None = None,
    selection: Selection | None = None,
) -> HttpResponse:
    """A report as a page, with links to the same as files; of an `assessment`, with its places.

    With a `selection` it folds, and shows the statements that the address asks for.
    """
    context = {
        "part": part,
        "html": part.html(selection=selection),
        "files": files,
        "breadcrumbs": breadcrumbs,
        "assessment": assessment,
    }
    return render(request, "reports/page.html", context)


def report_file(request: HttpRequest, language: str, source: Source) -> HttpResponse:
    """A report that is kept, as a file; while a worker makes it, a page that says how far it is.

    The page (`?wait=1`) leads to the file once it is made. Where no worker runs, as in a trial on
    one machine, it is made at once. Raises Http404 unless `language` is one of LANGUAGES.
    """
    if language not in LANGUAGES:
        raise Http404
    made, waiting = kept(source, language), "wait" in request.GET
    if made and not waiting:
        return _as_file(made, language)
    if not made and not has_worker():
        return _made_at_once(request, language, source)
    state = asked(source, language)
    if not made and (not waiting or state in (None, TaskResultStatus.SUCCESSFUL)):
        ask(source, language)
    if not waiting:
        return redirect(_with(request, wait="1"))
    failed = not made and state == TaskResultStatus.FAILED
    context = {
        "made": made,
        "failed": failed,
        "running": state == TaskResultStatus.RUNNING,
        "file": _with(request),
    }
    page = render(request, "reports/making.html", context, status=503 if failed else 200)
    if made:
        page["Refresh"] = f"0; url={_with(request)}"  # The page stays, and the file is fetched.
    return page


def _with(request: HttpRequest, **more: str) -> str:
    """The address of a request, with or without `wait`."""
    query = request.GET.copy()
    query.pop("wait", None)
    query.update(more)
    return f"{request.path}?{query.urlencode()}" if query else request.path


def _made_at_once(request: HttpRequest, language: str, source: Source) -> HttpResponse:
    try:
        return _as_file(issue(source, language), language)
    except PdfUnavailable as unavailable:
        return render(request, "reports/unavailable.html", {"reason": unavailable}, status=503)


def _as_file(report: Report, language: str) -> HttpResponse:
    return HttpResponse(
        report.pdf,
        content_type="application/pdf",
        headers={
            **attached(report.name),
            "Content-Language": "en, fr" if language == "both" else language,
        },
    )
