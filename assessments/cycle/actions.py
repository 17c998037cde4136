"""Writes that begin an assessment and date it, and the locks that writes hold."""

import datetime
import uuid

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from assessments.audit.record import record
from assessments.cycle.moving import moving
from assessments.cycle.reads import last_baseline_day
from assessments.models import Assessment, Evidence, Initiative, Person
from assessments.models.assessments import UNDER_WAY_STATES, State
from assessments.models.held import Held
from assessments.standings.writing import list_as_begun
from maturity.days import situation_fault
from maturity.editions import newest_edition
from maturity.faults import Fault, Faults
from maturity.models import Criterion, Edition, Result, Retirement, Stage


def locked(assessment: Assessment | Held[Assessment]) -> Held[Assessment]:
    """Lock an assessment until the transaction ends. Raises Faults unless it is open."""
    if not isinstance(assessment, Held):
        assessment = Held(Assessment.objects.held().get(pk=assessment.pk))
    if not assessment.row.is_open:
        message = _("This assessment can no longer be changed: its status is “%(state)s”.")
        raise Faults([Fault("", message % {"state": assessment.row.get_state_display()})])
    return assessment


def held(initiative: Initiative) -> Initiative:
    """Lock an initiative until the transaction ends, so that it has one writer at a time: of its
    plan, its lessons and what else is its own.
    """
    return Initiative.objects.held().get(pk=initiative.pk)


@transaction.atomic
def start_assessment(
    initiative: Initiative,
    stage: Stage,
    *,
    by: Person,
    as_of: datetime.date,
    due: datetime.date | None = None,
    edition: Edition | None = None,
) -> Assessment:
    """Starts an assessment: a first one, or the next cycle with the earlier ratings carried over.

    The edition is the newest unless given. Raises Faults while another of the stage is under way,
    and for an edition that is retired.
    """
    held(initiative)
    earlier = initiative.assessments.filter(stage=stage)
    if earlier.filter(state__in=UNDER_WAY_STATES).exists():
        raise Faults([Fault("stage", _("An assessment of this stage is already under way."))])
    if edition and Retirement.objects.filter(edition=edition).exists():
        message = _("Edition %(edition)s is retired: no assessment starts on it any more.")
        raise Faults([Fault("edition", message % {"edition": edition.code})])
    edition = edition or newest_edition()
    newest = earlier.order_by("-cycle").first()
    assessment = Assessment.objects.create(
        initiative=initiative,
        stage=stage,
        edition=edition,
        cycle=newest.cycle + 1 if newest else 1,
        as_of=as_of,
        due=due,
    )
    list_as_begun(assessment)
    approved = earlier.filter(state=State.APPROVED).order_by("-cycle").first()
    if approved:
        _carry_forward(approved, assessment)
    record(
        "start",
        assessment,
        by=by,
        assessment=assessment,
        new={"cycle": assessment.cycle} | ({"due": str(due)} if due else {}),
    )
    return assessment


@transaction.atomic
def change_date(assessment: Assessment, *, by: Person, as_of: datetime.date) -> None:
    """Sets the date whose situation the assessment describes.

    Raises Faults where the last baseline of the stage describes a later one.
    """
    assessment = locked(assessment).row
    if assessment.as_of != as_of:
        last = last_baseline_day(assessment.initiative, assessment.stage)
        if last and as_of < last:
            raise Faults([Fault("as_of", situation_fault(as_of, last) or "")])
        old, assessment.as_of = assessment.as_of, as_of
        assessment.save(update_fields=["as_of"])
        record(
            "change_date",
            assessment,
            by=by,
            assessment=assessment,
            old=str(old),
            new=str(as_of),
        )


@transaction.atomic
def set_due(assessment: Assessment, *, by: Person, due: datetime.date | None) -> None:
    """Sets the date by which the assessment is to be submitted, or none; reminders begin anew."""
    assessment = locked(assessment).row
    if assessment.due != due:
        old, assessment.due, assessment.reminded_of = assessment.due, due, None
        assessment.save(update_fields=["due", "reminded_of"])
        record(
            "set_due",
            assessment,
            by=by,
            assessment=assessment,
            old=old and str(old),
            new=due and str(due),
        )


def _carry_forward(earlier: Assessment, later: Assessment) -> None:
    """Copies what the team said last time, marked as carried forward until it is confirmed.

    On a newer edition only what is asked as before: unchanged, or changed editorially.
    """
    kept = Q(channel=None) | Q(channel__in=later.initiative.channels.all())
    criteria, results = _asked_again(earlier, later)
    for rating in earlier.ratings.filter(kept).prefetch_related("evidence"):
        if rating.criterion_id not in criteria:
            continue
        evidence = list(rating.evidence.all())
        rating.pk, rating.assessment, rating.carried_forward = None, later, True
        rating.criterion_id = criteria[rating.criterion_id]
        # A government that did not agree then has not said so of this one.
        rating.dissent = rating.dissent_language = ""
        rating.save()
        for each in evidence:
            each.pk, each.key, each.rating = None, uuid.uuid4(), rating
        Evidence.objects.bulk_create(evidence)
    for result in earlier.results.filter(result__in=results):
        result.pk, result.assessment, result.carried_forward = None, later, True
        result.result_id = results[result.result_id]
        result.save()


def _asked_again(earlier: Assessment, later: Assessment) -> tuple[dict[int, int], dict[int, int]]:
    """By the keys of the earlier edition's statements and results, those of the later one's."""
    if earlier.edition_id == later.edition_id:
        criteria = Criterion.objects.filter(edition=later.edition).values_list("pk", flat=True)
        results = Result.objects.filter(edition=later.edition).values_list("pk", flat=True)
        return {key: key for key in criteria}, {key: key for key in results}
    found = moving(earlier.edition, later.edition)
    return (
        {before.pk: after.pk for before, after in found.carried},
        {before.pk: after.pk for before, after in found.results},
    )
