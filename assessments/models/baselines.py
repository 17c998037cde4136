"""Baselines: approved assessments, frozen."""

import json
import uuid
from functools import cached_property
from typing import Any

from django.db import models

from assessments.models.assessments import Assessment
from assessments.models.people import Person


class Baseline(models.Model):
    """An immutable snapshot of an approved assessment; the database refuses to change one.

    `snapshot` is the canonical JSON text that `assessments.snapshot` makes, and `sha256` the
    digest of its UTF-8 bytes; `overall_level` repeats what the snapshot says, for lists.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    assessment = models.OneToOneField(Assessment, on_delete=models.PROTECT, related_name="baseline")
    snapshot = models.TextField()
    sha256 = models.CharField(max_length=64, unique=True)
    overall_level = models.PositiveSmallIntegerField(null=True)
    approved_at = models.DateTimeField()
    approved_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-approved_at"]

    @cached_property
    def content(self) -> dict[str, Any]:
        """The snapshot as plain values."""
        return json.loads(self.snapshot)
