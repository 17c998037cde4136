"""Initiatives: what is assessed."""

import uuid
from typing import TYPE_CHECKING, Self

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from maturity.bilingual import in_language
from maturity.models import Channel, Council, Jurisdiction, Priority

if TYPE_CHECKING:
    from assessments.models.people import Person

CODE = RegexValidator(
    r"^[A-Z0-9][A-Z0-9_-]{0,39}\Z",
    _("Use capital letters, digits, hyphens and underscores, such as DEATH."),
)


class InitiativeQuerySet(models.QuerySet["Initiative"]):
    def visible_to(self, person: "Person") -> Self:
        """The initiatives that a person may see (design of roles: `assessments.rules`)."""
        roles = person.roles
        if any(role.role == "secretariat" for role in roles):
            return self
        council_wide = [role.council_id for role in roles if role.council_id]
        found = Q(pk__in=[role.initiative_id for role in roles if role.initiative_id])
        found |= Q(council__in=council_wide, assessments__submitted_at__isnull=False)
        if any(role.is_joint for role in roles):
            found |= Q(assessments__state="approved")
        return self.filter(found).distinct()

    def with_baseline(self) -> Self:
        """Those of which at least one assessment was approved."""
        return self.filter(figures__isnull=False).distinct()

    def held(self) -> Self:
        """Locked until the transaction ends.

        Others may still write rows that name them, such as figures: the database looks for the
        initiative when they end, and would have each wait for the other were it locked whole.
        """
        return self.select_for_update(no_key=True)

    def with_context(self) -> Self:
        """With all that an initiative's heading shows, in a fixed number of queries."""
        return self.select_related("council", "lead").prefetch_related(
            "partners", "channels", "priorities"
        )


class Initiative(models.Model):
    """A service, or a change to one, that one government leads and others share."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.CharField(_("code"), max_length=40, unique=True, validators=[CODE])
    name_en = models.CharField(_("name in English"), max_length=300)
    name_fr = models.CharField(_("name in French"), max_length=300)
    council = models.ForeignKey(Council, on_delete=models.PROTECT, verbose_name=_("council"))
    lead = models.ForeignKey(
        Jurisdiction,
        on_delete=models.PROTECT,
        related_name="led",
        verbose_name=_("lead jurisdiction"),
    )
    partners = models.ManyToManyField(
        Jurisdiction,
        related_name="shared",
        blank=True,
        verbose_name=_("partner jurisdictions"),
    )
    channels = models.ManyToManyField(Channel, verbose_name=_("channels"))
    priorities = models.ManyToManyField(Priority, blank=True, verbose_name=_("priorities"))
    created_at = models.DateTimeField(auto_now_add=True)

    objects = InitiativeQuerySet.as_manager()

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return in_language(self, "name")

    def has_part(self, jurisdiction: Jurisdiction) -> bool:
        """Whether a government leads it or is a partner, so that it can be asked to rate."""
        led = self.lead_id == jurisdiction.pk
        return led or any(each.pk == jurisdiction.pk for each in self.partners.all())

    def rated_for(self) -> list[Jurisdiction]:
        """The governments with a part in it that a contributor rates for, or is invited to."""
        given = self.membership_set.filter(role="contributor")
        invited = self.invitation_set.pending().filter(role="contributor")
        has_part = Q(pk=self.lead_id) | Q(pk__in=self.partners.values("pk"))
        return list(
            Jurisdiction.objects.filter(has_part).filter(
                Q(pk__in=given.values("jurisdiction")) | Q(pk__in=invited.values("jurisdiction"))
            )
        )
