"""Removing what is kept of people once it is no longer needed (settings.RETENTION)."""

import datetime
import uuid

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from assessments.actions.audit import record
from assessments.models import Invitation, Person

REMOVED = "removed.invalid"


def invitations_over() -> QuerySet[Invitation]:
    """Invitations that were accepted, taken back or ran out more than so many days ago."""
    limit = _days_ago(settings.RETENTION["invitations"])
    ended = (
        Q(accepted_at__lt=limit)
        | Q(revoked_at__lt=limit)
        | Q(accepted_at=None, revoked_at=None, expires_at__lt=limit)
    )
    return Invitation.objects.filter(ended)


def people_left() -> QuerySet[Person]:
    """People whose account was closed more than so many days ago, and who are still known by it."""
    limit = _days_ago(settings.RETENTION["left"])
    left = Person.objects.filter(is_active=False, left_at__lt=limit)
    return left.exclude(email__endswith=f"@{REMOVED}")


def sessions_over() -> QuerySet[Session]:
    """Sessions that have run out."""
    return Session.objects.filter(expire_date__lt=timezone.now())


@transaction.atomic
def apply_retention(*, by: Person) -> dict[str, int]:
    """Removes all of it; gives how many of each. Names stay beside what people wrote."""
    counts = {
        "invitations": invitations_over().delete()[0],
        "people": 0,
        "sessions": sessions_over().delete()[0],
    }
    for person in people_left().select_for_update():
        for kept in (EmailAddress, Authenticator, SocialAccount):
            kept.objects.filter(user=person).delete()
        person.email = f"{uuid.uuid4()}@{REMOVED}"
        person.set_unusable_password()
        person.save(update_fields=["email", "password"])
        record("forget_address", person, by=by)
        counts["people"] += 1
    return counts


def _days_ago(days: int) -> datetime.datetime:
    return timezone.now() - datetime.timedelta(days=days)
