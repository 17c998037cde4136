"""The one table of transitions, and the one function that moves an assessment's state."""

import uuid
from typing import Any, NamedTuple

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments import quality, snapshot
from assessments.actions.audit import record
from assessments.exchange.computing import effective_ratings
from assessments.exchange.writing import export_with_texts
from assessments.models import Assessment, Baseline, Person
from assessments.models.assessments import State
from maturity.faults import Fault, Faults


class Transition(NamedTuple):
    """From any of `sources` to `target`."""

    sources: tuple[State, ...]
    target: State


TRANSITIONS = {
    "submit": Transition((State.IN_PROGRESS, State.RETURNED), State.SUBMITTED),
    "return": Transition((State.SUBMITTED,), State.RETURNED),
    "approve": Transition((State.SUBMITTED,), State.APPROVED),
    "withdraw": Transition((State.IN_PROGRESS, State.RETURNED, State.SUBMITTED), State.WITHDRAWN),
}


def _move(assessment: Assessment, verb: str, *, by: Person, **fields: Any) -> Assessment:
    """Moves the state along one transition. Raises Faults where it does not lead from here."""
    assessment = (
        Assessment.objects.select_for_update(of=("self",))
        .select_related("initiative")
        .get(pk=assessment.pk)
    )
    old, transition = assessment.state, TRANSITIONS[verb]
    if old not in transition.sources:
        message = _("Someone has changed the state meanwhile: it is now “%(state)s”.")
        raise Faults([Fault("", message % {"state": assessment.get_state_display()})])
    assessment.state = transition.target
    for name, value in fields.items():
        setattr(assessment, name, value)
    assessment.save(update_fields=["state", *fields])
    new: Any = assessment.state
    if reason := fields.get("return_reason"):
        language = fields["return_reason_language"]
        new = {"state": assessment.state, "reason": reason, "reason_language": language}
    record(verb, assessment, by=by, assessment=assessment, old=old, new=new)
    return assessment


def check(assessment: Assessment) -> list[quality.Finding]:
    """The findings of the quality check on an assessment as it is now."""
    document, model = export_with_texts(assessment)
    carried = assessment.ratings.filter(carried_forward=True)
    return list(
        quality.findings(
            document,
            model,
            effective_ratings(document, model),
            frozenset(carried.values_list("criterion__code", flat=True)),
        )
    )


@transaction.atomic
def submit(assessment: Assessment, *, by: Person) -> Assessment:
    """Hands the assessment to its council. Raises Faults for each blocking finding."""
    # The lock comes first, so that what is checked is what is submitted.
    moved = _move(assessment, "submit", by=by, submitted_at=timezone.now(), submitted_by=by)
    _refuse_blocking(moved)
    return moved


def _refuse_blocking(assessment: Assessment) -> None:
    messages = {
        quality.Question.UNRATED: _("is not rated yet"),
        quality.Question.NA_WITHOUT_REASON: _("is not applicable, and has no reason"),
    }
    faults = [
        Fault(finding.code, str(messages[finding.question]))
        for finding in check(assessment)
        if finding.blocking
    ]
    if faults:
        raise Faults(faults)


@transaction.atomic
def return_to_team(assessment: Assessment, *, by: Person, reason: str, language: str) -> Assessment:
    """Gives a submitted assessment back to its team, with the reason in a language."""
    return _move(
        assessment,
        "return",
        by=by,
        return_reason=reason,
        return_reason_language=language,
    )


@transaction.atomic
def withdraw(assessment: Assessment, *, by: Person) -> Assessment:
    """Ends an assessment without a baseline; what was written stays readable."""
    return _move(assessment, "withdraw", by=by)


@transaction.atomic
def approve(assessment: Assessment, *, by: Person) -> Baseline:
    """Approves a submitted assessment and freezes it as a baseline. Raises Faults as `submit`."""
    assessment = _move(assessment, "approve", by=by)
    # The initiative may have changed since: a new channel leaves criteria unrated.
    _refuse_blocking(assessment)
    baseline_id, now = uuid.uuid4(), timezone.now().replace(microsecond=0)
    approval = snapshot.approval_of(assessment, baseline=baseline_id, by=by, at=now)
    taken = snapshot.take(assessment, approval)
    text = snapshot.canonical(taken)
    baseline = Baseline.objects.create(
        id=baseline_id,
        assessment=assessment,
        snapshot=text,
        sha256=snapshot.sha256(text),
        overall_level=taken["assessment"]["computed"]["overall_level"],
        approved_at=now,
        approved_by=by,
    )
    record("baseline", baseline, by=by, assessment=assessment, new=baseline.sha256)
    return baseline
