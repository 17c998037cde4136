"""What expires, and is removed by a worker once a day."""

import datetime

from django.contrib.sessions.backends.db import SessionStore
from django.db.models import Q
from django.tasks import task
from django.utils import timezone

from assessments.accounts.receipts import KEPT
from assessments.models import Bookmark, Receipt
from assessments.models.assessments import State
from maturity.operations.jobs import DAY, Again

# How long at most a person's marks at statements are kept: what is older is not come back to.
BOOKMARKS_KEPT = datetime.timedelta(days=365)


@task
def remove_expired() -> None:
    """Removes sessions that are over, old receipts of forms, and marks at statements that nobody
    comes back to; then raises Again for a day on.
    """
    SessionStore.clear_expired()
    Receipt.objects.filter(at__lt=timezone.now() - KEPT).delete()
    old = Q(made_at__lt=timezone.now() - BOOKMARKS_KEPT)
    Bookmark.objects.filter(old | Q(assessment__state=State.APPROVED)).delete()
    raise Again(after=DAY)
