"""The road map of pilot and validation, as the secretariat keeps it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from maturity.bilingual import in_language


class Milestone(models.Model):
    """A step of the road map. It is shown only once both languages are there."""

    class State(models.TextChoices):
        TO_COME = "to_come", _("To come")
        UNDER_WAY = "under_way", _("Under way")
        DONE = "done", _("Done")

    order = models.PositiveSmallIntegerField(_("order"), default=0)
    text_en = models.CharField(_("English"), max_length=500)
    text_fr = models.CharField(_("French"), max_length=500)
    day = models.DateField(_("date"), null=True, blank=True)
    state = models.CharField(_("status"), max_length=10, choices=State, default=State.TO_COME)

    class Meta:
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.text

    @property
    def text(self) -> str:
        return in_language(self, "text")
