"""What a council decides: its meetings, its decisions, its own targets and its baselines."""

import json
import uuid
from functools import cached_property
from typing import Any, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assessments.models.people import Person
from maturity.bilingual import in_language
from maturity.models import Council


class Meeting(models.Model):
    """A day on which a council meets, held or to come."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="meetings")
    held_on = models.DateField(_("date"))
    # The day on which its digest was sent.
    digest_on = models.DateField(null=True, editable=False)

    class Meta:
        ordering = ["-held_on"]
        constraints = [
            models.UniqueConstraint(fields=["council", "held_on"], name="meeting_once_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.council.code} {self.held_on}"


class DecisionQuerySet(models.QuerySet["Decision"]):
    def published(self) -> Self:
        """Those that are there in both languages."""
        return self.exclude(Q(text_en="") | Q(text_fr=""))


class Decision(models.Model):
    """What a council decided or recommended at a meeting. It is published once both languages are
    there; until then only those who keep it see it."""

    class Kind(models.TextChoices):
        DECISION = "decision", _("Decision")
        RECOMMENDATION = "recommendation", _("Recommendation")

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="decisions")
    kind = models.CharField(_("kind"), max_length=14, choices=Kind, default=Kind.DECISION)
    text_en = models.TextField(_("English"), max_length=2000, blank=True)
    text_fr = models.TextField(_("French"), max_length=2000, blank=True)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(text_en="", text_fr=""), name="decision_says_something"
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def text(self) -> str:
        return in_language(self, "text")

    @property
    def is_published(self) -> bool:
        """Whether it is there in both languages."""
        return bool(self.text_en and self.text_fr)


class CouncilTarget(models.Model):
    """The level of an attribute that a council wants `share` percent of its initiatives to have
    attained by a day. The attribute is kept by its code, which it keeps from edition to edition."""

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="targets")
    attribute = models.CharField(_("attribute"), max_length=10)
    level = models.PositiveSmallIntegerField(
        _("level"), validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    share = models.PositiveSmallIntegerField(
        _("share of initiatives, in percent"),
        default=100,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
    )
    by = models.DateField(_("by"))

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["council", "attribute"], name="council_target_once_an_attribute"
            ),
            models.CheckConstraint(
                condition=Q(level__gte=1, level__lte=5), name="council_target_level_1_to_5"
            ),
            models.CheckConstraint(
                condition=Q(share__gte=1, share__lte=100), name="council_target_share_is_percent"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.attribute} {self.level}"


class CouncilBaseline(models.Model):
    """Where a council stood on a day, approved by one of its co-chairs; the database refuses to
    change one.

    `snapshot` is the canonical JSON text of a council snapshot (`councils.snapshot`), and `sha256`
    the digest of its UTF-8 bytes.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="baselines")
    at = models.DateField(_("situation as of"))
    snapshot = models.TextField()
    sha256 = models.CharField(max_length=64, unique=True)
    approved_at = models.DateTimeField()
    approved_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-at"]
        constraints = [
            models.UniqueConstraint(fields=["council", "at"], name="council_baseline_once_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.council.code} {self.at}"

    @cached_property
    def content(self) -> dict[str, Any]:
        """The snapshot as plain values."""
        return json.loads(self.snapshot)
