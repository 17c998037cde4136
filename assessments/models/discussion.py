"""What a team says among itself about a criterion, and who of it looks after what."""

import uuid

from django.db import models
from django.db.models import Q

from assessments.models.assessments import Assessment
from assessments.models.people import Language, Person
from maturity.models import Attribute, Criterion


class Thread(models.Model):
    """A discussion of one criterion, open until somebody resolves it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="threads")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT)
    created_at = models.DateTimeField(auto_now_add=True)
    resolved_at = models.DateTimeField(null=True)
    resolved_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["criterion__attribute__order", "criterion__order", "created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(resolved_at=None, resolved_by=None)
                | Q(resolved_at__isnull=False, resolved_by__isnull=False),
                name="thread_resolved_by_someone",
            ),
        ]


class Remark(models.Model):
    """What one person says in a discussion. `mentions` are those who are asked to look at it."""

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="remarks")
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    text = models.TextField()
    language = models.CharField(max_length=2, choices=Language)
    mentions = models.ManyToManyField(Person, blank=True, related_name="mentioned_in")

    class Meta:
        ordering = ["id"]


class Assignment(models.Model):
    """Who of the team looks after an attribute, or after one criterion."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="assignments")
    attribute = models.ForeignKey(Attribute, on_delete=models.PROTECT, null=True)
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, null=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="assignments")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(attribute=None, criterion__isnull=False)
                | Q(attribute__isnull=False, criterion=None),
                name="assignment_of_one_thing",
            ),
            models.UniqueConstraint(
                fields=["assessment", "attribute"],
                condition=Q(attribute__isnull=False),
                name="assignment_once_an_attribute",
            ),
            models.UniqueConstraint(
                fields=["assessment", "criterion"],
                condition=Q(criterion__isnull=False),
                name="assignment_once_a_criterion",
            ),
        ]
