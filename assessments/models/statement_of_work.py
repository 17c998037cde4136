"""The statement of work of the priority, as the secretariat keeps it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from maturity.bilingual import in_language

LONGEST = 10_000  # characters of a text
TITLE = 200


class StatementOfWork(models.Model):
    """What the work of the priority is: one row. Its texts are Markdown, as those of plays are.

    Others see it only once both languages are there. Its deliverables are the milestones of the
    road map, and who does what are the parties: neither is typed here.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    title_en = models.CharField(_("title"), max_length=TITLE, blank=True)
    title_fr = models.CharField(_("title"), max_length=TITLE, blank=True)
    background_en = models.TextField(_("background"), max_length=LONGEST, blank=True)
    background_fr = models.TextField(_("background"), max_length=LONGEST, blank=True)
    scope_in_en = models.TextField(_("in scope"), max_length=LONGEST, blank=True)
    scope_in_fr = models.TextField(_("in scope"), max_length=LONGEST, blank=True)
    scope_out_en = models.TextField(_("out of scope"), max_length=LONGEST, blank=True)
    scope_out_fr = models.TextField(_("out of scope"), max_length=LONGEST, blank=True)
    governance_en = models.TextField(_("governance"), max_length=LONGEST, blank=True)
    governance_fr = models.TextField(_("governance"), max_length=LONGEST, blank=True)
    measures_en = models.TextField(_("how it is measured"), max_length=LONGEST, blank=True)
    measures_fr = models.TextField(_("how it is measured"), max_length=LONGEST, blank=True)
    is_draft = models.BooleanField(default=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(id=1), name="one_statement_of_work"),
        ]

    def __str__(self) -> str:
        return in_language(self, "title")


class Party(models.Model):
    """Someone with a part in the work, and what they do."""

    order = models.PositiveSmallIntegerField(_("order"), default=0)
    name_en = models.CharField(_("party in English"), max_length=TITLE)
    name_fr = models.CharField(_("party in French"), max_length=TITLE)
    does_en = models.TextField(_("what it does, in English"), max_length=1000)
    does_fr = models.TextField(_("what it does, in French"), max_length=1000)

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(name_en="")
                & ~models.Q(name_fr="")
                & ~models.Q(does_en="")
                & ~models.Q(does_fr=""),
                name="party_in_both_languages",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return in_language(self, "name")

    @property
    def does(self) -> str:
        return in_language(self, "does")
