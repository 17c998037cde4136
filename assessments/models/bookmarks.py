"""Statements that a person wants to come back to."""

from django.db import models

from assessments.models.assessments import Assessment
from assessments.models.people import Person
from maturity.models import Criterion


class Bookmark(models.Model):
    """A person's own mark at a statement of an assessment. Nobody else ever sees it."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="bookmarks")
    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="bookmarks")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        ordering = ["assessment", "criterion__attribute__order", "criterion__order"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "assessment", "criterion"], name="bookmark_once"
            ),
        ]
