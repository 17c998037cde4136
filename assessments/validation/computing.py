"""Having a worker compute a validation report: no web process is held by it."""

from django.tasks import task
from django.utils import timezone

from assessments.ballots.reads import last_results
from assessments.feedback.reads import feedback_on
from assessments.models import ValidationRun
from assessments.validation.document import as_document
from assessments.validation.figures import ValidationReport
from assessments.validation.reads import raw_ratings
from assessments.validation.report import validation_report

# It takes a worker seconds, which mail and reports that somebody waits for should not wait for.
PRIORITY = -20


@task(priority=PRIORITY)
def compute(*, run: int) -> None:
    """Computes the report of a run, from what is approved by now, and keeps it there."""
    row = ValidationRun.objects.select_related("edition").get(pk=run)
    if row.finished_at:
        return
    report = report_now(row.edition.code)
    ValidationRun.objects.filter(pk=run, finished_at=None).update(
        finished_at=timezone.now(), result=as_document(report)
    )


def report_now(edition: str) -> ValidationReport:
    """The report of an edition, by its code, from all that was approved, told and asked by now."""
    told, asked = feedback_on(edition), last_results(edition)
    return validation_report(raw_ratings(edition), timezone.localdate(), told=told, asked=asked)
