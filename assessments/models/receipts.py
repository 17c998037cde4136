"""What was posted a short while ago, so that nothing is done twice."""

from django.db import models


class Receipt(models.Model):
    """A form that someone posted: posted again as it was, it has the same answer and no effect.

    `key` is a digest of who posted what (`accounts.receipts`). `location` is where it led, empty
    while it is still being acted on.
    """

    key = models.CharField(primary_key=True, max_length=64)
    location = models.TextField(blank=True)
    at = models.DateTimeField(auto_now_add=True, db_index=True)
