"""Writes to what a council decides."""

import datetime
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction

from assessments.audit.record import record
from assessments.models import CouncilTarget, Decision, Meeting, Person
from maturity.models import Council


@transaction.atomic
def add_meeting(council: Council, held_on: datetime.date, *, by: Person) -> Meeting:
    """Keeps a day on which a council meets; one that is kept already is returned."""
    meeting, new = Meeting.objects.get_or_create(council=council, held_on=held_on)
    if new:
        record("add_meeting", meeting, by=by, new=_on(meeting))
    return meeting


@transaction.atomic
def remove_meeting(meeting: Meeting, *, by: Person) -> None:
    """Removes a meeting with its decisions; one that is gone already stays so."""
    row = Meeting.objects.select_for_update().filter(pk=meeting.pk).first()
    if row is None:
        return
    for each in row.decisions.all():
        _remove(each, by=by)
    record("remove_meeting", row, by=by, old=_on(row))
    row.delete()


@transaction.atomic
def save_decisions(
    meeting: Meeting,
    given: Iterable[tuple[Decision | None, Mapping[str, str] | None]],
    *,
    by: Person,
) -> None:
    """Has decisions say their values by column: None adds one, and a value of None removes one.

    One that somebody else removed in the meantime is added again with what it says.
    """
    Meeting.objects.select_for_update().get(pk=meeting.pk)
    kept = {each.pk: each for each in meeting.decisions.all()}
    for known, values in given:
        row = kept.get(known.pk) if known else None
        if values is None:
            if row:
                _remove(row, by=by)
            continue
        old = _described(row) if row else None
        row = row or Decision(meeting=meeting)
        for name, value in values.items():
            setattr(row, name, value)
        if old != (new := _described(row)):
            row.save()
            record("save_decision", row, by=by, old=old, new=new)


@transaction.atomic
def set_council_targets(
    council: Council, wanted: Mapping[str, Mapping[str, Any] | None], *, by: Person
) -> None:
    """Sets what a council aims for, by the codes of attributes: level, share and day, or None."""
    Council.objects.select_for_update().get(pk=council.pk)
    kept = {each.attribute: each for each in council.targets.all()}
    for attribute, values in wanted.items():
        row = kept.get(attribute)
        old = _aim(row) if row else None
        if values is None:
            if row:
                row.delete()
                record("set_council_target", council, by=by, place=attribute, old=old)
            continue
        row = row or CouncilTarget(council=council, attribute=attribute)
        for name, value in values.items():
            setattr(row, name, value)
        if old != (new := _aim(row)):
            row.save()
            record("set_council_target", council, by=by, place=attribute, old=old, new=new)


def _remove(decision: Decision, *, by: Person) -> None:
    record("remove_decision", decision, by=by, old=_described(decision))
    decision.delete()


def _on(meeting: Meeting) -> dict[str, str]:
    return {"council": meeting.council.code, "day": str(meeting.held_on)}


def _described(decision: Decision) -> dict[str, Any]:
    return {
        **_on(decision.meeting),
        "decision_kind": str(decision.kind),
        "text": [decision.text_en, decision.text_fr],
    }


def _aim(target: CouncilTarget) -> dict[str, Any]:
    return {"level": target.level, "share": target.share, "by": str(target.by)}
