"""Writes to invitations."""

import datetime
import secrets
from collections import Counter
from collections.abc import Iterable

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.audit.record import record
from assessments.models import Initiative, Invitation, Membership, Person
from assessments.models.people import Role
from assessments.notices.mail import send_in_both_languages
from assessments.people.actions import create_person, give_role, refuse_outsiders
from assessments.people.invitees import Invitee, LineOutcome, understand
from maturity.canonical import sha256
from maturity.faults import Fault, Faults
from maturity.models import Council, Jurisdiction
from maturity.text import address


@transaction.atomic
def invite(
    email: str,
    role: str,
    *,
    by: Person,
    language: str,
    council: Council | None = None,
    initiative: Initiative | None = None,
    jurisdiction: Jurisdiction | None = None,
) -> Invitation:
    """Invite the person who reads mail at `email`, in `language` first, to take a role.

    An earlier invitation of that address to the same council, initiative or to the secretariat is
    replaced. Raises Faults where the address is that of a person, who is given a role instead, and
    as `give_role` does.
    """
    refuse_outsiders(role, initiative, jurisdiction)
    email = address(email).lower()
    if Person.objects.filter(email__iexact=email).exists():
        raise Faults([Fault("email", _("Someone else already has an account with this address."))])
    earlier = Invitation.objects.pending().filter(email=email, council=council)
    for invitation in earlier.filter(initiative=initiative).select_for_update(of=("self",)):
        revoke(invitation, by=by)
    token = secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(
        email=email,
        language=language,
        role=role,
        council=council,
        initiative=initiative,
        jurisdiction=jurisdiction,
        digest=sha256(token),
        invited_by=by,
        expires_at=timezone.now() + datetime.timedelta(days=settings.INVITATION_DAYS),
    )
    # Without the address: the audit record is kept for good.
    record("invite", invitation, by=by, new=invitation.described)
    send_in_both_languages(
        "invitation",
        to=email,
        first=language,
        context={
            "invitation": invitation,
            "site": settings.PORTAL_URL,
            "token": token,
            "days": settings.INVITATION_DAYS,
        },
    )
    return invitation


@transaction.atomic
def invite_all(text: str, *, mark: str, by: Person) -> Counter[LineOutcome]:
    """Invite everyone of a list, or give them their roles, and say how many of each.

    `mark` is that of the list as it was shown. Raises Faults, and does nothing, where the list has
    faults by now, or would not become what was shown.
    """
    _hold_roles(understand(text).invitees)
    found = understand(text)
    if found.faults or found.mark != mark:
        message = _("The list or the portal has since changed. Check the list again.")
        raise Faults([Fault("", message)])
    for each in found.invitees:
        if each.person and each.outcome != LineOutcome.HELD:
            give_role(each.person, by=by, **each.scope)
        elif each.person is None:
            invite(each.email, by=by, language=each.language, **each.scope)
    return Counter(each.outcome for each in found.invitees)


def _hold_roles(invitees: Iterable[Invitee]) -> None:
    """Holds the roles that a list may change: every lock comes before the first event."""
    people = [each.person for each in invitees if each.person]
    initiatives = [each.initiative for each in invitees if each.person and each.initiative]
    concerned = Q(person__in=people) | Q(initiative__in=initiatives, role=Role.LEAD)
    list(Membership.objects.filter(concerned).order_by("pk").select_for_update(of=("self",)))


@transaction.atomic
def revoke(invitation: Invitation, *, by: Person) -> None:
    """Takes an invitation back, so that its link no longer works."""
    invitation = Invitation.objects.select_for_update(of=("self",)).get(pk=invitation.pk)
    if invitation.is_pending:
        invitation.revoked_at = timezone.now()
        invitation.save(update_fields=["revoked_at"])
        record("revoke_invitation", invitation, by=by, old=invitation.described)


@transaction.atomic
def accept(
    invitation: Invitation,
    *,
    name: str,
    language: str,
    password: str | None = None,
    jurisdiction: Jurisdiction | None = None,
) -> Person:
    """Make the account of the person invited, with every role that waits for the address.

    Raises Faults where the invitation has since been used, taken back or has run out.
    """
    waiting = list(
        Invitation.objects.pending()
        .filter(email=invitation.email)
        .select_for_update(of=("self",))
        .select_related("invited_by", "council", "initiative", "jurisdiction")
    )
    if invitation not in waiting:
        raise Faults([Fault("", _("This invitation no longer works. Ask for a new one."))])
    person = create_person(
        email=invitation.email,
        name=name,
        language=language,
        password=password,
        jurisdiction=jurisdiction or invitation.jurisdiction,
    )
    for each in waiting:
        each.accepted_at, each.accepted_by = timezone.now(), person
        each.save(update_fields=["accepted_at", "accepted_by"])
        record("accept_invitation", each, by=person, new={"person": str(person.pk)})
        give_role(person, by=each.invited_by, notify=False, **each.scope)
    return person


def invitation_by_token(token: str) -> Invitation | None:
    """The invitation that a link's token belongs to, whether it can still be accepted or not."""
    found = Invitation.objects.filter(digest=sha256(token))
    return found.select_related("invited_by", "council", "initiative", "jurisdiction").first()


def invitation_of(key: str) -> Invitation | None:
    """The invitation with an id, while it can be accepted."""
    return Invitation.objects.pending().filter(pk=key).first() if key else None
