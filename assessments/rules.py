"""Who may do what: every permission of the portal, as predicates over a person and a thing.

A person who may not even see a thing gets 404, and one who may see but not do gets 403
(`web.access`). Whether the state of an assessment allows a change is not asked here but by the
actions.
"""

import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.db.models import Q, QuerySet

from assessments.models import (
    Action,
    Assessment,
    Event,
    Initiative,
    Lesson,
    Participant,
    Person,
)
from assessments.models.assessments import TEAM_STATES, State
from assessments.models.people import Role
from maturity.models import Council

# The council that is the joint meeting of the others.
JOINT = "JC"
# The roles of those of a team who do its work.
WORKING = (Role.LEAD, Role.CONTRIBUTOR)
# What is recorded where somebody gives a rating, of a statement or of a result.
RATES = ("rate", "rate_result", "rate_alone")


def is_secretariat(person: Person) -> bool:
    return any(membership.role == Role.SECRETARIAT for membership in person.roles)


def may_see_initiative(person: Person, initiative: Initiative) -> bool:
    """Its members always; the people of its council from the first submission on."""
    return (
        is_secretariat(person)
        or bool(_role_in(person, initiative))
        or (
            bool(_role_in_council(person, initiative))
            and initiative.assessments.filter(submitted_at__isnull=False).exists()
        )
    )


def may_manage_initiatives(person: Person) -> bool:
    """Create initiatives, change what they are."""
    return is_secretariat(person)


def may_edit_initiative(person: Person, initiative: Initiative) -> bool:
    return is_secretariat(person)


def blind_initiatives(person: Person) -> frozenset[uuid.UUID]:
    """The initiatives of which a person's own government is rating an assessment: the team's plan,
    its lessons and its other work at the time would tell what others think."""
    return frozenset(_unfinished(person))


def is_blind_to_team(person: Person, initiative: Initiative) -> bool:
    """Whether an initiative is one of the `blind_initiatives`."""
    return initiative.pk in _unfinished(person)


def may_see_plan(person: Person, initiative: Initiative) -> bool:
    """Targets, actions, plays in use: whoever sees the initiative and is not blind to its team."""
    return may_see_initiative(person, initiative) and not is_blind_to_team(person, initiative)


def may_change_plan(person: Person, initiative: Initiative) -> bool:
    """As ratings, the plan is the lead's, not the secretariat's."""
    return leads(person, initiative)


def may_see_action(person: Person, action: Action) -> bool:
    """Whoever may see the plan, and whoever leads the action."""
    return leads_action(person, action) or may_see_plan(person, action.initiative)


def may_update_action(person: Person, action: Action) -> bool:
    """Say how it stands, and add what shows it."""
    return may_change_plan(person, action.initiative) or leads_action(person, action)


def leads_action(person: Person, action: Action) -> bool:
    """Whether an action is assigned to a person, who still works on its initiative."""
    return action.assignee_id == person.pk and works_on(person, action.initiative)


def may_manage_playbook(person: Person) -> bool:
    """Write plays, publish them and withdraw them."""
    return is_secretariat(person)


def may_use_plays(person: Person, initiative: Initiative) -> bool:
    """Say which plays an initiative uses, and show what each asks for."""
    return may_change_plan(person, initiative)


def plays_known_to(person: Person) -> Q:
    """Of what initiatives do with plays, what a person may read with the initiative's name: where
    they may see its plan; and people of the Joint Councils, of whatever has a baseline."""
    if is_secretariat(person):
        return Q()
    known = Q(initiative__in=Initiative.objects.visible_to(person))
    if any(each.council and each.council.code == JOINT for each in person.roles):
        known |= Q(initiative__in=Initiative.objects.filter(assessments__state=State.APPROVED))
    blind = blind_initiatives(person)
    return known & ~Q(initiative__in=blind) if blind else known


def works_on(person: Person, initiative: Initiative) -> bool:
    """Whether a person is of those of a team who rate, together or alone, and lead its actions."""
    return _role_in(person, initiative) in WORKING


def may_write_lessons(person: Person, initiative: Initiative) -> bool:
    """Tell others what the team has learned."""
    return works_on(person, initiative)


def may_change_lesson(person: Person, lesson: Lesson) -> bool:
    """Its author and the lead, as long as they are on the team."""
    own = lesson.author_id == person.pk and is_of_team(person, lesson.initiative)
    return own or leads(person, lesson.initiative)


