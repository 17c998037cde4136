"""Writes to the road map of pilot and validation, and to the statement of work."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models, transaction

from assessments.audit.record import record
from assessments.models import Milestone, Party, Person, StatementOfWork
from assessments.priority.first_text import PARTIES, TEXTS
from assessments.priority.reads import COLUMNS


@transaction.atomic
def save_milestone(known: Milestone | None, *, by: Person, **values: Any) -> Milestone | None:
    """Adds a milestone (`known` None), or has one say `values` by column.

    None where somebody removed it meanwhile.
    """
    row = _held(known, Milestone)
    if row and (written := _written(row, values, _milestone)):
        record("save_milestone", row, by=by, old=written.old, new=written.new)
    return row


@transaction.atomic
def remove_milestone(known: Milestone, *, by: Person) -> None:
    """Takes a milestone off the road map; one that is gone already stays so."""
    if row := _held(known, Milestone):
        record("remove_milestone", row, by=by, old=_milestone(row))
        row.delete()


@transaction.atomic
def begin_statement_of_work(*, by: Person) -> StatementOfWork:
    """Begins the statement of work with its first text; one that is there already stays so."""
    row, new = StatementOfWork.objects.get_or_create(pk=1, defaults=TEXTS)
    if new:
        record("save_statement_of_work", row, by=by, new=_texts(row))
        for order, (name_en, name_fr, does_en, does_fr) in enumerate(PARTIES, 1):
            names = {"name_en": name_en, "name_fr": name_fr}
            save_party(None, order=order, does_en=does_en, does_fr=does_fr, **names, by=by)
    return row


@transaction.atomic
def save_statement_of_work(*, by: Person, **values: Any) -> None:
    """Has the statement of work, which was begun, say `values` by column."""
    row = StatementOfWork.objects.select_for_update().get()
    if written := _written(row, values, _texts):
        record("save_statement_of_work", row, by=by, old=written.old, new=written.new)


@transaction.atomic
def save_party(known: Party | None, *, by: Person, **values: Any) -> Party | None:
    """Adds a party (`known` None), or has one say `values` by column.

    None where somebody removed it meanwhile.
    """
    row = _held(known, Party)
    if row and (written := _written(row, values, _party)):
        record("save_party", row, by=by, old=written.old, new=written.new)
    return row


@transaction.atomic
def remove_party(known: Party, *, by: Person) -> None:
    """Takes a party out of the statement of work; one that is gone already stays so."""
    if row := _held(known, Party):
        record("remove_party", row, by=by, old=_party(row))
        row.delete()


type Said = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class RowChange:
    """What the record says of a row before and after a change; before it was there, nothing."""

    old: Said | None
    new: Said


def _held[Row: models.Model](known: Row | None, model: type[Row]) -> Row | None:
    """A row, locked until the transaction ends; a new one for None, none for one that is gone."""
    if known is None:
        return model()
    return model._default_manager.select_for_update().filter(pk=known.pk).first()


def _written[Row: models.Model](
    row: Row, values: Said, described: Callable[[Row], Said]
) -> RowChange | None:
    """Has a row, new or held, say `values`; None where it says them already."""
    old = described(row) if row.pk else None
    for name, value in values.items():
        setattr(row, name, value)
    new = described(row)
    if old == new:
        return None
    row.save()
    return RowChange(old, new)


def _milestone(row: Milestone) -> Said:
    return {
        "name": [row.text_en, row.text_fr],
        "day": row.day and str(row.day),
        "milestone_state": str(row.state),
        "order": row.order,
    }


def _party(row: Party) -> Said:
    return {
        "name": [row.name_en, row.name_fr],
        "does": [row.does_en, row.does_fr],
        "order": row.order,
    }


def _texts(row: StatementOfWork) -> Said:
    return {column: getattr(row, column) for column in (*COLUMNS, "is_draft")}
