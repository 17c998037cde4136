"""What lists, dashboards and council reports read of baselines, in place of their snapshots.

These rows repeat what the snapshots say. `assessments.standings.actions` writes them in the
transaction that makes the baseline, and nothing else changes them.
"""

import datetime
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

from assessments.models.baselines import Baseline
from assessments.models.initiatives import Initiative
from assessments.models.people import Role
from maturity.models import Attribute, Criterion, Edition, Stage

if TYPE_CHECKING:
    from assessments.models.people import Person


class FiguresQuerySet(models.QuerySet["Figures"]):
    def visible_to(self, person: "Person") -> Self:
        """Of the baselines that a person may see: their initiatives' and their councils'."""
        roles = person.roles
        if any(role.role == "secretariat" for role in roles):
            return self
        return self.filter(
            Q(initiative__in=[role.initiative_id for role in roles if role.initiative_id])
            | Q(initiative__council__in=[role.council_id for role in roles if role.council_id])
        )

    def exportable_by(self, person: "Person") -> Self:
        """Of the baselines that a person may take away (`rules.may_export`)."""
        roles = person.roles
        if any(role.role == Role.SECRETARIAT for role in roles):
            return self
        leads = [role.initiative_id for role in roles if role.role == Role.LEAD]
        chairs = [role.council_id for role in roles if role.role == Role.COCHAIR]
        return self.filter(Q(initiative__in=leads) | Q(initiative__council__in=chairs))

    def named(self, text: str) -> Self:
        """Of the initiatives with a part of their name, or with their code."""
        name = Q(initiative__name_en__icontains=text) | Q(initiative__name_fr__icontains=text)
        return self.filter(name | Q(initiative__code__iexact=text))

    def for_choice(self) -> Self:
        """By initiative, stage and cycle, the newest first, with what tells one from another."""
        known = self.select_related("initiative", "stage", "baseline__assessment")
        return known.defer("baseline__snapshot").order_by(
            "initiative__code", "stage__order", "-baseline__assessment__cycle"
        )

    def at(self, moment: datetime.datetime) -> Self:
        """Of the baselines that were each the newest of its initiative and stage at a moment."""
        later = Q(superseded_at=None) | Q(superseded_at__gt=moment)
        return self.filter(later, approved_at__lte=moment)


class Figures(models.Model):
    """The figures of one baseline; `overall_level` is None where no criterion applies.

    `superseded_at` is when the next baseline of the same initiative and stage was approved.
    """

    baseline = models.OneToOneField(
        Baseline, on_delete=models.CASCADE, primary_key=True, related_name="figures"
    )
    initiative = models.ForeignKey(Initiative, on_delete=models.PROTECT, related_name="figures")
    stage = models.ForeignKey(Stage, on_delete=models.PROTECT)
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT)
    as_of = models.DateField()
    approved_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True)
    overall_level = models.PositiveSmallIntegerField(null=True)
    rated = models.PositiveSmallIntegerField()
    total = models.PositiveSmallIntegerField()

    objects = FiguresQuerySet.as_manager()

    class Meta:
        # In the order in which programs read page after page.
        indexes = [models.Index(fields=["approved_at", "baseline"], name="figures_by_approval")]
        constraints = [
            models.UniqueConstraint(
                fields=["initiative", "stage"],
                condition=Q(superseded_at=None),
                name="figures_one_newest",
            ),
            models.CheckConstraint(
                condition=Q(superseded_at=None) | Q(superseded_at__gte=models.F("approved_at")),
                name="figures_superseded_later",
            ),
        ]

    def __str__(self) -> str:
        return str(self.baseline_id)


class AttributeFigures(models.Model):
    """Where a baseline stands on one attribute: level and target 0 to 3, None for none."""

    figures = models.ForeignKey(Figures, on_delete=models.CASCADE, related_name="attributes")
    attribute = models.ForeignKey(Attribute, on_delete=models.PROTECT)
    level = models.PositiveSmallIntegerField(null=True)
    progress = models.FloatField(null=True)
    target = models.PositiveSmallIntegerField(null=True)
    gap = models.PositiveSmallIntegerField(null=True)

    class Meta:
        ordering = ["attribute__order"]
        constraints = [
            models.UniqueConstraint(fields=["figures", "attribute"], name="attribute_figures_once")
        ]


class BlockingCriterion(models.Model):
    """A criterion that keeps a baseline's attribute from its next level."""

    figures = models.ForeignKey(Figures, on_delete=models.CASCADE, related_name="blocking")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT)

    class Meta:
        ordering = ["criterion__order"]
        constraints = [
            models.UniqueConstraint(fields=["figures", "criterion"], name="blocking_criterion_once")
        ]
