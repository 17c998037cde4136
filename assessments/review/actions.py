"""The one table of transitions, and the one function that moves an assessment's state.

Each write locks the assessment first, so that what is checked is what is moved, does all its other
work, and leaves its audit events last: they hold the audit record until the transaction ends.
Whoever is concerned is told by mail unless `notify` is off, as where files are imported in bulk and
for the demonstration.
"""

import datetime
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments import rules
from assessments.audit.record import record
from assessments.baselines import snapshot
from assessments.cycle.actions import held, locked
from assessments.exchange.writing import (
    export_with_texts,
    lesson_items,
    play_texts,
    published_plays,
)
from assessments.format.types import (
    AssessmentDocument,
    LessonItem,
    ModelTexts,
    PlanItems,
    PlayText,
    Snapshot,
)
from assessments.method import quality
from assessments.method.computing import effective_ratings
from assessments.models import (
    Assessment,
    Baseline,
    Concern,
    Event,
    Membership,
    Person,
    Submission,
)
from assessments.models.assessments import State
from assessments.models.people import Role
from assessments.notices import notices
from assessments.review.signals import approved
from assessments.standings.actions import keep_figures
from assessments.standings.writing import list_as_seen
from maturity.canonical import canonical, sha256
from maturity.faults import Fault, Faults
from maturity.models import Criterion
from maturity.printing import unprintable


class Transition(NamedTuple):
    """From any of `sources` to `target`."""

    sources: tuple[State, ...]
    target: State


TRANSITIONS = {
    "submit": Transition((State.IN_PROGRESS, State.RETURNED), State.SUBMITTED),
    "return": Transition((State.SUBMITTED,), State.RETURNED),
    "approve": Transition((State.SUBMITTED,), State.APPROVED),
    "withdraw": Transition((State.IN_PROGRESS, State.RETURNED, State.SUBMITTED), State.WITHDRAWN),
    "resume": Transition((State.WITHDRAWN,), State.IN_PROGRESS),
}


# What a transition may write.
MOVED = [
    "state",
    "submitted_at",
    "submitted_by",
    "reviewer",
    "return_reason",
    "return_reason_language",
    "approval_note",
    "approval_note_language",
]


@dataclass(frozen=True)
class ReturnReason:
    """Why a submission is returned, as far as one criterion goes; the text as a person wrote it."""

    criterion: Criterion
    text: str
    language: str


def _held(assessment: Assessment, verb: str) -> Assessment:
    """The assessment, locked. Raises Faults where `verb` does not lead on from its state."""
    assessment = Assessment.objects.held().get(pk=assessment.pk)
    if assessment.state not in TRANSITIONS[verb].sources:
        message = _("Someone else has since changed the status. It is now “%(state)s”.")
        raise Faults([Fault("", message % {"state": assessment.get_state_display()})])
    return assessment


def _move(
    assessment: Assessment, verb: str, *, by: Person, also: dict[str, str] | None = None
) -> None:
    """Moves a held assessment's state along one transition; the event says `also` this."""
    old, assessment.state = assessment.state, TRANSITIONS[verb].target
    assessment.save(update_fields=MOVED)
    new: Any = {"state": assessment.state} | also if also else assessment.state
    record(verb, assessment, by=by, assessment=assessment, old=old, new=new)


def check(assessment: Assessment, taken: Snapshot | None = None) -> list[quality.Finding]:
    """The findings of the quality check on an assessment as it is now.

    `taken` is a snapshot of it, where there is one already: it spares reading everything again.
    """
    if taken:
        carried = taken.get("unconfirmed", [])
        asked = _findings(taken["assessment"], taken["model"], carried, taken["plays"])
        return [*asked, *_lost(taken["assessment"], taken["plan"], taken["lessons"])]
    document, model = export_with_texts(assessment)
    plays = play_texts(document, published_plays())
    plan = snapshot.plan_items(assessment.initiative)
    lessons = lesson_items(assessment.initiative.lessons.shared())
    asked = _findings(document, model, assessment.unconfirmed, plays)
    return [*asked, *_lost(document, plan, lessons)]


def _lost(
    document: AssessmentDocument, plan: PlanItems, lessons: Sequence[LessonItem]
) -> list[quality.Finding]:
    return list(quality.lost_in_print(document, unprintable, plan, lessons))


