"""Ratings: the team's, of criteria and results, and those of each participant; their evidence."""

import uuid
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assessments.models.assessments import Assessment
from assessments.models.files import File
from assessments.models.people import Language, Person
from maturity.models import Channel, Criterion, Jurisdiction, Result


class Score(models.TextChoices):
    """The rating scale of ISO/IEC 33020. People see the words of the edition, not the letters."""

    NOT = "N", _("Not achieved")
    PARTIALLY = "P", _("Partially achieved")
    LARGELY = "L", _("Largely achieved")
    FULLY = "F", _("Fully achieved")
    NOT_APPLICABLE = "NA", _("Not applicable")


MAX_TEXT = 10_000
_NA_HAS_REASON = ~Q(rating="NA") | ~Q(reason="")
_KNOWN_RATING = Q(rating__in=["", *Score.values])


def answer_place(criterion: Criterion, channel: Channel | None) -> str:
    """How records name an answer, for all channels or for one: ACC-01, or ACC-01/ONLINE."""
    return f"{criterion.code}/{channel.code}" if channel else criterion.code


def _constraints(name: str, owner: str = "") -> list[Any]:
    """That a rating is known, and has a reason where it is not applicable.

    With `owner`, whose rating it is, also that a criterion is rated once, or once a channel.
    """
    judged = [
        models.CheckConstraint(condition=_KNOWN_RATING, name=f"{name}_known"),
        models.CheckConstraint(condition=_NA_HAS_REASON, name=f"{name}_na_has_reason"),
    ]
    if not owner:
        return judged
    return [
        models.UniqueConstraint(
            fields=[owner, "criterion"], condition=Q(channel=None), name=f"{name}_once"
        ),
        models.UniqueConstraint(
            fields=[owner, "criterion", "channel"],
            condition=Q(channel__isnull=False),
            name=f"{name}_once_a_channel",
        ),
        *judged,
    ]


class Said(models.Model):
    """A rating with its comment, and the reason without which nothing is not applicable."""

    rating = models.CharField(max_length=2, choices=Score, blank=True)
    # Of the page on which the rating was made, or of the workbook: by which the wordings of the
    # model are compared (validation). Empty where it is not known.
    page_language = models.CharField(max_length=2, choices=Language, blank=True)
    comment = models.TextField(blank=True)
    comment_language = models.CharField(max_length=2, choices=Language, blank=True)
    reason = models.TextField(blank=True)
    reason_language = models.CharField(max_length=2, choices=Language, blank=True)

    class Meta:
        abstract = True


class Rated(Said):
    """What the team says, and who of it said so last."""

    carried_forward = models.BooleanField(default=False)
    updated_at = models.DateTimeField(auto_now=True)
    updated_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True


class Rating(Rated):
    """The team's rating of a criterion, for all channels (`channel` empty) or for one."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="ratings")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT)
    channel = models.ForeignKey(Channel, on_delete=models.PROTECT, null=True)
    # What a government that does not agree with the rating wants to be kept with it.
    dissent = models.TextField(blank=True)
    dissent_language = models.CharField(max_length=2, choices=Language, blank=True)

    class Meta:
        ordering = ["criterion__attribute__order", "criterion__order", "channel__order"]
        constraints = _constraints("rating", "assessment")


class ResultRating(Rated):
    """The team's rating of one of the results, with the indicator that measures it."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="results")
    result = models.ForeignKey(Result, on_delete=models.PROTECT)
    indicator_name = models.CharField(max_length=300, blank=True)
    indicator_value = models.DecimalField(max_digits=18, decimal_places=6, null=True)
    indicator_unit = models.CharField(max_length=60, blank=True)
    indicator_date = models.DateField(null=True)
    indicator_source = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["result__order"]
        constraints = [
            models.UniqueConstraint(fields=["assessment", "result"], name="result_rating_once"),
            *_constraints("result_rating"),
            models.CheckConstraint(
                condition=Q(indicator_name="", indicator_value=None)
                | (~Q(indicator_name="") & Q(indicator_value__isnull=False)),
                name="indicator_has_name_and_value",
            ),
        ]


class ParticipantQuerySet(models.QuerySet["Participant"]):
    def with_context(self) -> Self:
        """With all that its pages show of its assessment."""
        return self.select_related(
            "jurisdiction",
            "assessment__initiative__council",
            "assessment__initiative__lead",
            "assessment__stage",
            "assessment__edition",
        ).prefetch_related("assessment__initiative__channels", "assessment__participants")

    def held(self) -> Self:
        """Locked with its assessment until the transaction ends, with what a write reads.

        Whoever locks several rows locks participants before their assessment, or two would wait.
        """
        return self.select_for_update(of=("self", "assessment")).select_related(
            "jurisdiction", "assessment__initiative", "assessment__edition"
        )


class Participant(models.Model):
    """A jurisdiction that rates independently first, blind to the others until it has finished."""

    assessment = models.ForeignKey(
        Assessment, on_delete=models.CASCADE, related_name="participants"
    )
    jurisdiction = models.ForeignKey(Jurisdiction, on_delete=models.PROTECT)
    finished = models.BooleanField(default=False)
    asked_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    objects = ParticipantQuerySet.as_manager()

    class Meta:
        ordering = ["jurisdiction__order"]
        constraints = [
            models.UniqueConstraint(fields=["assessment", "jurisdiction"], name="participant_once"),
        ]


class ParticipantRating(Said):
    """What one participant thinks of a criterion."""

    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="ratings")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT)
    channel = models.ForeignKey(Channel, on_delete=models.PROTECT, null=True)

    class Meta:
        ordering = ["criterion__attribute__order", "criterion__order", "channel__order"]
        constraints = _constraints("participant_rating", "participant")


def answer_field(row: Rating | ParticipantRating) -> str:
    """By which column of evidence a document names an answer."""
    return "rating" if isinstance(row, Rating) else "opinion"


class Evidence(models.Model):
    """A document that supports a team's rating or a participant's: a link, or a file kept here."""

    class DocumentLanguage(models.TextChoices):
        EN = "en", _("English")
        FR = "fr", _("French")
        BOTH = "both", _("English and French")
        OTHER = "other", _("Another language")

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    rating = models.ForeignKey(Rating, on_delete=models.CASCADE, null=True, related_name="evidence")
    opinion = models.ForeignKey(
        ParticipantRating, on_delete=models.CASCADE, null=True, related_name="evidence"
    )
    title = models.CharField(max_length=300)
    language = models.CharField(max_length=5, choices=DocumentLanguage, blank=True)
    url = models.URLField(max_length=2000, blank=True)
    file = models.ForeignKey(File, on_delete=models.PROTECT, null=True, related_name="evidence")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(rating=None, opinion__isnull=False)
                | Q(rating__isnull=False, opinion=None),
                name="evidence_of_one_rating",
            ),
            models.CheckConstraint(
                condition=Q(file=None) & ~Q(url="") | Q(file__isnull=False, url=""),
                name="evidence_is_link_or_file",
            ),
        ]

    @property
    def address(self) -> str:
        """Where it can be read: its own address, or that of the portal's file."""
        return self.file.address if self.file else self.url
