"""Writes to people and their roles."""

from typing import Any

from allauth.account.models import EmailAddress
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.audit.record import record
from assessments.models import AccessToken, Initiative, Invitation, Membership, Person
from assessments.models.people import COMMAND_LINE, Language, Role
from assessments.notices.roles import role_told
from maturity.faults import Fault, Faults
from maturity.models import Council, Jurisdiction
from maturity.text import address, one_line

EDITABLE = ("name", "email", "language", "jurisdiction", "mail_muted", "digest", "not_timed")


@transaction.atomic
def command_line_person() -> Person:
    """The person in whose name management commands act: the secretariat, who cannot sign in."""
    person, new = Person.objects.get_or_create(
        email=COMMAND_LINE,
        defaults={"name": "Secretariat – Secrétariat", "is_active": False},
    )
    if new:
        person.set_unusable_password()
        person.save(update_fields=["password"])
    give_role(person, Role.SECRETARIAT, by=person)
    return person


@transaction.atomic
def open_portal(*, email: str, password: str | None = None, **more: Any) -> Person:
    """Create the first person, who is of the secretariat."""
    person = create_person(email=email, password=password, **more)
    give_role(person, Role.SECRETARIAT, by=person)
    return person


@transaction.atomic
def create_person(
    *,
    email: str,
    name: str,
    language: str = Language.EN,
    jurisdiction: Jurisdiction | None = None,
    password: str | None = None,
) -> Person:
    """Someone whose address is known to be theirs, by an invitation; without a password at first
    where they sign in elsewhere. Raises IntegrityError where the address is somebody's already.
    """
    email, name = address(email), one_line(name) or address(email)
    person = Person(email=email, name=name, language=language, jurisdiction=jurisdiction)
    person.set_password(password)
    person.save()
    EmailAddress.objects.create(user=person, email=email, verified=True, primary=True)
    record("create_person", person, by=person, new={"language": language})
    return person


@transaction.atomic
def update_person(person: Person, *, by: Person, **values: Any) -> Person:
    """Changes what is EDITABLE of a person. A new address has to be confirmed.

    The audit record says what was changed; of an address not what it was: it is kept for good.
    """
    person = Person.objects.select_for_update(of=("self",), no_key=True).get(pk=person.pk)
    old = {name: getattr(person, name) for name in EDITABLE}
    changed = {name: new for name, new in values.items() if old[name] != new}
    if not changed:
        return person
    for name, new in changed.items():
        setattr(person, name, new)
    person.save(update_fields=list(changed))
    if "email" in changed:
        EmailAddress.objects.filter(user=person).delete()
        EmailAddress.objects.create(user=person, email=person.email.lower(), primary=True)
    record(
        "update_person",
        person,
        by=by,
        old={name: _told(name, old[name]) for name in changed},
        new={name: _told(name, new) for name, new in changed.items()},
    )
    return person


@transaction.atomic
def give_role(
    person: Person,
    role: str,
    *,
    by: Person,
    council: Council | None = None,
    initiative: Initiative | None = None,
    jurisdiction: Jurisdiction | None = None,
    notify: bool = True,
) -> Membership:
    """Gives a person a role; in an initiative it takes the place of the role held there before.

    They are told by mail unless `notify` is off. Raises Faults where the initiative would be left
    without a lead, and for a contributor of a government that has no part in it.
    """
    refuse_outsiders(role, initiative, jurisdiction)
    held = None
    if initiative:
        held = _locked(person.memberships.filter(initiative=initiative)).first()
    else:
        held = person.memberships.filter(role=role, council=council).first()
    membership = held or Membership(person=person, council=council, initiative=initiative)
    old = _described(membership) if held else None
    if held and held.role == Role.LEAD and role != Role.LEAD:
        _refuse_to_lose_the_last(held)
    membership.role, membership.jurisdiction = role, jurisdiction
    new = _described(membership)
    if old != new:
        membership.save()
        if notify:
            role_told("changed" if held else "given", membership, by=by)
        record("give_role", membership, by=by, old=old, new=new)
    return membership


