"""Who may do what with an assessment."""

from assessments.models import Assessment, Event, Person
from assessments.models.assessments import State
from assessments.models.people import Role
from assessments.rules.blindness import is_blind, may_see_opinions, own_sheet
from assessments.rules.plans import may_see_plan
from assessments.rules.roles import (
    is_secretariat,
    rates_for,
    role_in,
    role_in_council,
    sits_jointly,
)

# What is recorded where somebody gives a rating, of a statement or of a result.
RATES = ("rate", "rate_result", "rate_alone")


def may_see_assessment(person: Person, assessment: Assessment) -> bool:
    """Its initiative's members always; the people of its council from its first submission on, and
    those of the Joint Councils once it is a baseline."""
    return (
        is_secretariat(person)
        or bool(role_in(person, assessment.initiative))
        or (
            assessment.submitted_at is not None
            and bool(role_in_council(person, assessment.initiative))
        )
        or (assessment.state == State.APPROVED and sits_jointly(person))
    )


def may_rate(person: Person, assessment: Assessment) -> bool:
    """The team's ratings, targets and actions are the lead's; the secretariat never rates."""
    return role_in(person, assessment.initiative) == Role.LEAD


def may_support(person: Person, assessment: Assessment) -> bool:
    """Keep the evidence of the team's answers. As ratings, it is the lead's, not the secretariat's:
    those who oversee a baseline do not choose what it rests on."""
    return may_rate(person, assessment)


def may_support_alone(person: Person, assessment: Assessment) -> bool:
    """Keep the evidence of what one's government rates independently."""
    return rates_for(person, assessment.initiative) is not None


def may_discuss(person: Person, assessment: Assessment) -> bool:
    """Take part in the team's discussions: those who rate, together or alone."""
    return role_in(person, assessment.initiative) in (Role.LEAD, Role.CONTRIBUTOR)


def may_see_discussion(person: Person, assessment: Assessment) -> bool:
    """The team's own, its viewers included, and the secretariat; never the council's people."""
    return is_secretariat(person) or bool(role_in(person, assessment.initiative))


def may_assign(person: Person, assessment: Assessment) -> bool:
    """Say who of the team looks after what."""
    return may_rate(person, assessment)


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


def may_say_unclear(person: Person, assessment: Assessment) -> bool:
    """Tell the secretariat that a statement is unclear: those who rate, together or alone."""
    return may_rate(person, assessment) or may_rate_alone(person, assessment)


def may_see_consensus(person: Person, assessment: Assessment) -> bool:
    """The team's workshop pages; people of the council read its outcome in the profile."""
    member = is_secretariat(person) or bool(role_in(person, assessment.initiative))
    return member and may_see_opinions(person, assessment)


def may_ask_to_rate(person: Person, assessment: Assessment) -> bool:
    """Ask governments to rate on their own, remind them, let them look again: no rating."""
    return _runs(person, assessment)


def _runs(person: Person, assessment: Assessment) -> bool:
    """Whether a person sees to it that an assessment gets done, with or without rating."""
    return is_secretariat(person) or may_rate(person, assessment)


def may_submit(person: Person, assessment: Assessment) -> bool:
    """Read what a reviewer would ask, and submit it."""
    return _runs(person, assessment) and not is_blind(person, assessment)


def may_review(person: Person, assessment: Assessment) -> bool:
    """Read it for a decision, and return it; see also `may_approve`."""
    of_council = (
        role_in_council(person, assessment.initiative) == Role.COCHAIR
        and assessment.submitted_at is not None
    )
    return (is_secretariat(person) or of_council) and not is_blind(person, assessment)


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
    """Export the report or the data; a co-chair of the Joint Councils, those of any baseline."""
    of_table = assessment.state == State.APPROVED and sits_jointly(person, Role.COCHAIR)
    return (
        may_submit(person, assessment)
        or may_review(person, assessment)
        or (of_table and not is_blind(person, assessment))
    )


def may_see_history(person: Person, assessment: Assessment) -> bool:
    """Who did what to it."""
    return may_submit(person, assessment) or may_review(person, assessment)
