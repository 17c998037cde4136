"""Asking for a validation report."""

from django.db import transaction

from assessments.audit.record import record
from assessments.models import Person, ValidationRun
from assessments.validation.computing import compute
from maturity.models import Edition


@transaction.atomic
def ask_report(edition: Edition, *, by: Person) -> ValidationRun:
    """Asks for the validation report of an edition; gives that which is being computed already."""
    # Whoever asks at the same moment waits here, and then finds the run.
    Edition.objects.select_for_update(no_key=True).get(pk=edition.pk)
    if going := ValidationRun.objects.going().filter(edition=edition).first():
        return going
    run = ValidationRun.objects.create(edition=edition, asked_by=by)
    run.job_id = compute.enqueue(run=run.pk).id
    run.save(update_fields=["job"])
    record("ask_validation", run, by=by, new={"edition": edition.code})
    return run
