"""Personal access tokens: how a person's programs read for them."""

import uuid
from typing import Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments.models.people import Person


class AccessTokenQuerySet(models.QuerySet["AccessToken"]):
    def working(self) -> Self:
        """Those that still let someone in: a closed account's do not."""
        return self.filter(
            revoked_at=None, expires_at__gt=timezone.now(), person__is_active=True
        ).select_related("person")


class AccessToken(models.Model):
    """What lets a program read what its person may see. Nobody can get the secret out of it."""

    class Purpose(models.TextChoices):
        API = "api", _("Data for software")
        CALENDAR = "calendar", _("Calendar")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="access_tokens")
    purpose = models.CharField(max_length=8, choices=Purpose, default=Purpose.API)
    label = models.CharField(max_length=100)
    # The SHA-256 of the secret, which is 256 random bits: no slower digest would add anything.
    digest = models.CharField(max_length=64, unique=True)
    # The first characters of the secret, by which its owner knows it.
    beginning = models.CharField(max_length=12)
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)  # to the hour: see `actions.tokens.count_call`
    revoked_at = models.DateTimeField(null=True)
    # How many calls were made in one minute, which is counted since 1970.
    minute = models.BigIntegerField(default=0)
    calls = models.PositiveIntegerField(default=0)

    objects = AccessTokenQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "label"],
                condition=models.Q(revoked_at=None),
                name="access_token_label_once",
            ),
            models.CheckConstraint(
                condition=models.Q(expires_at__gt=models.F("created_at")),
                name="access_token_expires_later",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def has_expired(self) -> bool:
        return self.expires_at <= timezone.now()
