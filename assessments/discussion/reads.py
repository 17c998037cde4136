"""Reading a team's discussions, and who of it looks after what, in a fixed number of queries."""

from dataclasses import dataclass

from django.db.models import Prefetch

from assessments.discussion.assignments import CARERS
from assessments.models import Assessment, Membership, Person, Remark, Thread
from maturity.folding import by_name
from maturity.models import Criterion


@dataclass(frozen=True, slots=True)
class Care:
    """Who looks after a criterion, and who after its whole attribute."""

    criterion: Person | None
    attribute: Person | None


def threads_of(assessment: Assessment, criterion: Criterion) -> list[Thread]:
    """The discussions of a criterion with their remarks, the open ones first."""
    remarks = Remark.objects.select_related("author").prefetch_related("mentions")
    threads = assessment.threads.filter(criterion=criterion).select_related("resolved_by")
    found = threads.prefetch_related(Prefetch("remarks", queryset=remarks))
    return sorted(found, key=lambda thread: (bool(thread.resolved_at), thread.created_at))


def team_of(assessment: Assessment) -> list[Membership]:
    """The people of an assessment's team, by name."""
    members = Membership.objects.filter(
        initiative=assessment.initiative_id, person__is_active=True
    ).select_related("person", "jurisdiction")
    return by_name(members, lambda each: each.person.name)


def carers(team: list[Membership]) -> list[Person]:
    """Who of a team can be asked to look after something, or to answer: the people who write."""
    return [member.person for member in team if member.role in CARERS]


def care_of(assessment: Assessment, criterion: Criterion) -> Care:
    """Who looks after a criterion and its attribute."""
    held = assessment.assignments.select_related("person")
    both = held.filter(criterion=criterion) | held.filter(attribute=criterion.attribute_id)
    people = {each.criterion_id is not None: each.person for each in both}
    return Care(people.get(True), people.get(False))
