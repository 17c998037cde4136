"""Writes to the road map of pilot and validation, and to the statement of work."""

from collections.abc import Callable, Mapping
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
    return _save(known, Milestone, values, "save_milestone", _milestone, by=by)


@transaction.atomic
def remove_milestone(known: Milestone, *, by: Person) -> None:
    """Takes a milestone off the road map; one that is gone already stays so."""
    _remove(known, "remove_milestone", _milestone, by=by)


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
    _write(row, values, "save_statement_of_work", _texts, by=by)


@transaction.atomic
def save_party(known: Party | None, *, by: Person, **values: Any) -> Party | None:
    """Adds a party (`known` None), or has one say `values` by column.

    None where somebody removed it meanwhile.
    """
    return _save(known, Party, values, "save_party", _party, by=by)


@transaction.atomic
def remove_party(known: Party, *, by: Person) -> None:
    """Takes a party out of the statement of work; one that is gone already stays so."""
    _remove(known, "remove_party", _party, by=by)


type Described[Row] = Callable[[Row], Mapping[str, Any]]  # what the record says of a row


def _save[Row: models.Model](
    known: Row | None,
    model: type[Row],
    values: Mapping[str, Any],
    verb: str,
    described: Described[Row],
    *,
    by: Person,
) -> Row | None:
    row: Row | None = model()
    if known is not None:
        row = model._default_manager.select_for_update().filter(pk=known.pk).first()
    if row is not None:
        _write(row, values, verb, described, by=by)
    return row


def _write[Row: models.Model](
    row: Row, values: Mapping[str, Any], verb: str, described: Described[Row], *, by: Person
) -> None:
    """Has a row, new or held, say `values`; where it says them already, nothing is written."""
    old = described(row) if row.pk else None
    for name, value in values.items():
        setattr(row, name, value)
    if old != (new := described(row)):
        row.save()
        record(verb, row, by=by, old=old, new=new)


def _remove[Row: models.Model](
    known: Row, verb: str, described: Described[Row], *, by: Person
) -> None:
    row = type(known)._default_manager.select_for_update().filter(pk=known.pk).first()
    if row:
        record(verb, row, by=by, old=described(row))
        row.delete()


def _milestone(row: Milestone) -> Mapping[str, Any]:
    return {
        "name": [row.text_en, row.text_fr],
        "day": row.day and str(row.day),
        "milestone_state": str(row.state),
        "order": row.order,
    }


def _party(row: Party) -> Mapping[str, Any]:
    return {
        "name": [row.name_en, row.name_fr],
        "does": [row.does_en, row.does_fr],
        "order": row.order,
    }


def _texts(row: StatementOfWork) -> Mapping[str, Any]:
    return {column: getattr(row, column) for column in (*COLUMNS, "is_draft")}
