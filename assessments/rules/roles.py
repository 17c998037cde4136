"""Which roles somebody has where: what every other rule is made of."""

from assessments.models import Initiative, Person
from assessments.models.people import Role
from maturity.models import Council

# The roles of those of a team who do its work.
WORKING = (Role.LEAD, Role.CONTRIBUTOR)


def is_secretariat(person: Person) -> bool:
    return any(membership.role == Role.SECRETARIAT for membership in person.roles)


def works_on(person: Person, initiative: Initiative) -> bool:
    """Whether a person is of those of a team who rate, together or alone, and lead its actions."""
    return role_in(person, initiative) in WORKING


def rates_for(person: Person, initiative: Initiative) -> int | None:
    """The key of the jurisdiction for which a contributor rates; None for anyone else."""
    for membership in person.roles:
        if membership.initiative_id == initiative.pk and membership.role == Role.CONTRIBUTOR:
            return membership.jurisdiction_id
    return None


def leads(person: Person, initiative: Initiative) -> bool:
    return role_in(person, initiative) == Role.LEAD


def is_of_team(person: Person, initiative: Initiative) -> bool:
    """Whether a person has any role in the initiative itself."""
    return bool(role_in(person, initiative))


def reviews(person: Person) -> bool:
    """Whether a person is one of those who review what is submitted, of any council."""
    return any(role.role in (Role.SECRETARIAT, Role.COCHAIR) for role in person.roles)


def acting_role(person: Person, initiative: Initiative | None, council: int | None = None) -> str:
    """The role in which a person acts on something of an initiative, or of a council, by its key;
    may be empty.

    A role in the initiative comes before the secretariat's, that before one in its council, and
    that before one in the Joint Councils.
    """
    if initiative and (role := role_in(person, initiative)):
        return role
    if is_secretariat(person):
        return Role.SECRETARIAT.value
    council = initiative.council_id if initiative else council
    if council is None:
        return ""
    # A co-chair's role comes before a viewer's.
    own = sorted(each.role for each in person.roles if each.council_id == council)
    joint = sorted(each.role for each in person.roles if each.is_joint)
    return next(iter([*own, *joint]), "")


def role_in(person: Person, initiative: Initiative) -> str | None:
    for membership in person.roles:
        if membership.initiative_id == initiative.pk:
            return membership.role
    return None


def role_in_council(person: Person, initiative: Initiative) -> str | None:
    # A co-chair's role comes before a viewer's.
    roles = sorted(
        membership.role
        for membership in person.roles
        if membership.council_id == initiative.council_id
    )
    return roles[0] if roles else None


def sits_jointly(person: Person, *roles: str) -> bool:
    """Whether a person has a role in the Joint Councils, or one of some roles: partners of one
    table, to whom the initiatives of all councils have names from their first baseline on."""
    return any(each.is_joint and (not roles or each.role in roles) for each in person.roles)


def has_role_in(person: Person, council: Council) -> bool:
    return any(membership.council_id == council.pk for membership in person.roles)
