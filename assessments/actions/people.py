"""Writes to people."""

from django.db import transaction

from assessments.actions.audit import record
from assessments.models import Membership, Person
from assessments.models.people import Role

COMMAND_LINE = "command-line@portal.invalid"


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
    membership, new = Membership.objects.get_or_create(person=person, role=Role.SECRETARIAT)
    if new:
        given = {"person": str(person.pk), "role": membership.role}
        record("give_role", membership, by=person, new=given)
    return person
