"""What lists and programs read of single baselines, in place of their snapshots.

These rows repeat what the snapshots say; many are counted with the index (`standings`).
`assessments.standings.actions` writes them in the transaction that makes the baseline, and nothing
else changes them.
"""

import datetime
from typing import Self, TypedDict

from django.db import models
from django.db.models import F, Q, Window
from django.db.models.functions import RowNumber

from assessments.models.baselines import Baseline
from assessments.models.bitmaps import Listing
from assessments.models.initiatives import Initiative
from assessments.models.people import Person, Role, within_roles
from maturity.models import Edition, Stage

ALL = Q(pk__isnull=False)


class ProfileEntry(TypedDict):
    """Where a baseline stands on one attribute: level and target 0 to 3, None for none.

    `blocking` has the codes of the criteria that keep it from its next level.
    """

    level: int | None
    progress: float | None
    target: int | None
    gap: int | None
    blocking: list[str]


class FiguresQuerySet(models.QuerySet["Figures"]):
    def visible_to(self, person: Person) -> Self:
        """Of the baselines that a person may see: their initiatives' and their councils', and
        with a role in the Joint Councils all."""
        return self.filter(within_roles(person, at_table=ALL))

    def exportable_by(self, person: Person) -> Self:
        """Of the baselines that a person may take away (`rules.may_export`)."""
        return self.filter(within_roles(person, {Role.LEAD, Role.COCHAIR}, at_table=ALL))

    def named(self, folded: str) -> Self:
        """Of the initiatives with every word of a folded text in their names or code."""
        found = Listing.objects.found_by(folded)
        return self.filter(initiative__in=found.values("initiative"))

    def for_choice(self) -> Self:
        """By initiative, stage and cycle, the newest first, with what tells one from another."""
        known = self.select_related("initiative", "stage", "baseline__assessment")
        return known.defer("baseline__snapshot").order_by(
            "initiative__code", "stage__order", "-baseline__assessment__cycle"
        )

    def newest(self) -> Self:
        """Of the last baseline of each initiative and stage, in the order in which they count."""
        return self.filter(superseded_at=None).order_by("as_of", "stage__order")

    def counting(self) -> Self:
        """Of each initiative the last of its `newest`: the one baseline that counts, by the day
        that it describes and the life cycle, as in the index (`standings.index.Standing.newest`).
        """
        last = [F("as_of").desc(), F("stage__order").desc()]
        place = Window(RowNumber(), partition_by=F("initiative"), order_by=last)
        return self.newest().alias(place=place).filter(place=1).order_by()

    def at(self, moment: datetime.datetime) -> Self:
        """Of the baselines that were each the newest of its initiative and stage at a moment."""
        return self.filter(standing_at(moment))


def standing_at(moment: datetime.datetime, figures: str = "") -> Q:
    """Whether a baseline was the newest of its initiative and stage at a moment.

    `figures` is the way to its figures, with "__" at its end.
    """
    names = {f"{figures}approved_at__lte": moment}
    later = {f"{figures}superseded_at__gt": moment}
    return Q(Q(**{f"{figures}superseded_at": None}) | Q(**later), **names)


class Figures(models.Model):
    """The figures of one baseline; `overall_level` is None where no criterion applies.

    `profile` has a ProfileEntry for each attribute, by its code, and `ratings` the effective rating
    of each criterion, None for none. `superseded_at` is when the next baseline of the same
    initiative and stage was approved.
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
    profile = models.JSONField()
    ratings = models.JSONField()

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
                condition=Q(superseded_at=None) | Q(superseded_at__gte=F("approved_at")),
                name="figures_superseded_later",
            ),
        ]

    def __str__(self) -> str:
        return str(self.baseline_id)
