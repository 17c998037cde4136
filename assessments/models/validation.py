"""Validation reports that were asked for, and what came of them."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.tasks import TaskResultStatus
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from assessments.models.people import Person
from maturity.models import Edition

UNDER_WAY = (TaskResultStatus.READY, TaskResultStatus.RUNNING)


class ValidationRunQuerySet(models.QuerySet["ValidationRun"]):
    def going(self) -> Self:
        """Those that wait for a worker, or are with one."""
        return self.filter(finished_at=None, job__status__in=UNDER_WAY)


class ValidationRun(models.Model):
    """A validation report of an edition, which a worker computes.

    `result` is the report as `validation.document` writes it, once it is finished. How far it has
    come follows from its job, so that it is right whichever process was killed. The job's row is
    not kept for ever, and this one does not mind.
    """

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    job = models.ForeignKey(
        DBTaskResult, on_delete=models.DO_NOTHING, db_constraint=False, null=True, related_name="+"
    )
    finished_at = models.DateTimeField(null=True)
    result = models.JSONField(null=True)

    objects = ValidationRunQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="validation_run_finished_with_its_result",
                condition=Q(finished_at__isnull=True, result__isnull=True)
                | Q(finished_at__isnull=False, result__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.edition_id}/{self.pk}"

    @property
    def is_going(self) -> bool:
        """Whether it waits for a worker, or is with one; asks for its job if that is not read."""
        return not self.finished_at and self.job is not None and self.job.status in UNDER_WAY
