"""Ballots, in which the councils' members say of each statement of an edition what they hold of
it: meaning, level and French.
"""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assessments.models.people import Language, Person
from maturity.bilingual import in_language
from maturity.days import has_passed
from maturity.models import Council, Criterion, Edition, Jurisdiction

LONGEST = 10_000  # characters of a comment


class Proposed(models.TextChoices):
    """What a ballot proposes of a statement."""

    FRENCH = "french", _("The French text is confirmed")
    LEVEL = "level", _("The level is contested")
    RELEVANCE = "relevance", _("Relevance is too low")
    UNCLEAR_EN = "unclear_en", _("The English text is unclear")
    UNCLEAR_FR = "unclear_fr", _("The French text is unclear")


class Ballot(models.Model):
    """Members are asked about statements of an edition until a day. Rounds of an edition count from
    1. It is over when that day has passed, or was closed before; the database then refuses to
    change it, or anything in it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="ballots")
    title_en = models.CharField(_("title in English"), max_length=200)
    title_fr = models.CharField(_("title in French"), max_length=200)
    statements = models.ManyToManyField(Criterion, related_name="ballots")
    round = models.PositiveSmallIntegerField()
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    closes_on = models.DateField(_("open until the end of"))
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-opened_at"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "round"], name="ballot_round_once"),
            models.CheckConstraint(condition=Q(round__gte=1), name="ballot_round_from_1"),
            models.CheckConstraint(
                condition=~Q(title_en="") & ~Q(title_fr=""), name="ballot_title_in_both_languages"
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None) | Q(closed_at__gte=models.F("opened_at")),
                name="ballot_closed_after_opened",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        return in_language(self, "title")

    @property
    def is_over(self) -> bool:
        """Whether nobody can answer any more."""
        return self.closed_at is not None or has_passed(self.closes_on)


class Voter(models.Model):
    """Someone who was asked, with the government and the councils that were theirs then."""

    ballot = models.ForeignKey(Ballot, on_delete=models.PROTECT, related_name="voters")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="voters")
    jurisdiction = models.ForeignKey(Jurisdiction, on_delete=models.PROTECT, null=True)
    councils = models.ManyToManyField(Council, related_name="+")
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["ballot", "person"], name="voter_once_a_ballot"),
        ]

    def __str__(self) -> str:
        return f"{self.person} ({self.ballot})"


class Vote(models.Model):
    """What a voter says of a statement. Each part may be left out, but not all."""

    class Relevance(models.IntegerChoices):
        NOT = 1, _("Not relevant")
        SOMEWHAT = 2, _("Somewhat relevant")
        QUITE = 3, _("Quite relevant")
        HIGHLY = 4, _("Highly relevant")

    class Place(models.TextChoices):
        """Where a statement belongs, as seen from its level."""

        SAME = "same", _("At this level")
        HIGHER = "higher", _("At a higher level")
        LOWER = "lower", _("At a lower level")
        UNSURE = "unsure", _("Not sure")

    voter = models.ForeignKey(Voter, on_delete=models.PROTECT, related_name="votes")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="votes")
    relevance = models.PositiveSmallIntegerField(choices=Relevance, null=True)
    clear_en = models.BooleanField(null=True)
    clear_fr = models.BooleanField(null=True)
    place = models.CharField(max_length=6, choices=Place, blank=True)
    french_confirmed = models.BooleanField(null=True)
    comment = models.TextField(_("comment"), max_length=LONGEST, blank=True)
    comment_language = models.CharField(max_length=2, choices=Language, blank=True)
    # Counts how often it was saved, so that a page knows whether another has saved it since.
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["voter", "criterion"], name="vote_once_a_statement"),
            models.CheckConstraint(
                condition=Q(relevance=None) | Q(relevance__range=(1, 4)),
                name="vote_relevance_1_to_4",
            ),
            models.CheckConstraint(
                condition=Q(place__in=["", "same", "higher", "lower", "unsure"]),
                name="vote_place_is_known",
            ),
            models.CheckConstraint(
                condition=Q(comment="", comment_language="")
                | (~Q(comment="") & Q(comment_language__in=["en", "fr"])),
                name="vote_comment_has_language",
            ),
            models.CheckConstraint(
                condition=~Q(
                    relevance=None, clear_en=None, clear_fr=None, place="",
                    french_confirmed=None, comment="",
                ),
                name="vote_says_something",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.criterion.code} ({self.voter})"


class BallotDraft(models.Model):
    """The draft of an edition that was made from a ballot's results, by its code.

    It goes with a draft that is discarded, and stays with an edition that is published: the ballot
    says which one came of it. What nobody could take over by itself is `to_look_at`: of each
    statement its `code`, `what` was proposed, and how many (`yes`) of how many (`of`).
    """

    ballot = models.OneToOneField(Ballot, on_delete=models.PROTECT, related_name="draft_made")
    code = models.CharField(max_length=40, unique=True)
    to_look_at = models.JSONField(default=list)

    def __str__(self) -> str:
        return self.code