def refuse_outsiders(
    role: str, initiative: Initiative | None, jurisdiction: Jurisdiction | None
) -> None:
    """Raises Faults for a contributor of a government that could never be asked to rate."""
    if role != Role.CONTRIBUTOR or initiative is None or jurisdiction is None:
        return
    if not initiative.has_part(jurisdiction):
        message = _(
            "%(name)s neither leads this initiative nor is a partner, so it cannot be asked to "
            "rate. Choose another government, or add it to the initiative’s partners first."
        )
        raise Faults([Fault("jurisdiction", message % {"name": jurisdiction.text})])


@transaction.atomic
def take_role(membership: Membership, *, by: Person) -> None:
    """Takes a role away, and tells whoever had it.

    Raises Faults where it is the last of its kind that cannot be missing.
    """
    held = _locked(Membership.objects.filter(pk=membership.pk)).first()
    if held is None:
        return
    _refuse_to_lose_the_last(held)
    role_told("taken", held, by=by)
    _take(held, by=by)


@transaction.atomic
def deactivate(person: Person, *, by: Person) -> None:
    """Closes the account of someone who leaves: roles, sessions, invitations and access
    tokens end, what they wrote stays.

    Raises Faults where the secretariat or an initiative would be left without anyone.
    """
    person = Person.objects.select_for_update(of=("self",), no_key=True).get(pk=person.pk)
    if not person.is_active:
        return
    # Every lock comes before the first event (see `record`).
    held, faults = list(_locked(person.memberships.all())), []
    for membership in held:
        try:
            _refuse_to_lose_the_last(membership)
        except Faults as raised:
            faults += raised.faults
    if faults:
        raise Faults(faults)
    theirs = Q(email=person.email.lower()) | Q(invited_by=person)
    now = timezone.now()
    open_still = AccessToken.objects.filter(person=person, revoked_at=None)
    ended = {
        "invitations": Invitation.objects.pending().filter(theirs).update(revoked_at=now),
        "tokens": open_still.update(revoked_at=now),
    }
    person.is_active, person.left_at = False, now
    person.save(update_fields=["is_active", "left_at"])
    for membership in held:
        _take(membership, by=by)
    record(
        "deactivate",
        person,
        by=by,
        new={kind: number for kind, number in ended.items() if number} or None,
    )


@transaction.atomic
def reactivate(person: Person, *, by: Person) -> None:
    """Opens a closed account again; roles have to be given anew."""
    person = Person.objects.select_for_update(of=("self",), no_key=True).get(pk=person.pk)
    if person.is_active:
        return
    person.is_active, person.left_at = True, None
    person.save(update_fields=["is_active", "left_at"])
    record("reactivate", person, by=by)


def _take(held: Membership, *, by: Person) -> None:
    record("take_role", held, by=by, old=_described(held))
    held.delete()


def _locked(memberships: Any) -> Any:
    """Held until the transaction ends, with what describes them."""
    return memberships.select_for_update(of=("self",)).select_related(
        "person", "council", "initiative", "jurisdiction"
    )


def _refuse_to_lose_the_last(membership: Membership) -> None:
    """Somebody has to be of the secretariat, and on a team to lead it."""
    if membership.role not in (Role.SECRETARIAT, Role.LEAD):
        return
    peers = Membership.objects.filter(
        role=membership.role, initiative=membership.initiative, person__is_active=True
    )
    # The rows are held, so that two who leave at once do not leave nobody behind.
    if set(peers.select_for_update().values_list("pk", flat=True)) - {membership.pk}:
        return
    if membership.role == Role.SECRETARIAT:
        message = _("The secretariat needs at least one person.")
    else:
        assert membership.initiative  # nosec B101
        message = needs_lead(membership.initiative)
    raise Faults([Fault("role", message)])


def needs_lead(initiative: Initiative) -> str:
    """What is said where an initiative would be left without a lead."""
    message = _("%(initiative)s needs a lead: give someone else that role first.")
    return message % {"initiative": initiative}


def _described(membership: Membership) -> dict[str, str]:
    return {"person": str(membership.person_id)} | membership.described


def _told(name: str, value: Any) -> str | bool | None:
    if name == "email":
        return "…"
    return value.code if isinstance(value, Jurisdiction) else value
