"""Writes of filled-in workbooks: kept until their reader has seen what they change; applied."""

from collections.abc import Collection, Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from assessments.cycle.actions import locked
from assessments.models import Participant, Person
from assessments.models.held import Held
from assessments.models.uploads import WorkbookUpload
from assessments.partners.actions import held, save_opinion
from assessments.rating.actions import save_answer, save_result
from assessments.rating.answers import Answer
from assessments.workbook import changes
from assessments.workbook.whose import Whose, assessment_of, government_of
from maturity.faults import Fault, Faults
from maturity.models import Channel, Criterion, Result


class Outdated(Exception):
    """What a workbook would change is not any more what its reader was shown."""


def _held(whose: Whose) -> Whose:
    """The assessment, or the government's own ratings with it, held until the transaction ends."""
    return held(whose) if isinstance(whose, Participant) else locked(whose).row


@transaction.atomic
def keep_upload(whose: Whose, content: dict[str, Any], *, by: Person) -> WorkbookUpload:
    """Keeps what a workbook says, in the place of what the person uploaded before.

    Raises Faults unless the assessment is open. Nothing of the assessment is written, so that the
    audit record has nothing of it.
    """
    assessment = assessment_of(_held(whose))
    content = content | {"government": government_of(whose)}
    WorkbookUpload.objects.filter(assessment=assessment, by=by).delete()
    return WorkbookUpload.objects.create(assessment=assessment, by=by, content=content)


@transaction.atomic
def drop_upload(upload: WorkbookUpload, *, by: Person) -> None:
    """Forgets an upload of the person's own without having applied it."""
    WorkbookUpload.objects.filter(pk=upload.pk, by=by).delete()


@transaction.atomic
def apply_upload(
    upload: WorkbookUpload,
    whose: Whose,
    *,
    by: Person,
    shown: Mapping[str, str],
    chosen: Collection[str],
) -> int:
    """Writes what a workbook changes, all or nothing; gives how many answers it changed.

    `shown` holds, by the name of each change, what its reader saw as standing (`Change.state`);
    `chosen` names the conflicts in which the workbook's answer is to be used. Raises Outdated where
    an answer has changed since it was shown, and Faults where the assessment is not open or has
    lost a channel, or the government has finished.
    """
    whose = _held(whose)
    assessment = assessment_of(whose)
    planned = changes.plan(upload.content, changes.standing(whose))
    if any(shown.get(each.name) != each.state for each in planned):
        raise Outdated
    criteria = {each.code: each for each in Criterion.objects.filter(edition=assessment.edition)}
    results = {each.code: each for each in Result.objects.filter(edition=assessment.edition)}
    channels = {each.code: each for each in assessment.initiative.channels.all()}
    wanted = [each for each in planned if not each.conflict or each.name in chosen]
    page = str(upload.content["language"])
    upload.delete()  # before the first event, as every lock
    for each in wanted:
        if each.code in results:
            save_result(assessment, results[each.code], each.result_answer, by=by, page=page)
        elif each.channel and each.channel not in channels:
            message = _('the initiative does not have the channel "%(code)s"')
            raise Faults([Fault(each.code, message % {"code": each.channel})])
        else:
            channel = channels[each.channel] if each.channel else None
            _save(whose, criteria[each.code], channel, each.answer, by=by, page=page)
    return len(wanted)


def _save(
    whose: Whose,
    criterion: Criterion,
    channel: Channel | None,
    answer: Answer,
    *,
    by: Person,
    page: str,
) -> None:
    if isinstance(whose, Participant):
        save_opinion(Held(whose), criterion, channel, answer, by=by, page=page)
    else:
        save_answer(whose, criterion, channel, answer, by=by, page=page)