def _findings(
    document: AssessmentDocument,
    model: ModelTexts,
    unconfirmed: Sequence[str],
    plays: Sequence[PlayText] = (),
) -> list[quality.Finding]:
    effective = effective_ratings(document, model)
    shown = quality.shown_by_plays(document, plays)
    return list(quality.findings(document, model, effective, frozenset(unconfirmed), shown))


def possible_reviewers(assessment: Assessment, by: Person) -> QuerySet[Person]:
    """Whom `by` may ask for a review: co-chairs of the council who do not lead the initiative, and
    have not rated, for a government or with the team (`rules.may_approve`)."""
    initiative = assessment.initiative
    leads = Membership.objects.filter(role=Role.LEAD, initiative=initiative)
    asked = Membership.objects.filter(
        role=Role.CONTRIBUTOR,
        initiative=initiative,
        jurisdiction__in=assessment.participants.values("jurisdiction"),
    )
    rated = Event.objects.filter(assessment_id=assessment.pk, verb__in=rules.RATES)
    return (
        Person.objects.filter(
            is_active=True,
            memberships__role=Role.COCHAIR,
            memberships__council=initiative.council_id,
        )
        .exclude(pk=by.pk)
        .exclude(memberships__in=leads)
        .exclude(memberships__in=asked)
        .exclude(pk__in=rated.values("actor_id"))
    )


@transaction.atomic
def submit(
    assessment: Assessment,
    *,
    by: Person,
    reviewer: Person | None = None,
    at: datetime.datetime | None = None,
    notify: bool = True,
) -> Assessment:
    """Hands the assessment to its council, and keeps what was handed over.

    `at` is when that was, where it is told only now (a demonstration's past).

    `reviewer` is who of the council is asked to review it; others may do so all the same. Raises
    Faults for each blocking finding, and for a reviewer who cannot be one.
    """
    assessment = _held(assessment, "submit")
    if reviewer and not possible_reviewers(assessment, by).filter(pk=reviewer.pk).exists():
        message = _("%(name)s cannot review this assessment: choose someone else.")
        raise Faults([Fault("reviewer", message % {"name": reviewer.name})])
    document, model = export_with_texts(assessment)
    _refuse_blocking(_findings(document, model, assessment.unconfirmed))
    assessment.submitted_at, assessment.submitted_by = at or timezone.now(), by
    assessment.reviewer = reviewer
    _keep_submission(assessment, document, by=by)
    list_as_seen(assessment)
    if notify:
        notices.submitted(assessment, by=by)
    _move(assessment, "submit", by=by, also={"reviewer": str(reviewer.pk)} if reviewer else None)
    return assessment


def _keep_submission(
    assessment: Assessment, document: AssessmentDocument, *, by: Person
) -> Submission:
    return Submission.objects.create(
        assessment=assessment,
        number=assessment.submissions.count() + 1,
        at=assessment.submitted_at or timezone.now(),
        by=by,
        document=document,
    )


def _refuse_blocking(findings: Sequence[quality.Finding]) -> None:
    messages = {
        quality.Question.UNRATED: _("is not rated yet"),
        quality.Question.NA_WITHOUT_REASON: _("is not applicable, and has no reason"),
    }
    faults = [
        Fault(finding.code, str(messages[finding.question]))
        for finding in findings
        if finding.blocking
    ]
    if faults:
        raise Faults(faults)


def _refuse_unread(assessment: Assessment, read: str | None) -> None:
    """Raises Faults where the newest submission is not the one with the id `read`."""
    newest = assessment.submissions.values_list("pk", flat=True).first()
    if read is not None and read != str(newest or ""):
        message = _(
            "The team has submitted the assessment again since you opened this page. Nothing was "
            "decided: what you see now is the newer submission."
        )
        raise Faults([Fault("", message)])


@transaction.atomic
def refuse_decided(assessment: Assessment, read: str) -> None:
    """Raises Faults where an assessment is not to be decided any more, or its newest submission is
    not the one with the id `read`.
    """
    _refuse_unread(_held(assessment, "approve"), read)


