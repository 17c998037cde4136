"""What the portal handed out."""

from django.db import models

from assessments.models import Baseline


class IssuedReport(models.Model):
    """A report of a baseline that was handed out. The database refuses to change one.

    `sha256` is the hexadecimal digest of the PDF file, `language` "en", "fr" or "both".
    """

    sha256 = models.CharField(max_length=64, unique=True)
    baseline = models.ForeignKey(Baseline, on_delete=models.PROTECT, related_name="reports")
    language = models.CharField(max_length=4)
    issued_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.sha256
