"""The statement of work as a page and as files. Anybody may have them, once both languages are
there."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from assessments.priority.reads import Work, shown_work
from maturity.bilingual import current_language
from reports.pages import files_of, report_file, report_page
from reports.statement_of_work import work_part, work_slides_source, work_source


@login_not_required
def work_report(request: HttpRequest, language: str) -> HttpResponse:
    """The statement of work as a PDF, in English, in French or in both."""
    return report_file(request, language, lambda: work_source(_shown()))


@login_not_required
def work_slides(request: HttpRequest, language: str) -> HttpResponse:
    """The statement of work as slides, in English or in French."""
    return report_file(request, language, lambda: work_slides_source(_shown()))


@login_not_required
def work_page(request: HttpRequest) -> HttpResponse:
    """The statement of work as one page, which says what the PDF says."""
    work = _shown()
    files = [
        *files_of(
            lambda language: reverse("reports:statement_of_work", args=[language]),
            work_source(work),
        ),
        *files_of(
            lambda language: reverse("reports:statement_of_work_slides", args=[language]),
            work_slides_source(work),
        ),
    ]
    return report_page(
        request,
        work_part(work, current_language()),
        files,
        [(reverse("priority:page"), _("About the priority"))],
    )


def _shown() -> Work:
    """The statement of work as others see it. Raises Http404 until both languages are there."""
    work = shown_work()
    if work is None:
        raise Http404
    return work