@transaction.atomic
def return_to_team(
    assessment: Assessment,
    *,
    by: Person,
    reason: str,
    language: str,
    concerns: Sequence[ReturnReason] = (),
    read: str | None = None,
    notify: bool = True,
) -> Assessment:
    """Gives a submitted assessment back to its team, with the reason in a language.

    `concerns` are the reasons that go with single criteria. With `read`, the id of the submission
    that the decision is about, raises Faults where the team has submitted again since.
    """
    assessment = _held(assessment, "return")
    _refuse_unread(assessment, read)
    assessment.return_reason, assessment.return_reason_language = reason, language
    submission = assessment.submissions.first()
    if submission is None:  # It was submitted before the portal kept what was handed over.
        document, _model = export_with_texts(assessment)
        submitter = assessment.submitted_by or by
        submission = _keep_submission(assessment, document, by=submitter)
    Concern.objects.bulk_create(
        Concern(submission=submission, **vars(concern)) for concern in concerns
    )
    if notify:
        notices.returned(assessment, by=by)
    _move(assessment, "return", by=by, also={"reason": reason, "reason_language": language})
    for concern in concerns:
        record(
            "raise_concern",
            assessment,
            by=by,
            assessment=assessment,
            place=concern.criterion.code,
            new={"reason": concern.text, "reason_language": concern.language},
        )
    return assessment


@transaction.atomic
def reply_to_concern(concern: Concern, *, by: Person, text: str, language: str) -> None:
    """Says what the team replies to what the council asks; an empty text takes the reply back.

    Raises Faults unless the assessment is open.
    """
    assessment = locked(concern.submission.assessment).row
    concern = Concern.objects.select_related("criterion").get(pk=concern.pk)
    language = language if text else ""
    old, new = _reply(concern.reply, concern.reply_language), _reply(text, language)
    if old == new:
        return
    concern.reply, concern.reply_language, concern.replied_by = text, language, by
    concern.save(update_fields=["reply", "reply_language", "replied_by"])
    place = concern.criterion.code
    record("reply", assessment, by=by, assessment=assessment, place=place, old=old, new=new)


def _reply(text: str, language: str) -> dict[str, str] | None:
    """A reply as JSON values, for the audit record."""
    return {"text": text, "text_language": language} if text else None


@transaction.atomic
def withdraw(assessment: Assessment, *, by: Person) -> Assessment:
    """Ends an assessment without a baseline; what was written stays readable."""
    assessment = _held(assessment, "withdraw")
    _move(assessment, "withdraw", by=by)
    return assessment


@transaction.atomic
def resume(assessment: Assessment, *, by: Person) -> Assessment:
    """Undoes a withdrawal: the team works on. Raises Faults where a later one has been started."""
    assessment = _held(assessment, "resume")
    # As `start_assessment` does, so that not both can go ahead.
    held(assessment.initiative)
    if assessment.superseded:
        message = _("A later assessment of this stage has since been started.")
        raise Faults([Fault("", message)])
    _move(assessment, "resume", by=by)
    return assessment


@transaction.atomic
def approve(
    assessment: Assessment,
    *,
    by: Person,
    note: str = "",
    language: str = "",
    read: str | None = None,
    at: datetime.datetime | None = None,
    notify: bool = True,
) -> Baseline:
    """Approves a submitted assessment and freezes it as a baseline.

    `note` is what the council tells the team with it, in a language. `at` is when that was, as for
    `submit`.

    That nobody approves what is their own is a rule of the pages (`rules.may_approve`): the
    command line submits and approves what it imports in one name. Raises Faults as `submit` does,
    and with `read` as `return_to_team` does.
    """
    assessment = _held(assessment, "approve")
    _refuse_unread(assessment, read)
    # The initiative may have changed since: a new channel leaves criteria unrated.
    _refuse_blocking(check(assessment))
    baseline_id, now = uuid.uuid4(), (at or timezone.now()).replace(microsecond=0)
    approval = snapshot.approval_of(assessment, baseline=baseline_id, by=by, at=now)
    taken = snapshot.take(assessment, approval)
    text = canonical(taken)
    baseline = Baseline.objects.create(
        id=baseline_id,
        assessment=assessment,
        snapshot=text,
        sha256=sha256(text),
        overall_level=taken["assessment"]["computed"]["overall_level"],
        approved_at=now,
        approved_by=by,
    )
    keep_figures(baseline, taken)
    if note:
        assessment.approval_note, assessment.approval_note_language = note, language
    if notify:
        notices.approved(assessment, by=by)
        approved.send(sender=Baseline, baseline=baseline)
    also = {"note": note, "note_language": language} if note else None
    _move(assessment, "approve", by=by, also=also)
    record("baseline", baseline, by=by, assessment=assessment, new=baseline.sha256)
    return baseline
