"""Who is blind to what: governments that rate on their own, to one another and to the team."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager

from django.db.models import Q, QuerySet

from assessments.models import Assessment, Initiative, Participant, Person
from assessments.models.assessments import TEAM_STATES, State
from assessments.models.people import Role
from assessments.rules.roles import rates_for, role_in


def blind_initiatives(person: Person) -> frozenset[uuid.UUID]:
    """The initiatives of which a person's own government is rating an assessment: the team's plan,
    its lessons and its other work at the time would tell what others think."""
    return frozenset(being_rated_by(person))


def is_blind_to_team(person: Person, initiative: Initiative) -> bool:
    """Whether an initiative is one of the `blind_initiatives`."""
    return initiative.pk in being_rated_by(person)


# Governments that rate on their own are blind to one another, and everybody is to them:
# - What a government gives is its contributors' alone until it has finished. The lead sees who has
#   finished, and nobody but its own contributors ever reads what an unfinished government gave.
# - A contributor whose government is asked sees what others gave, and what the team has agreed,
#   from the moment its own has finished; a government that looks again is blind again.
# - The lead, who chairs the consensus and rates for no government, sees each government from the
#   moment it finishes. Everybody else waits until all who were asked have, or until the assessment
#   is out of the team's hands: what one has seen, one can tell.
# - No other role opens what is closed: somebody of the secretariat, or a co-chair, whose government
#   rates is blind as it is.


def may_see_opinions(person: Person, assessment: Assessment) -> bool:
    """What the governments that have finished gave on their own, and what follows from it."""
    if assessment.has_ended or role_in(person, assessment.initiative) == Role.LEAD:
        return True
    if own := own_sheet(person, assessment):
        return own.finished
    in_team = assessment.state in TEAM_STATES
    return not in_team or all(each.finished for each in assessment.participants.all())


def is_blind(person: Person, assessment: Assessment) -> bool:
    """Whether the person's own government is rating, this assessment or another of the initiative
    that has not ended: nothing that others say may sway it."""
    if assessment.has_ended or rates_for(person, assessment.initiative) is None:
        return False
    own = own_sheet(person, assessment)
    others = being_rated_by(person).get(assessment.initiative_id, set()) - {own and own.pk}
    return (own is not None and not own.finished) or bool(others)


def sheets_of(person: Person) -> Q:
    """Of participants, those that a person rates for. No query where there is none."""
    own = Q(pk__in=[])
    for each in person.roles:
        if each.role == Role.CONTRIBUTOR:
            own |= Q(assessment__initiative=each.initiative_id, jurisdiction=each.jurisdiction_id)
    return own


def unfinished_sheets(person: Person) -> QuerySet[Participant]:
    """What the person's governments were asked to rate and have not finished: to these assessments
    they are blind, also while one is withdrawn, which can be taken back."""
    unfinished = Participant.objects.filter(sheets_of(person), finished=False)
    return unfinished.exclude(assessment__state=State.APPROVED)


def being_rated_by(person: Person) -> dict[uuid.UUID, set[int]]:
    """By initiative, the keys of the sheets that a person's governments still rate; read once a
    request, as the person's roles are, and without a query where they rate for none.

    Not of a withdrawn assessment: nobody can finish it, and it would close the plan for good."""
    known: dict[uuid.UUID, set[int]] | None = vars(person).get("_unfinished")
    if known is None:
        known = vars(person)["_unfinished"] = {}
        rated = unfinished_sheets(person).exclude(assessment__state=State.WITHDRAWN)
        for initiative, sheet in rated.values_list("assessment__initiative", "pk"):
            known.setdefault(initiative, set()).add(sheet)
    return known


@contextmanager
def as_if_finished(person: Person, assessment: Assessment) -> Iterator[None]:
    """Within, the rules answer as if a person's government had rated all it was asked to. Only
    supposed: nothing is saved."""
    known, own = being_rated_by(person), own_sheet(person, assessment)
    finished = own.finished if own else True
    vars(person)["_unfinished"] = {}
    if own:
        own.finished = True
    try:
        yield
    finally:
        vars(person)["_unfinished"] = known
        if own:
            own.finished = finished


def blind_to(person: Person) -> list[uuid.UUID]:
    """The assessments that a person is blind to, as `is_blind` says of one, whatever other roles
    they have."""
    own = Q(pk__in=unfinished_sheets(person).values("assessment"))
    others = Q(initiative__in=blind_initiatives(person)) & ~Q(state=State.APPROVED)
    return list(Assessment.objects.filter(own | others).values_list("pk", flat=True))


def own_sheet(person: Person, assessment: Assessment) -> Participant | None:
    """The participant that a contributor rates for, if its government is asked."""
    government = rates_for(person, assessment.initiative)
    if government is None:
        return None
    asked = assessment.participants.all()
    return next((each for each in asked if each.jurisdiction_id == government), None)
