"""What a page that writes does while the state of its assessment does not allow it: it reads.

The state is asked where the permission is (`web.access`), so that no page can forget it. The page
is then shown with what it holds, in fields that are disabled, below a banner that says why and
where to go on. What is posted to it changes nothing: it is shown as it was typed, with status 409.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from assessments import rules
from assessments.models import Assessment, Participant, Person
from assessments.models.assessments import State
from maturity.wording import long_date


@dataclass(frozen=True, slots=True)
class Closed:
    """Why a page only reads, and where to go on: addresses with their words."""

    why: str
    links: tuple[tuple[str, str], ...]


def closed(request: HttpRequest) -> Closed | None:
    """Why the page that is asked for only reads; None where it may write, or never does."""
    return getattr(request, "only_reads", None)


def close_unless(
    request: HttpRequest, person: Person, assessment: Assessment, states: Collection[str]
) -> None:
    """Has the page only read unless the assessment is in one of `states`."""
    if assessment.state not in states:
        _close(request, Closed(_why(assessment), _links(person, assessment)))


def close_finished(request: HttpRequest, sheet: Participant) -> None:
    """Has the page only read where a government has finished rating independently."""
    if sheet.finished:
        why = _(
            "Your government has finished. You can read its ratings here, but you can "
            "change them only if the lead lets your government review them again."
        )
        own = (reverse("partners:own", args=[sheet.assessment_id]), _("Your own ratings"))
        _close(request, Closed(why, (own,)))


def close_page(request: HttpRequest, why: str, *links: tuple[str, str]) -> None:
    """Has the page only read, for a reason that its room gives."""
    _close(request, Closed(why, links))


def refused_posts(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: a page that was posted to while it only reads says so by its status."""

    def respond(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        refused = request.method == "POST" and "redisplay" not in request.POST and closed(request)
        if refused and response.status_code == 200:
            response.status_code = 409
        return response

    return respond


def for_templates(request: HttpRequest) -> dict[str, Any]:
    """For every template: `closed`, why the page only reads, or None."""
    return {"closed": closed(request)}


def _close(request: HttpRequest, reason: Closed) -> None:
    request.only_reads = reason  # type: ignore[attr-defined]


def _why(assessment: Assessment) -> str:
    match assessment.state:
        case State.SUBMITTED:
            return _(
                "This assessment has been submitted, and its council is reviewing it. You "
                "can read it, but you can change it only if the council returns it."
            )
        case State.APPROVED:
            approved = _(
                "%(name)s approved this as a baseline on %(date)s. You can read it, but "
                "it can no longer change: anything new belongs in the next assessment of "
                "this stage."
            )
            baseline = assessment.baseline
            return approved % {
                "name": baseline.approved_by.name,
                "date": long_date(baseline.approved_at),
            }
        case State.WITHDRAWN:
            return _(
                "This assessment was withdrawn. You can read it, but you can change it "
                "only once the withdrawal is cancelled."
            )
    return _("Its team is working on this assessment. A decision can be made once it is submitted.")


def _links(person: Person, assessment: Assessment) -> tuple[tuple[str, str], ...]:
    back = (reverse("overview:assessment", args=[assessment.pk]), _("Go to the assessment"))
    if assessment.state != State.APPROVED:
        return (back,)
    profile = reverse("overview:profile", args=[assessment.pk])
    initiative = assessment.initiative
    onwards = (reverse("initiatives:detail", args=[initiative.code]), _("Go to the initiative"))
    if not assessment.superseded and rules.may_start_assessment(person, initiative):
        start = reverse("initiatives:start", args=[initiative.code])
        onwards = (f"{start}?stage={assessment.stage_id}", _("Start the next assessment"))
    return ((profile, _("See the maturity profile")), onwards)
