"""Mail about people's work: who is told that something happened, each in their own language.

Each function is called by the action that it tells of, in its transaction and after its write. A
mail says which assessment it is about, who did what, and where to look. It says nothing of what was
rated or written: mail leaves the portal, and may be read by others.
"""

import datetime
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import override

from assessments import rules
from assessments.models import Action, Assessment, Participant, Person, Remark
from assessments.models.people import Role
from assessments.notices.mail import send_in_language
from assessments.notices.places import AssessmentPage, place_of
from maturity.models import Attribute, Criterion


def to_government(kind: str, participant: Participant, *, by: Person) -> None:
    """Tells a government's contributors that it is asked to rate alone (`asked_to_rate`), or
    that it has not finished yet (`reminded_to_rate`).
    """
    people = _team(
        participant.assessment, Role.CONTRIBUTOR, memberships__jurisdiction=participant.jurisdiction
    )
    _tell(
        kind,
        people,
        participant.assessment,
        by=by,
        page="partners:own",
        jurisdiction=participant.jurisdiction,
    )


def finished(participant: Participant, *, rated: int, total: int, by: Person) -> None:
    """Tells the leads that a government has finished rating alone: so many of the statements."""
    _tell(
        "finished",
        _team(participant.assessment, Role.LEAD),
        participant.assessment,
        by=by,
        page="partners:index",
        jurisdiction=participant.jurisdiction,
        rated=rated,
        total=total,
    )


def submitted(assessment: Assessment, *, by: Person) -> None:
    """Tell the person named to review an assessment, or else the co-chairs of its council."""
    named = assessment.reviewer
    if named and named.is_active and rules.may_review(named, assessment):
        people = Person.objects.filter(pk=named.pk)
    else:
        people = Person.objects.filter(
            memberships__role=Role.COCHAIR, memberships__council=assessment.initiative.council_id
        )
    _tell("submitted", people, assessment, by=by, page="review:review", may=rules.may_review)


def returned(assessment: Assessment, *, by: Person) -> None:
    """Tells the leads that the council has returned an assessment; why is told on its page.

    Not the contributors: what is to be done, and by whom, is for the leads to say.
    """
    _tell("returned", _team(assessment, Role.LEAD), assessment, by=by)


def approved(assessment: Assessment, *, by: Person) -> None:
    """Tells the leads and contributors that what they worked on is approved, and whether there is
    a note; what it says is told on the assessment's page.
    """
    team = _team(assessment, Role.LEAD, Role.CONTRIBUTOR)
    _tell("approved", team, assessment, by=by, noted=bool(assessment.approval_note))


def due_soon(assessment: Assessment, *, today: datetime.date) -> None:
    """Tells the leads that an assessment with a due date has to be submitted soon."""
    assert assessment.due is not None  # nosec B101
    days = (assessment.due - today).days
    _tell("due_soon", _team(assessment, Role.LEAD), assessment, due=assessment.due, days=days)


def mentioned(remark: Remark, *, by: Person) -> None:
    """Tell the people mentioned in a remark that they are asked to look at its discussion."""
    thread = remark.thread
    _tell(
        "mentioned",
        Person.objects.filter(pk__in=remark.mentions.values("pk")),
        thread.assessment,
        by=by,
        page=AssessmentPage("criterion:detail", thread.criterion.code, f"t-{thread.pk}"),
        may=rules.may_discuss,
    )


def assigned(
    assessment: Assessment, subject: Attribute | Criterion, person: Person, *, by: Person
) -> None:
    """Tells someone that they are asked to look after an attribute or a criterion."""
    _tell(
        "assigned",
        Person.objects.filter(pk=person.pk),
        assessment,
        by=by,
        page=lambda reader: place_of(reader, assessment, subject),
    )


def action_assigned(action: Action, *, by: Person) -> None:
    """Tells someone that an action is theirs to lead."""
    _tell_owner("action_assigned", action, by=by)


def action_due(action: Action, *, today: datetime.date) -> None:
    """Tells whoever leads an action that it is due soon, or overdue."""
    assert action.due is not None  # nosec B101
    _tell_owner("action_due", action, due=action.due, days=(action.due - today).days)


def _tell_owner(kind: str, action: Action, *, by: Person | None = None, **context: Any) -> None:
    address = ("improvement:action", [action.initiative.code, action.key])
    _deliver(
        kind,
        Person.objects.filter(assigned_actions=action.pk),
        what=lambda: action.initiative.name,
        link=lambda _person: reverse(address[0], args=address[1]),
        may=lambda person: person != by and rules.leads_action(person, action),
        context={"who": by and by.name, **context},
    )


def reachable(people: QuerySet[Person]) -> QuerySet[Person]:
    """Those whom mail may reach: nobody who has left, who wants none, or whose address is not
    confirmed. With what the rules ask of them.
    """
    known = people.filter(is_active=True, mail_muted=False)
    return known.exclude(emailaddress__verified=False).prefetch_related("memberships").distinct()


def _team(assessment: Assessment, *roles: str, **more: Any) -> QuerySet[Person]:
    return Person.objects.filter(
        memberships__initiative=assessment.initiative_id, memberships__role__in=roles, **more
    )


def _tell(
    kind: str,
    people: QuerySet[Person],
    assessment: Assessment,
    *,
    by: Person | None = None,
    page: str | AssessmentPage | Callable[[Person], AssessmentPage] = "overview:assessment",
    may: Callable[[Person, Assessment], bool] = rules.may_see_assessment,
    **context: Any,
) -> None:
    """Sends a mail of a `kind` about an assessment to those of `people` who `may`, but to `by`."""

    def link(person: Person) -> str:
        place = (
            page(person)
            if callable(page)
            else AssessmentPage(page)
            if isinstance(page, str)
            else page
        )
        return place.path(assessment)

    _deliver(
        kind,
        people,
        what=lambda: f"{assessment.initiative.name} – {assessment.stage.text}",
        link=link,
        may=lambda person: person != by and may(person, assessment),
        context={"who": by and by.name, **context},
    )


def _deliver(
    kind: str,
    people: QuerySet[Person],
    *,
    what: Callable[[], str],
    link: Callable[[Person], str],
    may: Callable[[Person], bool],
    context: dict[str, Any],
) -> None:
    """Sends a mail of a `kind` to those of `people` whom it reaches and who `may`.

    What it is about, and where it leads to, is asked in each reader's language.
    """
    for person in filter(may, reachable(people)):
        with override(person.language):
            known = {
                # A name is a person's text, and a subject is one line.
                "what": " ".join(what().split()),
                "link": settings.PORTAL_URL + link(person),
                "account": settings.PORTAL_URL + reverse("accounts:own"),
            }
        send_in_language(kind, to=person.email, language=person.language, context=known | context)
