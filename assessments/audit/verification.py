"""Verifying the audit record and the baselines: a job of every night."""

from django.tasks import task

from assessments.audit import proof
from maturity.models import NightlyRun
from maturity.operations.runs import do_every_night


@task
def verify_every_night() -> None:
    """Proves that the audit record and the baselines are as they were written; raises Again."""
    do_every_night(NightlyRun.Kind.VERIFICATION, lambda: {"events": proof.check().count})
