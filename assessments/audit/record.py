"""Leaving an audit event."""

from collections.abc import Sequence
from typing import Any

import structlog
from django.db import models
from django.utils import timezone

from assessments import rules
from assessments.audit import chain
from assessments.models import (
    Assessment,
    AuditHead,
    Decision,
    Event,
    Initiative,
    Invitation,
    Membership,
    Person,
)
from maturity.models import Council


def record(
    verb: str,
    subject: models.Model,
    *,
    by: Person,
    assessment: Assessment | None = None,
    initiative: Initiative | None = None,
    place: str = "",
    old: Any = None,
    new: Any = None,
) -> None:
    """Writes one event: `by` did `verb` to `subject` (at `place` in it), from `old` to `new`.

    `old` and `new` are JSON values; `initiative` follows from the assessment, or from a subject
    that is one, or a role in one. Call it in the transaction of the change itself, after every lock
    that the change takes: from here on nobody else can write until the transaction ends.
    """
    initiative = initiative or _initiative_of(subject, assessment)
    values = event_values(
        verb,
        subject,
        by=by,
        role=rules.acting_role(by, initiative, _council_of(subject)),
        assessment=assessment,
        initiative=initiative,
        place=place,
        old=chain.keepable(old),
        new=chain.keepable(new),
    )
    values["request_id"] = structlog.contextvars.get_contextvars().get("request_id", "")[:100]
    # Only what hangs on the event before is left for the time in which nobody else can write.
    count, previous = AuditHead.objects.select_for_update().values_list("count", "hash").get()
    event = Event(**values, id=count + 1, at=timezone.now())
    event.hash = chain.link(vars(event), previous)
    event.save(force_insert=True)
    AuditHead.objects.update(count=event.id, hash=event.hash)


def event_values(
    verb: str,
    subject: models.Model,
    *,
    by: Person,
    role: str = "",
    assessment: Assessment | None = None,
    initiative: Initiative | None = None,
    place: str = "",
    old: Any = None,
    new: Any = None,
) -> dict[str, Any]:
    """Return an event by column, without its moment and its place in the chain. No query."""
    initiative = initiative or _initiative_of(subject, assessment)
    return {
        "actor_id": by.pk,
        "actor_name": by.name,
        "role": role,
        "verb": verb,
        "subject": subject._meta.model_name or "",
        "subject_id": str(subject.pk),
        "assessment_id": assessment.pk if assessment else None,
        "initiative_id": initiative.pk if initiative else None,
        "place": place,
        "old": old,
        "new": new,
        "request_id": "",
    }


def chain_on(events: Sequence[dict[str, Any]]) -> None:
    """Gives events that are made without `record` their places at the end of the chain.

    They are values by column, in order; the caller inserts them in the same transaction, which
    should then end: nobody else can write before.
    """
    head = AuditHead.objects.select_for_update().get()
    for event in events:
        event["id"] = head.count + 1
        event["old"], event["new"] = chain.keepable(event["old"]), chain.keepable(event["new"])
        event["hash"] = chain.link(event, head.hash)
        head.count, head.hash = event["id"], event["hash"]
    head.save()


def _council_of(subject: models.Model) -> int | None:
    """The key of the council that a subject is, or that it belongs to, itself or by its meeting."""
    if isinstance(subject, Council):
        return subject.pk
    of = subject.meeting if isinstance(subject, Decision) else subject
    return getattr(of, "council_id", None)


def _initiative_of(subject: models.Model, assessment: Assessment | None) -> Initiative | None:
    if assessment:
        return assessment.initiative
    if isinstance(subject, Membership | Invitation):
        return subject.initiative
    return subject if isinstance(subject, Initiative) else None
