"""Baselines: approved assessments, frozen."""

import json
import uuid
from functools import cached_property
from typing import Self

from django.db import models

from assessments.format.types import Snapshot
from assessments.format.upgrade import upgrade
from assessments.models.assessments import Assessment
from assessments.models.people import Person


class BaselineQuerySet(models.QuerySet["Baseline"]):
    def visible_to(self, person: Person) -> Self:
        """Those of the assessments that a person may see."""
        return self.filter(assessment__in=Assessment.objects.visible_to(person))

    def newest(self) -> Self:
        """The last one of each initiative and stage."""
        return self.filter(figures__superseded_at=None)

    def in_order(self) -> Self:
        """By initiative, stage and cycle."""
        return self.order_by(
            "assessment__initiative__code", "assessment__stage__order", "assessment__cycle"
        )


class Baseline(models.Model):
    """An immutable snapshot of an approved assessment; the database refuses to change one.

    `snapshot` is the canonical JSON text that `baselines.snapshot` makes, and `sha256` the digest
    of its UTF-8 bytes; `overall_level` repeats what the snapshot says, for lists.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    assessment = models.OneToOneField(Assessment, on_delete=models.PROTECT, related_name="baseline")
    snapshot = models.TextField()
    sha256 = models.CharField(max_length=64, unique=True)
    overall_level = models.PositiveSmallIntegerField(null=True)
    approved_at = models.DateTimeField()
    approved_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    objects = BaselineQuerySet.as_manager()

    class Meta:
        ordering = ["-approved_at"]

    @cached_property
    def content(self) -> Snapshot:
        """The snapshot as plain values, in today's shape whichever version kept it."""
        return upgrade(json.loads(self.snapshot))
