"""How much work the team thinks that a statement is."""

from collections.abc import Mapping

from django.db import transaction

from assessments.audit.record import record
from assessments.cycle.actions import held
from assessments.models import Initiative, Person, StatementEffort
from maturity.models import Criterion


@transaction.atomic
def set_efforts(initiative: Initiative, given: Mapping[Criterion, str], *, by: Person) -> None:
    """Keeps the efforts that some statements take (S, M, L, or empty for none)."""
    initiative = held(initiative)
    rows = StatementEffort.objects.filter(initiative=initiative).select_related("criterion")
    # A statement keeps its code, and its effort, from edition to edition.
    kept = {row.criterion.code: row for row in rows}
    for criterion, effort in given.items():
        row = kept.get(criterion.code)
        old = row.effort if row else ""
        if effort == old:
            continue
        if row is None:
            StatementEffort.objects.create(
                initiative=initiative, criterion=criterion, effort=effort
            )
        elif effort:
            row.effort = effort
            row.save(update_fields=["effort"])
        else:
            row.delete()
        record(
            "set_effort",
            initiative,
            by=by,
            place=criterion.code,
            old={"effort": old} if old else None,
            new={"effort": effort} if effort else None,
        )
