"""Fetching what a request names, and refusing it in the same call to anyone who may not have it.

The same call asks whether what somebody may do can be done at the time: where it cannot, the page
only reads (`web.closed`).
"""

import uuid
from collections.abc import Callable, Collection

from django.core.exceptions import PermissionDenied
from django.db.models import Case, Q, QuerySet, When, prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from assessments import rules
from assessments.models import Assessment, Ballot, Initiative, Participant, Person
from assessments.models.assessments import OPEN_STATES, UNDER_WAY_STATES, State
from assessments.models.held import Held
from assessments.models.people import COMMAND_LINE
from assessments.web.closed import close_finished, close_unless, closed
from maturity.models import Council

# What a session holds: when it began, in seconds since 1970.
STARTED = "started"

type May[Thing] = Callable[[Person, Thing], bool]
# In which states of an assessment what somebody may do can be done. What is not here only reads.
WHILE: dict[May[Assessment], Collection[str]] = {
    rules.may_rate: OPEN_STATES,
    rules.may_bookmark: OPEN_STATES,
    rules.may_say_unclear: OPEN_STATES,
    rules.may_discuss: OPEN_STATES,
    rules.may_ask_to_rate: OPEN_STATES,
    rules.may_set_dates: OPEN_STATES,
    rules.may_submit: OPEN_STATES,
    rules.may_review: (State.SUBMITTED,),
    rules.may_approve: (State.SUBMITTED,),
    rules.may_withdraw: UNDER_WAY_STATES,
}


def person_of(request: HttpRequest) -> Person:
    """The person who is signed in (the sign-in middleware has seen to it that there is one)."""
    assert isinstance(request.user, Person)  # nosec B101
    return request.user


def get_initiative(
    request: HttpRequest, code: str, *, may: May[Initiative] = rules.may_see_initiative
) -> Initiative:
    """The initiative, for a person who `may`. Raises Http404 (stranger) or PermissionDenied."""
    initiative = get_object_or_404(Initiative.objects.with_context(), code=code)
    return _allowed(request, initiative, sees=rules.may_see_initiative, may=may)


def get_assessment(
    request: HttpRequest,
    pk: uuid.UUID,
    *,
    may: May[Assessment] = rules.may_see_assessment,
    states: Collection[str] = (),
) -> Assessment:
    """The assessment, for a person who `may`. Raises Http404 (stranger) or PermissionDenied.

    Where its state is none of `states`, by default those of `WHILE`, the page only reads.
    """
    assessment = get_object_or_404(Assessment.objects.with_context(), pk=pk)
    if not rules.leads(person_of(request), assessment.initiative):
        # Nearly every rule asks of them, more than once a page.
        prefetch_related_objects([assessment], "participants")
    try:
        _allowed(request, assessment, sees=rules.may_see_assessment, may=may)
    except PermissionDenied:
        request.own_first = _rated_first(person_of(request), assessment, may)  # type: ignore[attr-defined]
        raise
    if states := states or WHILE.get(may, ()):
        close_unless(request, person_of(request), assessment, states)
    return assessment


def _rated_first(
    person: Person, assessment: Assessment, may: Callable[[Person, Assessment], bool]
) -> Assessment | None:
    """The assessment that a person's government has to finish rating before they may; None where
    that would not help. The page of a refusal then says so (`403.html`).
    """
    if not rules.is_blind(person, assessment):
        return None
    with rules.as_if_finished(person, assessment):
        opens = may(person, assessment)
    return being_rated(person, assessment) if opens else None


def own_first(request: HttpRequest, assessment: Assessment) -> HttpResponse:
    """The page that somebody finds in place of another who has to finish rating alone first."""
    rated = being_rated(person_of(request), assessment)
    return render(request, "components/own_first.html", {"assessment": assessment, "rated": rated})


def being_rated(person: Person, assessment: Assessment) -> Assessment | None:
    """Which assessment of an initiative a person's government is rating alone: this, or another;
    one that is withdrawn only where it is this one.
    """
    sheets = rules.unfinished_sheets(person).filter(assessment__initiative=assessment.initiative_id)
    this, withdrawn = When(assessment=assessment.pk, then=0), Q(assessment__state=State.WITHDRAWN)
    order = Case(this, When(withdrawn, then=2), default=1)
    sheet = sheets.select_related("assessment").order_by(order, "pk").first()
    return sheet.assessment if sheet else None


