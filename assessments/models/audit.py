"""The audit record: what was done, by whom, and what it changed."""

from django.db import models


class Event(models.Model):
    """One write. Append-only: the database refuses to change or delete one.

    It holds no foreign keys, so that it outlives whatever it speaks of.
    """

    at = models.DateTimeField(auto_now_add=True)
    actor_id = models.UUIDField()
    actor_name = models.CharField(max_length=200)
    verb = models.CharField(max_length=40)
    subject = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=80)
    assessment_id = models.UUIDField(null=True, db_index=True)
    place = models.CharField(max_length=100, blank=True)
    old = models.JSONField(null=True)
    new = models.JSONField(null=True)

    class Meta:
        ordering = ["id"]
