"""The validation report of an edition as files, for whoever may read its page."""

from django.http import Http404, HttpRequest, HttpResponse

from assessments.validation.runs import edition_of, finished_run
from reports.pages import report_file
from reports.validation import validation_sources

# What addresses call the files, and their kinds.
KINDS = {"report": "validation", "slides": "validation_slides"}


def validation_report(
    request: HttpRequest, code: str, kind: str, language: str, ending: str
) -> HttpResponse:
    """The newest finished report as a file. Raises PermissionDenied, or Http404 without one."""
    source = validation_sources(finished_run(edition_of(request, code))).get(KINDS.get(kind, ""))
    if source is None or source.ending != ending:
        raise Http404
    return report_file(request, language, lambda: source)
