"""The return to the councils: a page that says what is in the package, and the package."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from assessments.models import ValidationRun
from assessments.playbook.reads import published
from assessments.priority.reads import Work, shown_work
from assessments.validation.runs import edition_of, newest_finished
from maturity.models import Edition
from reports.issuing import sizes
from reports.package import PackageSource, package_source
from reports.pages import report_file


@dataclass(frozen=True, slots=True)
class Contents:
    """What the package is made of, as it is now: None for what is not there yet."""

    edition: Edition
    run: ValidationRun | None
    work: Work | None
    plays: int

    @property
    def source(self) -> PackageSource | None:
        """What the package is made of, once everything is there."""
        return (
            package_source(self.run, self.work) if self.run and self.work and self.plays else None
        )


def package_page(request: HttpRequest) -> HttpResponse:
    """What the package has, what is missing, and the package as one file."""
    contents = _contents(request)
    source = contents.source
    context = {
        "contents": contents,
        "file": source and reverse("reports:package"),
        "size": sizes(source).get("both") if source else None,
    }
    return render(request, "reports/package.html", context)


def package(request: HttpRequest) -> HttpResponse:
    """The package. Raises PermissionDenied, or Http404 while something is missing."""
    source = _contents(request).source
    if source is None:
        raise Http404
    return report_file(request, "both", lambda: source)


def _contents(request: HttpRequest) -> Contents:
    """Of the newest edition, for whoever may read its validation. Raises PermissionDenied."""
    edition = edition_of(request, "")
    return Contents(edition, newest_finished(edition), shown_work(), len(published()))
