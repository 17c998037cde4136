"""Finding people by their names, and by how they sign in."""

import datetime
import uuid

from allauth.mfa.models import Authenticator
from django.db import models
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments.models import Membership, Person
from assessments.models.people import COMMAND_LINE, Role
from maturity.folding import by_name, fold, has_words

# After how long somebody who signs in four times a year has probably moved on.
LONG = datetime.timedelta(days=365)
SECOND_FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


class SignIn(models.TextChoices):
    """How people sign in, where the secretariat may have to do something about it."""

    NEVER = "never", _("Never signed in")
    LONG_AGO = "long", _("Last signed in more than 12 months ago")
    NO_FACTOR = "factor", _("Without a second factor")


def second_factor() -> Exists:
    """Whether a person has a second factor here. Recovery codes are none: they stand in for one."""
    return Exists(Authenticator.objects.filter(user=OuterRef("pk"), type__in=SECOND_FACTORS))


def people_found(text: str, role: str, sign_in: str = "") -> list[uuid.UUID]:
    """The keys of those with every word in name or address, and with a role: open accounts first.

    `sign_in` leaves only open accounts that it is true of. An empty text, a role or a `sign_in`
    that there is not leaves nobody out. One query.
    """
    people = Person.objects.exclude(email=COMMAND_LINE)
    if role in Role.values:
        people = people.filter(pk__in=Membership.objects.filter(role=role).values("person"))
    if sign_in in SignIn.values:
        people = _signing_in(people.filter(is_active=True), sign_in)
    words = fold(text)
    rows = people.values_list("pk", "name", "email", "is_active")
    found = [row for row in rows if has_words(words, row[1], row[2])]
    ordered = by_name(found, lambda row: row[1])
    return [row[0] for row in sorted(ordered, key=lambda row: not row[3])]


def _signing_in(people: QuerySet[Person], sign_in: str) -> QuerySet[Person]:
    if sign_in == SignIn.NEVER:
        return people.filter(last_login=None)
    if sign_in == SignIn.LONG_AGO:
        return people.filter(last_login__lt=timezone.now() - LONG)
    return people.filter(~second_factor())
