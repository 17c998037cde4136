"""Reports as pages: what the files say, at a stable address, in the language of the page."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from assessments.models import Assessment, Baseline
from maturity.bilingual import current_language
from reports.baseline import baseline_source
from reports.documents import LANGUAGES, Part, Report
from reports.issuing import Source, sizes
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
) -> HttpResponse:
    """A report as a page, with links to the same as files; of an `assessment`, with its places."""
    context = {"part": part, "files": files, "breadcrumbs": breadcrumbs, "assessment": assessment}
    return render(request, "reports/page.html", context)


def pdf_or_reason(
    request: HttpRequest, language: str, make: Callable[[str], Report]
) -> HttpResponse:
    """A report as a file to take away, or a page that says why it cannot be made now.

    Raises Http404 unless `language` is one of LANGUAGES.
    """
    if language not in LANGUAGES:
        raise Http404
    try:
        made = make(language)
    except PdfUnavailable as unavailable:
        return render(request, "reports/unavailable.html", {"reason": unavailable}, status=503)
    return HttpResponse(
        made.pdf,
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{made.name}"'},
    )
