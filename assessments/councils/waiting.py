"""What waits for a council's people."""

from collections.abc import Iterable

from django.db.models import Case, Value, When

from assessments import rules
from assessments.models import Assessment, Person
from assessments.models.assessments import State
from assessments.models.people import Role
from maturity.models import Council


def to_review(
    person: Person, limit: int, councils: Iterable[Council] | None = None
) -> list[Assessment]:
    """Return the submitted assessments that a person may review, those who name them first.

    None to which they are blind (`rules.may_review`). At most `limit` of them, of some councils or
    of all.
    """
    if not rules.reviews(person):
        return []
    roles = {role.role for role in person.roles}
    waiting = Assessment.objects.filter(state=State.SUBMITTED)
    if Role.CONTRIBUTOR in roles:
        waiting = waiting.exclude(pk__in=rules.blind_to(person))
    if councils is not None:
        waiting = waiting.filter(initiative__council__in=councils)
    if Role.SECRETARIAT not in roles:
        chairs = [role.council_id for role in person.roles if role.role == Role.COCHAIR]
        waiting = waiting.filter(initiative__council__in=chairs)
    named = Case(When(reviewer=person, then=Value(0)), default=Value(1))
    return list(
        waiting.select_related("initiative", "stage", "submitted_by").order_by(
            named, "submitted_at"
        )[:limit]
    )
