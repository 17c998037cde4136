"""What expires, and is removed by a worker once a day."""

from django.contrib.sessions.backends.db import SessionStore
from django.tasks import task
from django.utils import timezone

from assessments.accounts.receipts import KEPT
from assessments.models import Receipt
from maturity.operations.jobs import DAY, Again


@task
def remove_expired() -> None:
    """Removes sessions that are over and old receipts of forms, then raises Again for a day on."""
    SessionStore.clear_expired()
    Receipt.objects.filter(at__lt=timezone.now() - KEPT).delete()
    raise Again(after=DAY)
