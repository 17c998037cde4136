"""What the portal handed out."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from assessments.models import Baseline


class IssuedReport(models.Model):
    """A report that was made to be handed out. The database refuses to change one.

    `key` says what it was made of and with (`reports.issuing`), `sha256` is the hexadecimal digest
    of the PDF, `size` its bytes (0 where an earlier version made it), `language` "en", "fr" or
    "both", `name` the file's.
    """

    class Kind(models.TextChoices):
        BASELINE = "baseline", _("Maturity baseline report")
        COUNCIL = "council", _("Council report")
        COMPARISON = "comparison", _("Comparison of two baselines")
        MODEL = "model", _("The maturity model")

    key = models.CharField(max_length=64, unique=True)
    sha256 = models.CharField(max_length=64, db_index=True)
    kind = models.CharField(max_length=12, choices=Kind)
    baseline = models.ForeignKey(
        Baseline, on_delete=models.PROTECT, related_name="reports", null=True
    )
    language = models.CharField(max_length=4)
    name = models.CharField(max_length=200)
    size = models.PositiveIntegerField()
    issued_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(baseline__isnull=False) | ~models.Q(kind="baseline"),
                name="issued_report_of_a_baseline",
            )
        ]

    def __str__(self) -> str:
        return self.sha256
