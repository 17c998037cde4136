"""Who may do what with an initiative and its team."""

from assessments.models import Initiative, Person
from assessments.models.assessments import State
from assessments.models.people import Role
from assessments.rules.roles import (
    is_of_team,
    is_secretariat,
    leads,
    role_in,
    role_in_council,
    sits_jointly,
)


def may_see_initiative(person: Person, initiative: Initiative) -> bool:
    """Its members always; the people of its council from the first submission on, and those of the
    Joint Councils from the first baseline on."""
    return (
        is_secretariat(person)
        or bool(role_in(person, initiative))
        or (
            bool(role_in_council(person, initiative))
            and initiative.assessments.filter(submitted_at__isnull=False).exists()
        )
        or (sits_jointly(person) and initiative.assessments.filter(state=State.APPROVED).exists())
    )


def may_manage_initiatives(person: Person) -> bool:
    """Create initiatives, change what they are."""
    return is_secretariat(person)


def may_edit_initiative(person: Person, initiative: Initiative) -> bool:
    return is_secretariat(person)


def may_manage_team(person: Person, initiative: Initiative) -> bool:
    return is_secretariat(person) or role_in(person, initiative) == Role.LEAD


def may_start_assessment(person: Person, initiative: Initiative) -> bool:
    return is_secretariat(person) or role_in(person, initiative) == Role.LEAD


def may_prepare(person: Person, initiative: Initiative) -> bool:
    """Read what comes before an assessment: those who take part in it."""
    return is_secretariat(person) or is_of_team(person, initiative)


def may_export_initiative(person: Person, initiative: Initiative) -> bool:
    """Export the data of its baselines: those who may for each of them."""
    return (
        is_secretariat(person)
        or leads(person, initiative)
        or (role_in_council(person, initiative) == Role.COCHAIR)
        or sits_jointly(person, Role.COCHAIR)
    )
