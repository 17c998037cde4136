"""Which reports are kept of an edition, for whoever may read them."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from assessments import rules
from assessments.models import ValidationRun
from assessments.validation.document import as_report
from assessments.validation.figures import ValidationReport
from assessments.web.access import person_of
from maturity.editions import newest_edition
from maturity.models import Edition


def edition_of(request: HttpRequest, code: str) -> Edition:
    """The edition with a code, without one the newest, for whoever may read its validation.

    Raises PermissionDenied or Http404.
    """
    if not rules.may_see_validation(person_of(request)):
        raise PermissionDenied
    return get_object_or_404(Edition, code=code) if code else newest_edition()


def finished_run(edition: Edition) -> ValidationRun:
    """The newest finished report of an edition. Raises Http404 where there is none."""
    run = newest_finished(edition)
    if run is None:
        raise Http404
    return run


def report_of(run: ValidationRun) -> ValidationReport:
    """The report that a finished run has found."""
    assert run.result  # nosec B101: the database has no finished run without one
    return as_report(run.result)


def newest_finished(edition: Edition) -> ValidationRun | None:
    """The newest report of an edition that is finished; None where there is none."""
    runs = ValidationRun.objects.filter(edition=edition).exclude(finished_at=None)
    return runs.select_related("asked_by", "edition").first()
