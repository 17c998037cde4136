"""Writes of who looks after what."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from assessments.audit.record import record
from assessments.cycle.actions import locked
from assessments.models import Assessment, Assignment, Membership, Person
from assessments.models.people import Role
from assessments.notices import notices
from maturity.faults import Fault, Faults
from maturity.models import Attribute, Criterion

# Who of a team can be asked to look after something: the people who write.
CARERS = (Role.LEAD, Role.CONTRIBUTOR)


@transaction.atomic
def assign(
    assessment: Assessment, subject: Attribute | Criterion, person: Person | None, *, by: Person
) -> None:
    """Asks a lead or contributor of the team to look after a criterion or an attribute, or nobody.

    Raises Faults where the person is not (or not any more) one of them.
    """
    assessment = locked(assessment).row
    what: dict[str, Any] = {"criterion" if isinstance(subject, Criterion) else "attribute": subject}
    held = assessment.assignments.filter(**what).select_related("person").first()
    old = held.person if held else None
    if old == person:
        return
    if person is None:
        assessment.assignments.filter(**what).delete()
    else:
        carers = Membership.objects.filter(initiative=assessment.initiative, role__in=CARERS)
        if not carers.filter(person=person, person__is_active=True).exists():
            message = _("%(name)s is no longer a lead or contributor of the team.")
            raise Faults([Fault("", message % {"name": person.name})])
        Assignment.objects.update_or_create(
            assessment=assessment, **what, defaults={"person": person}
        )
        notices.assigned(assessment, subject, person, by=by)
    record(
        "assign",
        assessment,
        by=by,
        assessment=assessment,
        place=subject.code,
        old={"person": str(old.pk)} if old else None,
        new={"person": str(person.pk)} if person else None,
    )
