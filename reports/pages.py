"""Reports as pages: what the files say, at a stable address, in the language of the page."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from reports.documents import LANGUAGES, Part, Report
from reports.issuing import Source, sizes


@dataclass(frozen=True, slots=True)
class PdfFile:
    """A link to a PDF; `size` in bytes, None where it has not been made yet."""

    url: str
    language: str
    size: int | None


def pdf_files(url_of: Callable[[str], str], source: Source | None = None) -> list[PdfFile]:
    """The files of a report in each language; of a draft, which has no source, without sizes."""
    known = sizes(source) if source else {}
    return [PdfFile(url_of(each), each, known.get(each) or None) for each in LANGUAGES]


def report_page(
    request: HttpRequest,
    part: Part,
    files: Sequence[PdfFile],
    breadcrumbs: Sequence[tuple[str, str]],
) -> HttpResponse:
    """A report as a page, with links to the same as files."""
    context = {"part": part, "files": files, "breadcrumbs": breadcrumbs}
    return render(request, "reports/page.html", context)


def pdf_response(made: Report) -> HttpResponse:
    """A report as a file to take away."""
    return HttpResponse(
        made.pdf,
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{made.name}"'},
    )
