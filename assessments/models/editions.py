"""Editions of the maturity model that are being drafted."""

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from maturity.models import Edition

CODE = RegexValidator(
    r"\A[A-Za-z0-9][A-Za-z0-9.-]{0,39}\Z",
    _("Use letters, digits, hyphens and full stops, such as 2027-1."),
)


class EditionDraft(models.Model):
    """An edition that the secretariat writes: a model file, until it is published as an edition.

    Nothing else knows of it: no assessment starts on it, and no list has its statements.
    """

    code = models.CharField(_("code"), max_length=40, unique=True, validators=[CODE])
    based_on = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="drafts")
    # In canonical form (`maturity.model_document`), but with texts that may be empty.
    document = models.JSONField()
    # On how to rate its statements: by code and rating, which is no part of an edition itself.
    guidance = models.JSONField(default=dict)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["created_at"]

    def __str__(self) -> str:
        return self.code
