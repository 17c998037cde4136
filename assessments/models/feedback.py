"""What people who rate tell of the statements: which are unclear, and how long each takes them."""

from django.db import models
from django.db.models import Q

from assessments.models.assessments import Assessment
from assessments.models.people import Language, Person
from assessments.models.ratings import Participant
from maturity.models import Criterion

LONGEST_NOTE = 1_000  # characters
MOST_SECONDS = 24 * 60 * 60  # of a person at a statement, over all visits

_KNOWN_LANGUAGE = Q(language__in=Language.values)


class UnclearMark(models.Model):
    """That a person finds a statement unclear, in the language of the page that they rate it on.

    `participant` is the government whose own ratings they give; None where they rate for the team.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="unclear_marks")
    assessment = models.ForeignKey(
        Assessment, on_delete=models.CASCADE, related_name="unclear_marks"
    )
    participant = models.ForeignKey(
        Participant, on_delete=models.CASCADE, null=True, related_name="unclear_marks"
    )
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="unclear_marks")
    language = models.CharField(max_length=2, choices=Language)
    note = models.TextField(max_length=LONGEST_NOTE, blank=True)
    said_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["criterion__attribute__order", "criterion__order", "-said_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "assessment", "criterion", "language"], name="unclear_mark_once"
            ),
            models.CheckConstraint(condition=_KNOWN_LANGUAGE, name="unclear_mark_language"),
        ]


class StatementTime(models.Model):
    """How many seconds a person was active at a statement, in one language.

    It is shown to nobody but the person: whatever is told of it is of several people at once.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="statement_times")
    assessment = models.ForeignKey(
        Assessment, on_delete=models.CASCADE, related_name="statement_times"
    )
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="+")
    language = models.CharField(max_length=2, choices=Language)
    seconds = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["criterion__attribute__order", "criterion__order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "assessment", "criterion", "language"], name="statement_time_once"
            ),
            models.CheckConstraint(condition=_KNOWN_LANGUAGE, name="statement_time_language"),
            models.CheckConstraint(
                condition=Q(seconds__range=(0, MOST_SECONDS)), name="statement_time_seconds"
            ),
        ]
