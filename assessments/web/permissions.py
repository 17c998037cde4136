"""What a page of an assessment may offer to its reader."""

from django.http import HttpRequest

from assessments import rules
from assessments.models import Assessment
from assessments.web.access import person_of


def permissions_of(request: HttpRequest, assessment: Assessment) -> dict[str, bool]:
    """Return what the page may offer to its reader, by role and by state."""
    person = person_of(request)
    closed = assessment.state in ("approved", "withdrawn")
    newest = closed and not assessment.superseded
    return {
        "may_rate": assessment.is_open and rules.may_rate(person, assessment),
        "may_submit": assessment.is_open and rules.may_submit(person, assessment),
        "may_review": assessment.state == "submitted" and rules.may_review(person, assessment),
        "may_withdraw": assessment.state in ("in_progress", "returned", "submitted")
        and rules.may_withdraw(person, assessment),
        "may_resume": newest
        and assessment.state == "withdrawn"
        and rules.may_withdraw(person, assessment),
        "may_start": newest and rules.may_start_assessment(person, assessment.initiative),
        "may_set_dates": assessment.is_open and rules.may_set_dates(person, assessment),
        "may_export": rules.may_export(person, assessment),
        "may_see_history": rules.may_see_history(person, assessment),
    }
