"""What was handed to the council each time, and what the council asked about it."""

import uuid
from typing import Self

from django.db import models
from django.db.models import Subquery

from assessments.models.assessments import Assessment, State
from assessments.models.people import Language, Person
from maturity.models import Criterion


class Submission(models.Model):
    """An assessment as it was when it was submitted, as an exchange document."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="submissions")
    number = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    document = models.JSONField()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["assessment", "number"], name="submission_once"),
        ]


class ConcernQuerySet(models.QuerySet["Concern"]):
    def asked_of(self, assessment: Assessment) -> Self:
        """Return what the council asks of single criteria while the assessment is returned."""
        if assessment.state != State.RETURNED:
            return self.none()
        newest = assessment.submissions.values("pk")[:1]
        return self.filter(submission=Subquery(newest)).select_related("criterion__attribute")


class Concern(models.Model):
    """Why a submission was returned, as far as one criterion goes, and what the team replies."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="concerns")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT)
    text = models.TextField()
    language = models.CharField(max_length=2, choices=Language)
    # What the team says to it, beside what it changes.
    reply = models.TextField(blank=True)
    reply_language = models.CharField(max_length=2, choices=Language, blank=True)
    replied_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    objects = ConcernQuerySet.as_manager()

    class Meta:
        ordering = ["criterion__attribute__order", "criterion__order"]
        constraints = [
            models.UniqueConstraint(fields=["submission", "criterion"], name="concern_once"),
        ]