def writes(
    request: HttpRequest, assessment: Assessment, *, may: Callable[[Person, Assessment], bool]
) -> bool:
    """Whether a page that others read is one to write on, for a person who `may`, at the time.

    Where only the state of the assessment is in the way, the page says so.
    """
    person = person_of(request)
    if not may(person, assessment):
        return False
    close_unless(request, person, assessment, WHILE[may])
    return not closed(request)


def get_assessment_or_baseline(
    request: HttpRequest, key: uuid.UUID, *, may: May[Assessment]
) -> Assessment:
    """The assessment with a key, or that of the baseline with it; else as `get_assessment`."""
    known = Assessment.objects.with_context().filter(Q(pk=key) | Q(baseline=key))
    assessment = get_object_or_404(known)
    return _allowed(request, assessment, sees=rules.may_see_assessment, may=may)


def hold_assessment(
    request: HttpRequest, pk: uuid.UUID, *, may: May[Assessment]
) -> Held[Assessment]:
    """As `get_assessment`, held for an answer until the transaction that it is called in ends."""
    assessment = get_object_or_404(Assessment.objects.held_to_answer(), pk=pk)
    return Held(_allowed(request, assessment, sees=rules.may_see_assessment, may=may))


def get_council(
    request: HttpRequest,
    code: str,
    *,
    may: May[Council] = rules.may_see_council,
    sees: May[Council] = rules.may_see_council,
) -> Council:
    """The council, for a person who `may`. Raises Http404 (a stranger, who does not see it) or
    PermissionDenied."""
    council = get_object_or_404(Council, code=code)
    return _allowed(request, council, sees=sees, may=may)


def get_ballot(
    request: HttpRequest, pk: uuid.UUID, *, may: May[Ballot] = rules.may_see_ballot
) -> Ballot:
    """The ballot, for a person who `may`. Raises Http404 (stranger) or PermissionDenied."""
    ballot = get_object_or_404(Ballot.objects.select_related("edition", "opened_by"), pk=pk)
    return _allowed(request, ballot, sees=rules.may_see_ballot, may=may)


def get_sheet(request: HttpRequest, pk: uuid.UUID) -> Participant:
    """The own rating of the signed-in contributor's government.

    Raises Http404 (stranger) or PermissionDenied (whose government is not asked to rate). Where it
    has finished, or the assessment is not open, the page only reads.
    """
    sheet = _own(request, pk, Participant.objects.with_context())
    close_finished(request, sheet)
    close_unless(request, person_of(request), sheet.assessment, OPEN_STATES)
    return sheet


def hold_sheet(request: HttpRequest, pk: uuid.UUID) -> Held[Participant]:
    """As `get_sheet`, held with its assessment until the transaction that it is called in ends."""
    return Held(_own(request, pk, Participant.objects.held()))


def _own(request: HttpRequest, pk: uuid.UUID, sheets: QuerySet[Participant]) -> Participant:
    sheet = sheets.filter(rules.sheets_of(person_of(request)), assessment=pk).first()
    if sheet is None:
        get_assessment(request, pk)
        raise PermissionDenied
    return sheet


def get_person(request: HttpRequest, pk: uuid.UUID, *, may: May[Person]) -> Person:
    """A person, for someone who `may`. Raises Http404 (stranger) or PermissionDenied (oneself)."""
    found = Person.objects.exclude(email=COMMAND_LINE).select_related("jurisdiction")
    other = get_object_or_404(found, pk=pk)
    return _allowed(request, other, sees=rules.may_see_person, may=may)


def manager_of_people(request: HttpRequest) -> Person:
    """The person signed in, who may manage people. Raises PermissionDenied for anyone else."""
    person = person_of(request)
    if not rules.may_manage_people(person):
        raise PermissionDenied
    return person


def _allowed[Thing](
    request: HttpRequest, thing: Thing, *, sees: May[Thing], may: May[Thing]
) -> Thing:
    person = person_of(request)
    if not sees(person, thing):
        raise Http404
    if not may(person, thing):
        raise PermissionDenied
    return thing
