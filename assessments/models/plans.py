"""The plan of an initiative, which lives on between baselines: targets, and actions."""

import datetime
import uuid
from typing import Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import MD5
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments.models.documents import Document, link_or_file
from assessments.models.initiatives import Initiative
from assessments.models.people import Language, Person
from maturity.days import has_passed
from maturity.models import Attribute, Criterion, Jurisdiction


class Target(models.Model):
    """The level that the team wants an attribute to reach, by when, and why."""

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="targets")
    attribute = models.ForeignKey(Attribute, on_delete=models.PROTECT)
    level = models.PositiveSmallIntegerField(
        _("target level"), validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    by = models.DateField(_("by"), null=True, blank=True)
    why = models.CharField(_("why"), max_length=1000, blank=True)
    why_language = models.CharField(max_length=2, choices=Language, blank=True)

    class Meta:
        ordering = ["attribute__order"]
        indexes = [models.Index(fields=["by"], name="target_by_day")]
        constraints = [
            models.UniqueConstraint(fields=["initiative", "attribute"], name="target_once"),
            models.CheckConstraint(condition=Q(level__range=(1, 5)), name="target_level_1_to_5"),
        ]


class TargetChange(models.Model):
    """That a target was set, moved or removed: levels and days before and after (None for none)."""

    initiative = models.ForeignKey(
        Initiative, on_delete=models.CASCADE, related_name="target_changes"
    )
    attribute = models.ForeignKey(Attribute, on_delete=models.PROTECT)
    at = models.DateTimeField(default=timezone.now)
    changed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    old_level = models.PositiveSmallIntegerField(null=True)
    old_by = models.DateField(null=True)
    level = models.PositiveSmallIntegerField(null=True)
    by = models.DateField(null=True)
    why = models.CharField(max_length=1000, blank=True)
    why_language = models.CharField(max_length=2, choices=Language, blank=True)

    class Meta:
        ordering = ["at", "pk"]


class Effort(models.TextChoices):
    """How much work something is; method.choice says what each counts."""

    SMALL = "S", _("Small")
    MEDIUM = "M", _("Medium")
    LARGE = "L", _("Large")


class StatementEffort(models.Model):
    """How much work the team thinks that it is to raise a statement."""

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="efforts")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT)
    effort = models.CharField(_("effort"), max_length=1, choices=Effort)

    class Meta:
        ordering = ["criterion__attribute__order", "criterion__order"]
        constraints = [
            models.UniqueConstraint(fields=["initiative", "criterion"], name="effort_once"),
            models.CheckConstraint(condition=Q(effort__in=["S", "M", "L"]), name="effort_s_m_l"),
        ]


class ActionQuerySet(models.QuerySet["Action"]):
    def open(self) -> Self:
        """Neither done nor cancelled."""
        return self.filter(status__in=Action.OPEN)

    def open_at(self, day: datetime.date) -> Self:
        """Those that were begun by the end of a day, and neither done nor cancelled by then."""
        begun = self.filter(created_at__date__lte=day)
        return begun.filter(Q(closed_on=None) | Q(closed_on__gt=day))


class Action(models.Model):
    """What the team will do to close a gap. It belongs to its initiative, not to one assessment."""

    class Status(models.TextChoices):
        PLANNED = "planned", _("Planned")
        IN_PROGRESS = "in_progress", _("Under way")
        DONE = "done", _("Done")
        CANCELLED = "cancelled", _("Cancelled")

    OPEN = ("planned", "in_progress")

    # What addresses name it by: the sequence of `id` would tell what others there are.
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="actions")
    title = models.CharField(_("what will be done"), max_length=1000)
    title_language = models.CharField(_("language of the text"), max_length=2, choices=Language)
    criteria = models.ManyToManyField(Criterion, blank=True, verbose_name=_("statements"))
    # Someone outside of the portal; a person of a team is `assignee`.
    owner = models.CharField(_("who leads it"), max_length=300, blank=True)
    assignee = models.ForeignKey(
        Person,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="assigned_actions",
        verbose_name=_("who leads it"),
    )
    partners = models.ManyToManyField(
        Jurisdiction, blank=True, related_name="+", verbose_name=_("partner jurisdictions")
    )
    start = models.DateField(_("start"), null=True, blank=True)
    due = models.DateField(_("due"), null=True, blank=True)
    status = models.CharField(_("status"), max_length=12, choices=Status, default=Status.PLANNED)
    effort = models.CharField(_("effort"), max_length=1, choices=Effort, blank=True)
    effect = models.CharField(_("expected effect"), max_length=1000, blank=True)
    play = models.ForeignKey(
        "assessments.Play", on_delete=models.PROTECT, null=True, blank=True, related_name="actions"
    )
    created_at = models.DateTimeField(default=timezone.now)
    # The day on which it was done or cancelled.
    closed_on = models.DateField(null=True)
    # The due day, and how many days before it, of which its owner was last reminded.
    reminded_due = models.DateField(null=True)
    reminded_days = models.SmallIntegerField(null=True)

    objects = ActionQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["status", "due"], name="action_by_due")]
        constraints = [
            # By its digest, as a long title in syllabics is too much for an index of PostgreSQL.
            models.UniqueConstraint(
                F("initiative"), F("title_language"), MD5("title"), name="action_title_once"
            ),
        ]

    @property
    def is_open(self) -> bool:
        """Whether it is neither done nor cancelled."""
        return self.status in self.OPEN

    @property
    def is_overdue(self) -> bool:
        """Whether it should have been done by now, everywhere in Canada."""
        return self.is_open and self.due is not None and has_passed(self.due)

    @property
    def led_by(self) -> str:
        """The name of whoever leads it; may be empty."""
        return self.assignee.name if self.assignee else self.owner


class ActionUpdate(models.Model):
    """What somebody reported of an action; `status` is the one it had from then on."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="updates")
    at = models.DateTimeField(auto_now_add=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    status = models.CharField(max_length=12, choices=Action.Status)
    text = models.TextField(_("what has happened"), max_length=2000, blank=True)
    text_language = models.CharField(max_length=2, choices=Language, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]


class ActionDocument(Document):
    """A document that shows what an action brought."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="documents")

    class Meta:
        ordering = ["id"]
        constraints = [link_or_file("action_document")]
