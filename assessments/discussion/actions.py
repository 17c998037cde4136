"""Writes of a team's discussions. The audit record says that somebody spoke, not what they said."""

import datetime
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.audit.record import record
from assessments.cycle.actions import locked
from assessments.models import Assessment, Person, Remark, Thread
from assessments.notices import notices
from maturity.faults import Fault, Faults
from maturity.models import Criterion


@transaction.atomic
def start_thread(
    assessment: Assessment,
    criterion: Criterion,
    *,
    by: Person,
    text: str,
    language: str,
    mentions: Sequence[Person] = (),
) -> Thread:
    """Starts a discussion of a criterion with a first remark."""
    assessment = locked(assessment).row
    thread = Thread.objects.create(assessment=assessment, criterion=criterion)
    _say(thread, by=by, text=text, language=language, mentions=mentions)
    record("start_thread", thread, by=by, assessment=assessment, place=criterion.code)
    return thread


@transaction.atomic
def answer(
    thread: Thread, *, by: Person, text: str, language: str, mentions: Sequence[Person] = ()
) -> Remark:
    """Adds a remark to a discussion. Raises Faults where it is resolved."""
    thread = _held(thread)
    if thread.resolved_at:
        message = _("Someone has since resolved this discussion. Reopen it to answer.")
        raise Faults([Fault("", message)])
    remark = _say(thread, by=by, text=text, language=language, mentions=mentions)
    record("answer_thread", thread, by=by, **_where(thread))
    return remark


@transaction.atomic
def resolve(thread: Thread, *, by: Person) -> None:
    """Says that nothing of a discussion is left open."""
    thread = _held(thread)
    if not thread.resolved_at:
        _set_resolved(thread, timezone.now(), by)
        record("resolve_thread", thread, by=by, **_where(thread))


@transaction.atomic
def reopen(thread: Thread, *, by: Person) -> None:
    """Opens a resolved discussion again."""
    thread = _held(thread)
    if thread.resolved_at:
        _set_resolved(thread, None, None)
        record("reopen_thread", thread, by=by, **_where(thread))


def _set_resolved(thread: Thread, at: datetime.datetime | None, by: Person | None) -> None:
    thread.resolved_at, thread.resolved_by = at, by
    thread.save(update_fields=["resolved_at", "resolved_by"])


def _where(thread: Thread) -> dict[str, Any]:
    """What the audit record says of where an event took place."""
    return {"assessment": thread.assessment, "place": thread.criterion.code}


def _held(thread: Thread) -> Thread:
    """The thread as it is now, held with its assessment. Raises Faults unless that is open."""
    assessment = locked(thread.assessment).row
    now = Thread.objects.select_related("criterion").get(pk=thread.pk)
    now.assessment = assessment
    return now


def _say(
    thread: Thread, *, by: Person, text: str, language: str, mentions: Sequence[Person]
) -> Remark:
    # Browsers send line ends as CRLF.
    text = text.replace("\r\n", "\n").strip()
    remark = Remark.objects.create(thread=thread, author=by, text=text, language=language)
    remark.mentions.set(mentions)
    if mentions:
        notices.mentioned(remark, by=by)
    return remark