def may_see_lesson(person: Person, lesson: Lesson) -> bool:
    """One for all councils, everybody who has a role; one for its council, that council's people
    and those of the Joint Councils; any, its author, the initiative's team and the secretariat.
    Whoever is blind to the initiative's team reads only what they wrote themselves."""
    return Lesson.objects.filter(lessons_seen_by(person), pk=lesson.pk).exists()


def could_see_lesson(person: Person, lesson: Lesson) -> bool:
    """Whether a person could read it before it was withdrawn."""
    seen = lessons_seen_by(person, audience="withdrawn_from")
    return Lesson.objects.filter(seen, pk=lesson.pk).exists()


def lessons_seen_by(person: Person, audience: str = "audience") -> Q:
    """Of lessons, those that a person may read by the column `audience`; see `may_see_lesson`."""
    if not person.roles:
        return Q(pk__in=[])
    seen = Q(**{audience: Lesson.Audience.ALL})
    seen |= Q(initiative__in=[each.initiative_id for each in person.roles if each.initiative_id])
    if councils := {each.council_id for each in person.roles if each.council_id}:
        of_council = Q(**{audience: Lesson.Audience.COUNCIL})
        joint = any(each.council and each.council.code == JOINT for each in person.roles)
        seen |= of_council if joint else of_council & Q(initiative__council__in=councils)
    if is_secretariat(person):
        seen = Q(pk__isnull=False)
    if blind := blind_initiatives(person):
        seen &= ~Q(initiative__in=blind)
    return seen | Q(author=person)


def may_mark_lesson(person: Person, lesson: Lesson) -> bool:
    """Say that it is useful to one's own work: a reader who is not of the team that wrote it."""
    return may_see_lesson(person, lesson) and not is_of_team(person, lesson.initiative)


def may_curate_lessons(person: Person) -> bool:
    """Say that a lesson is fit to travel, and add the other language."""
    return is_secretariat(person)


def may_manage_road_map(person: Person) -> bool:
    """Keep the road map of pilot and validation."""
    return is_secretariat(person)


def may_manage_team(person: Person, initiative: Initiative) -> bool:
    return is_secretariat(person) or _role_in(person, initiative) == Role.LEAD


def may_start_assessment(person: Person, initiative: Initiative) -> bool:
    return is_secretariat(person) or _role_in(person, initiative) == Role.LEAD


def may_prepare(person: Person, initiative: Initiative) -> bool:
    """Read what comes before an assessment: those who take part in it."""
    return is_secretariat(person) or is_of_team(person, initiative)


def may_see_assessment(person: Person, assessment: Assessment) -> bool:
    """Its initiative's members always; the people of its council from its first submission on."""
    return (
        is_secretariat(person)
        or bool(_role_in(person, assessment.initiative))
        or (
            assessment.submitted_at is not None
            and bool(_role_in_council(person, assessment.initiative))
        )
    )


def may_rate(person: Person, assessment: Assessment) -> bool:
    """The team's ratings, targets and actions are the lead's; the secretariat never rates."""
    return _role_in(person, assessment.initiative) == Role.LEAD


def may_support(person: Person, assessment: Assessment) -> bool:
    """Keep the evidence of the team's answers. As ratings, it is the lead's, not the secretariat's:
    those who oversee a baseline do not choose what it rests on."""
    return may_rate(person, assessment)


def may_support_alone(person: Person, assessment: Assessment) -> bool:
    """Keep the evidence of what one's government rates independently."""
    return rates_for(person, assessment.initiative) is not None


def may_discuss(person: Person, assessment: Assessment) -> bool:
    """Take part in the team's discussions: those who rate, together or alone."""
    return _role_in(person, assessment.initiative) in (Role.LEAD, Role.CONTRIBUTOR)


def may_see_discussion(person: Person, assessment: Assessment) -> bool:
    """The team's own, its viewers included, and the secretariat; never the council's people."""
    return is_secretariat(person) or bool(_role_in(person, assessment.initiative))


def may_assign(person: Person, assessment: Assessment) -> bool:
    """Say who of the team looks after what."""
    return may_rate(person, assessment)


def rates_for(person: Person, initiative: Initiative) -> int | None:
    """The key of the jurisdiction for which a contributor rates; None for anyone else."""
    for membership in person.roles:
        if membership.initiative_id == initiative.pk and membership.role == Role.CONTRIBUTOR:
            return membership.jurisdiction_id
    return None


def leads(person: Person, initiative: Initiative) -> bool:
    return _role_in(person, initiative) == Role.LEAD


