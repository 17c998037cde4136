"""People and what they may do where. The rules themselves are in `assessments.rules`."""

import uuid
from collections.abc import Callable, Container
from functools import cached_property
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from maturity.models import Council, Jurisdiction

# In whose name management commands act.
COMMAND_LINE = "command-line@portal.invalid"


class Language(models.TextChoices):
    EN = "en", _("English")
    FR = "fr", _("French")


class PersonManager(BaseUserManager["Person"]):
    # `people.actions.open_portal`, which the app hands in when it is ready: Django's command knows
    # only managers, and models know of no action.
    open_portal: Callable[..., "Person"]

    def get_by_natural_key(self, email: str | None) -> "Person":
        """Addresses are compared without regard to case."""
        return self.get(email__iexact=email)

    def create_superuser(self, email: str, password: str | None = None, **more: Any) -> "Person":
        """For `manage.py createsuperuser`: the first person, who is of the secretariat."""
        return self.open_portal(email=email, password=password, **more)


class Person(AbstractBaseUser):
    """Someone who signs in. Nothing else is kept of a person than what stands here.

    Whoever leaves is not deleted but deactivated: what they wrote stays, with their name.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(_("work email"), unique=True)
    name = models.CharField(_("name"), max_length=200)
    language = models.CharField(max_length=2, choices=Language, default=Language.EN)
    jurisdiction = models.ForeignKey(Jurisdiction, on_delete=models.PROTECT, null=True)
    # Mail about their work; what concerns the account itself is always sent.
    mail_muted = models.BooleanField(_("do not email me about my work"), default=False)
    # What opens in place of My work after signing in, while they may open it.
    home_view = models.ForeignKey(
        "assessments.SavedView", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    digest = models.BooleanField(
        _("email me a summary a week before each meeting of my council"), default=False
    )
    # How long each statement takes them, where the portal keeps that (settings.FEEDBACK).
    not_timed = models.BooleanField(_("do not record my time while rating"), default=False)
    is_active = models.BooleanField(default=True)
    left_at = models.DateTimeField(null=True)

    objects = PersonManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="person_email_any_case")]

    def __str__(self) -> str:
        return self.name

    @cached_property
    def roles(self) -> tuple["Membership", ...]:
        """This person's memberships, read once a request."""
        return tuple(self.memberships.select_related("council"))


class Role(models.TextChoices):
    SECRETARIAT = "secretariat", _("Secretariat")
    COCHAIR = "cochair", _("Co-chair")
    LEAD = "lead", _("Initiative lead")
    CONTRIBUTOR = "contributor", _("Contributor")
    VIEWER = "viewer", _("Viewer")


def within_roles(
    person: Person, roles: Container[str] = Role, *, at_table: Q, **of_council: Any
) -> Q:
    """What an initiative's rows have to meet for a person to reach them by some of their roles.

    They are of an initiative in which one is held; of a council in which one is, and then as
    `of_council` says; or, where one is held in the Joint Councils, of any council, and then what
    is `at_table`. The secretariat reaches all.
    """
    if any(each.role == Role.SECRETARIAT for each in person.roles):
        return Q()
    held = [each for each in person.roles if each.role in roles]
    initiatives = [each.initiative_id for each in held if each.initiative_id]
    councils = [each.council_id for each in held if each.council_id]
    found = Q(initiative__in=initiatives) | Q(initiative__council__in=councils, **of_council)
    return found | at_table if any(each.is_joint for each in held) else found


# What each role is held over: all, a council, an initiative, an initiative for a jurisdiction.
SCOPE = (
    Q(role="secretariat", council=None, initiative=None, jurisdiction=None)
    | Q(role="cochair", council__isnull=False, initiative=None, jurisdiction=None)
    | Q(role="lead", council=None, initiative__isnull=False, jurisdiction=None)
    | Q(role="contributor", council=None, initiative__isnull=False, jurisdiction__isnull=False)
    | Q(role="viewer", council=None, initiative__isnull=False, jurisdiction=None)
    | Q(role="viewer", council__isnull=False, initiative=None, jurisdiction=None)
)


class RoleInScope(models.Model):
    """A role, with the scope that the role asks for."""

    role = models.CharField(max_length=12, choices=Role)
    council = models.ForeignKey(Council, on_delete=models.PROTECT, null=True)
    initiative = models.ForeignKey("assessments.Initiative", on_delete=models.PROTECT, null=True)
    jurisdiction = models.ForeignKey(Jurisdiction, on_delete=models.PROTECT, null=True)

    class Meta:
        abstract = True

    @property
    def is_joint(self) -> bool:
        """Whether it is held in the Joint Councils."""
        return self.council is not None and self.council.is_joint

    @property
    def scope(self) -> dict[str, Any]:
        """The role with its scope, as a role is given."""
        return {
            "role": self.role,
            "council": self.council,
            "initiative": self.initiative,
            "jurisdiction": self.jurisdiction,
        }

    @property
    def described(self) -> dict[str, str]:
        """The same as JSON values, by codes, without what is empty."""
        given = {name: getattr(each, "code", each) for name, each in self.scope.items() if each}
        return {name: str(value) for name, value in given.items()}


class Membership(RoleInScope):
    """A role of a person."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")

    class Meta:
        constraints = [
            models.CheckConstraint(name="membership_scope", condition=SCOPE),
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(role="secretariat"),
                name="membership_once_for_all",
            ),
            models.UniqueConstraint(
                fields=["person", "role", "council"],
                condition=Q(council__isnull=False),
                name="membership_once_a_council",
            ),
            models.UniqueConstraint(
                fields=["person", "initiative"],
                condition=Q(initiative__isnull=False),
                name="membership_once_an_initiative",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} ({self.get_role_display()})"
