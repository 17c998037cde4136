"""Who may do what with councils, and with people."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q

from assessments.models import Initiative, Membership, Person
from assessments.models.people import Role
from assessments.rules.roles import has_role_in, is_secretariat, sits_jointly
from maturity.models import Council


def may_see_councils(person: Person) -> bool:
    """Whether there is any council that a person may see."""
    return is_secretariat(person) or any(role.council_id for role in person.roles)


def may_see_council(person: Person, council: Council) -> bool:
    """Its people; members of a team of one of its initiatives know that initiative only."""
    return is_secretariat(person) or has_role_in(person, council)


def may_export_council(person: Person, council: Council) -> bool:
    """Export a council's report, or the data and reports of all its baselines."""
    return _oversees(person, council)


def may_export_anything(person: Person) -> bool:
    """Whether there may be a baseline whose report a person may export."""
    return is_secretariat(person) or any(
        role.role in (Role.LEAD, Role.COCHAIR) for role in person.roles
    )


def may_look_ahead_for_council(person: Person, council: Council) -> bool:
    """Weigh which of a council's initiatives can be brought to their targets."""
    return _oversees(person, council)


def may_decide_for_council(person: Person, council: Council) -> bool:
    """Keep its meetings, its decisions and its own targets."""
    return _oversees(person, council)


def may_approve_council(person: Person, council: Council) -> bool:
    """Approve the council's own baseline: its co-chairs, and not the secretariat."""
    return any(role.council_id == council.pk and role.role == Role.COCHAIR for role in person.roles)


def may_follow_up(person: Person) -> bool:
    """See what is late or due in all councils that a person oversees, and remind people of it."""
    return _oversees_any(person)


def may_see_validation(person: Person) -> bool:
    """See whether the model works, by what was rated with it, and have that computed again: the
    secretariat, and co-chairs of the joint table, for it tells of governments of all councils."""
    return is_secretariat(person) or sits_jointly(person, Role.COCHAIR)


def may_read_feedback(person: Person) -> bool:
    """Read what those who rate tell of the statements: what is unclear, and how long it takes."""
    return is_secretariat(person)


def may_follow_up_council(person: Person, council: Council) -> bool:
    """The same of one council."""
    return _oversees(person, council)


def overseen_by(person: Person) -> Q:
    """Of the initiatives that a person may see, those that they oversee: all for the secretariat,
    those of their council for a co-chair, and of the Joint Councils' all with a baseline."""
    if is_secretariat(person):
        return Q()
    found = Q(council__in=[each.council_id for each in person.roles if each.role == Role.COCHAIR])
    if sits_jointly(person, Role.COCHAIR):
        found |= Q(pk__in=Initiative.objects.with_baseline().values("pk"))
    return found


def may_see_published(person: Person, council: Council) -> bool:
    """See what a council published of its baselines, without names: everybody who has a role."""
    return bool(person.roles)


def may_share_views(person: Person, council: Council) -> bool:
    """Share views that one keeps with the people of a council."""
    return _oversees(person, council)


def views_read_by(person: Person) -> Q:
    """What kept views have to meet for a person to open them: they are their own, or shared with a
    council in which they have a role, by somebody who may do so still. The secretariat reads all
    that are shared.
    """
    of_sharer = Membership.objects.filter(person=OuterRef("person"), person__is_active=True)
    may_share = Q(role=Role.SECRETARIAT) | Q(role=Role.COCHAIR, council=OuterRef("shared_with"))
    shared = Q(Exists(of_sharer.filter(may_share)), shared_with__isnull=False)
    if not is_secretariat(person):
        shared &= Q(shared_with__in=[role.council_id for role in person.roles if role.council_id])
    return Q(person=person) | shared


def _oversees_any(person: Person) -> bool:
    """Whether a person is a co-chair, of whichever council, or of the secretariat."""
    return is_secretariat(person) or any(role.role == Role.COCHAIR for role in person.roles)


def _oversees(person: Person, council: Council) -> bool:
    """Whether a person is a co-chair of a council, or of the secretariat."""
    return is_secretariat(person) or may_approve_council(person, council)


def may_see_names(person: Person, councils: Iterable[Council]) -> bool:
    """Whether a person may see every initiative of these councils by name, at the latest once it
    has a baseline: partners of one table are known to one another by name."""
    if is_secretariat(person) or sits_jointly(person):
        return True
    return all(has_role_in(person, council) for council in councils)


def may_manage_people(person: Person) -> bool:
    """Invite and deactivate people, give and take every role; councils and jurisdictions too."""
    return is_secretariat(person)


def may_see_record(person: Person) -> bool:
    """Read what everyone did in the whole portal."""
    return is_secretariat(person)


def may_see_state(person: Person) -> bool:
    """Read how the portal is doing: its backups, its jobs, its disks."""
    return is_secretariat(person)


def may_manage_person(person: Person, _other: Person) -> bool:
    return may_manage_people(person)


def may_see_person(person: Person, other: Person) -> bool:
    """What the portal keeps of someone: the secretariat, and they themselves."""
    return is_secretariat(person) or person.pk == other.pk
