"""Writes to jurisdictions that the model file does not know."""

from typing import Any

from django.db import transaction
from django.db.models import Max

from assessments.audit.record import record
from assessments.models import Person
from maturity.models import Jurisdiction, Provenance


@transaction.atomic
def save_jurisdiction(known: Jurisdiction | None, *, by: Person, **values: Any) -> Jurisdiction:
    """Adds a jurisdiction (`known` None), or changes the names or the kind of one added here."""
    if known is None:
        last = Jurisdiction.objects.aggregate(last=Max("order"))["last"] or 0
        row = Jurisdiction(order=last + 1, added_here=True)
    else:
        row = Jurisdiction.objects.select_for_update().get(pk=known.pk, added_here=True)
    old = _described(row) if row.pk else None
    for name, value in values.items():
        setattr(row, name, value)
    row.provenance_en = row.provenance_fr = Provenance.PROJECT
    row.save()
    if old is None:
        record("create_jurisdiction", row, by=by, new=_described(row))
    elif old != _described(row):
        record("update_jurisdiction", row, by=by, old=old, new=_described(row))
    return row


def _described(row: Jurisdiction) -> dict[str, Any]:
    return {"code": row.code, "name": [row.text_en, row.text_fr], "kind": str(row.kind)}