def is_of_team(person: Person, initiative: Initiative) -> bool:
    """Whether a person has any role in the initiative itself."""
    return bool(_role_in(person, initiative))


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
    if assessment.has_ended or _role_in(person, assessment.initiative) == Role.LEAD:
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
    others = _unfinished(person).get(assessment.initiative_id, set()) - {own and own.pk}
    return (own is not None and not own.finished) or bool(others)


def may_see_profile(person: Person, assessment: Assessment) -> bool:
    """What is rated so far, and the levels that follow."""
    return may_see_assessment(person, assessment) and not is_blind(person, assessment)


def may_look_ahead(person: Person, assessment: Assessment) -> bool:
    """What to do next, and what if: whoever sees the profile and the plan."""
    return may_see_profile(person, assessment) and may_see_plan(person, assessment.initiative)


def may_rate_alone(person: Person, assessment: Assessment) -> bool:
    """Read, and while it has not finished give, what one's own government says."""
    return own_sheet(person, assessment) is not None


def may_bookmark(person: Person, assessment: Assessment) -> bool:
    """Mark for oneself what to come back to: those who rate, together or alone."""
    return may_rate(person, assessment) or may_rate_alone(person, assessment)


def sheets_of(person: Person) -> Q:
    """Of participants, those that a person rates for. No query where there is none."""
    own = Q(pk__in=[])
    for each in person.roles:
        if each.role == Role.CONTRIBUTOR:
            own |= Q(assessment__initiative=each.initiative_id, jurisdiction=each.jurisdiction_id)
    return own


def unfinished_sheets(person: Person) -> QuerySet[Participant]:
    """What the person's governments rate and have not finished: to these assessments they are
    blind, as `is_blind` says of one."""
    unfinished = Participant.objects.filter(sheets_of(person), finished=False)
    return unfinished.exclude(assessment__state=State.APPROVED)


def _unfinished(person: Person) -> dict[uuid.UUID, set[int]]:
    """By initiative, the keys of the sheets that a person's governments still rate; read once a
    request, as the person's roles are, and without a query where they rate for none."""
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
    known, own = _unfinished(person), own_sheet(person, assessment)
    finished = own.finished if own else True
    vars(person)["_unfinished"] = {}
    if own:
        own.finished = True
    yield
    vars(person)["_unfinished"] = known
    if own:
        own.finished = finished


def blind_to(person: Person) -> list[uuid.UUID]:
    """The assessments that a person is blind to, whatever other roles they have."""
    return list(unfinished_sheets(person).values_list("assessment", flat=True))


def may_see_consensus(person: Person, assessment: Assessment) -> bool:
    """The team's workshop pages; people of the council read its outcome in the profile."""
    member = is_secretariat(person) or bool(_role_in(person, assessment.initiative))
    return member and may_see_opinions(person, assessment)


def may_ask_to_rate(person: Person, assessment: Assessment) -> bool:
    """Ask governments to rate on their own, remind them, let them look again: no rating."""
    return _runs(person, assessment)


def own_sheet(person: Person, assessment: Assessment) -> Participant | None:
    """The participant that a contributor rates for, if its government is asked."""
    government = rates_for(person, assessment.initiative)
    if government is None:
        return None
    asked = assessment.participants.all()
    return next((each for each in asked if each.jurisdiction_id == government), None)


def _runs(person: Person, assessment: Assessment) -> bool:
    """Whether a person sees to it that an assessment gets done, with or without rating."""
    return is_secretariat(person) or may_rate(person, assessment)


def may_submit(person: Person, assessment: Assessment) -> bool:
    """Read what a reviewer would ask, and submit it."""
    return _runs(person, assessment) and not is_blind(person, assessment)


def may_review(person: Person, assessment: Assessment) -> bool:
    """Read it for a decision, and return it; see also `may_approve`."""
    of_council = (
        _role_in_council(person, assessment.initiative) == Role.COCHAIR
        and assessment.submitted_at is not None
    )
    return (is_secretariat(person) or of_council) and not is_blind(person, assessment)


def reviews(person: Person) -> bool:
    """Whether a person is one of those who review what is submitted, of any council."""
    return any(role.role in (Role.SECRETARIAT, Role.COCHAIR) for role in person.roles)


def may_approve(person: Person, assessment: Assessment) -> bool:
    """Approval is by a named person, for the council (design §6): nobody approves their own work.

    Whoever submitted the assessment, leads its initiative, or rated, may return it, but someone
    else of the council or the secretariat has to approve it.
    """
    return (
        may_review(person, assessment)
        and not may_rate(person, assessment)
        and assessment.submitted_by_id != person.pk
        and not has_rated(person, assessment)
    )


