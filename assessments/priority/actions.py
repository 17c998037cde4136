"""Writes to the road map of pilot and validation."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from assessments.audit.record import record
from assessments.models import Milestone, Person


@transaction.atomic
def save_milestone(known: Milestone | None, *, by: Person, **values: Any) -> Milestone | None:
    """Adds a milestone (`known` None), or has one say `values` by column.

    None where somebody removed it meanwhile.
    """
    row: Milestone | None = Milestone()
    if known is not None:
        row = Milestone.objects.select_for_update().filter(pk=known.pk).first()
    if row is None:
        return None
    old = _described(row) if row.pk else None
    for name, value in values.items():
        setattr(row, name, value)
    if old != (new := _described(row)):
        row.save()
        record("save_milestone", row, by=by, old=old, new=new)
    return row


@transaction.atomic
def remove_milestone(known: Milestone, *, by: Person) -> None:
    """Takes a milestone off the road map; one that is gone already stays so."""
    row = Milestone.objects.select_for_update().filter(pk=known.pk).first()
    if row:
        record("remove_milestone", row, by=by, old=_described(row))
        row.delete()


def _described(row: Milestone) -> Mapping[str, Any]:
    return {
        "name": [row.text_en, row.text_fr],
        "day": row.day and str(row.day),
        "milestone_state": str(row.state),
        "order": row.order,
    }
