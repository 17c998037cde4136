"""The audit record: what was done, by whom, and what it changed."""

from django.db import models
from django.db.models import Q


class Event(models.Model):
    """One write. Append-only: the database refuses to change or delete one.

    It holds no foreign keys, so that it outlives whatever it speaks of. `id` is its place in the
    chain, from 1 without gaps, and `hash` covers all else of it and the hash of the event before
    (`assessments.audit.chain`).
    """

    id = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    actor_id = models.UUIDField(db_index=True)
    actor_name = models.CharField(max_length=200)
    role = models.CharField(max_length=12, blank=True)
    verb = models.CharField(max_length=40)
    subject = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=80)
    assessment_id = models.UUIDField(null=True, db_index=True)
    initiative_id = models.UUIDField(null=True, db_index=True)
    place = models.CharField(max_length=100, blank=True)
    old = models.JSONField(null=True)
    new = models.JSONField(null=True)
    request_id = models.CharField(max_length=100, blank=True)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["subject", "subject_id"], name="event_subject")]


class AuditHead(models.Model):
    """The end of the chain: how many events there are, and the hash of the last. One row only."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    count = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="audit_head_once")]