def has_rated(person: Person, assessment: Assessment) -> bool:
    """Whether a person gave ratings of an assessment, the team's or a government's, or rates for
    one that is asked: once given, a rating is theirs, whatever role they have now."""
    asked = own_sheet(person, assessment) is not None
    given = Event.objects.filter(actor_id=person.pk, assessment_id=assessment.pk)
    return asked or given.filter(verb__in=RATES).exists()


def may_set_dates(person: Person, assessment: Assessment) -> bool:
    """Say what date an assessment is of, and by when it is to be submitted: no rating."""
    return _runs(person, assessment)


def may_withdraw(person: Person, assessment: Assessment) -> bool:
    return _runs(person, assessment)


def may_export(person: Person, assessment: Assessment) -> bool:
    """Export the report or the data."""
    return may_submit(person, assessment) or may_review(person, assessment)


def may_export_initiative(person: Person, initiative: Initiative) -> bool:
    """Export the data of its baselines: those who may for each of them."""
    return (
        is_secretariat(person)
        or leads(person, initiative)
        or (_role_in_council(person, initiative) == Role.COCHAIR)
    )


def plans_exported_by(person: Person) -> QuerySet[Initiative]:
    """The initiatives whose targets and actions a person may export: whose baselines they may, as
    `may_export_initiative` says of one, and whose plan they see (`may_see_plan`)."""
    found = Initiative.objects.visible_to(person)
    if not is_secretariat(person):
        led = [each.initiative_id for each in person.roles if each.role == Role.LEAD]
        chaired = [each.council_id for each in person.roles if each.role == Role.COCHAIR]
        found = found.filter(Q(pk__in=led) | Q(council__in=chaired))
    return found.exclude(pk__in=blind_initiatives(person))


def may_see_councils(person: Person) -> bool:
    """Whether there is any council that a person may see."""
    return is_secretariat(person) or any(role.council_id for role in person.roles)


def may_see_council(person: Person, council: Council) -> bool:
    """Its people; members of a team of one of its initiatives know that initiative only."""
    return is_secretariat(person) or _has_role_in(person, council)


def may_export_council(person: Person, council: Council) -> bool:
    """Export a council's report, or the data and reports of all its baselines."""
    return _oversees(person, council)


def may_look_ahead_for_council(person: Person, council: Council) -> bool:
    """Weigh which of a council's initiatives can be brought to their targets."""
    return _oversees(person, council)


def _oversees(person: Person, council: Council) -> bool:
    """Whether a person is a co-chair of a council, or of the secretariat."""
    return is_secretariat(person) or any(
        role.council_id == council.pk and role.role == Role.COCHAIR for role in person.roles
    )


def may_see_history(person: Person, assessment: Assessment) -> bool:
    """Who did what to it."""
    return may_export(person, assessment)


def acting_role(person: Person, initiative: Initiative | None) -> str:
    """The role in which a person acts on something of an initiative, or of none; may be empty.

    A role in the initiative comes before the secretariat's, and that before one in its council.
    """
    if initiative and (role := _role_in(person, initiative)):
        return role
    if is_secretariat(person):
        return Role.SECRETARIAT.value
    return (_role_in_council(person, initiative) if initiative else None) or ""


def _role_in(person: Person, initiative: Initiative) -> str | None:
    for membership in person.roles:
        if membership.initiative_id == initiative.pk:
            return membership.role
    return None


def _role_in_council(person: Person, initiative: Initiative) -> str | None:
    # A co-chair's role comes before a viewer's.
    roles = sorted(
        membership.role
        for membership in person.roles
        if membership.council_id == initiative.council_id
    )
    return roles[0] if roles else None


def may_see_names(person: Person, councils: Iterable[Council]) -> bool:
    """Whether a person may see every initiative of these councils once it was submitted."""
    return is_secretariat(person) or all(_has_role_in(person, council) for council in councils)


def _has_role_in(person: Person, council: Council) -> bool:
    return any(membership.council_id == council.pk for membership in person.roles)


def may_manage_people(person: Person) -> bool:
    """Invite and deactivate people, give and take every role; councils and jurisdictions too."""
    return is_secretariat(person)


def may_manage_person(person: Person, _other: Person) -> bool:
    return may_manage_people(person)


def may_see_person(person: Person, other: Person) -> bool:
    """What the portal keeps of someone: the secretariat, and they themselves."""
    return is_secretariat(person) or person.pk == other.pk
