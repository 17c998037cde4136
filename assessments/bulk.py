"""Inserting many rows at once: for loads of data that no action makes one by one.

PostgreSQL reads them with COPY, several times as fast as with INSERT. Call these in a transaction.
"""

from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.db.models import AutoField, JSONField, Model
from psycopg import sql
from psycopg.types.json import Jsonb


def insert(rows: Sequence[Model]) -> None:
    """Inserts rows of one model, and gives them their keys where the database makes those."""
    if connection.vendor != "postgresql":
        type(rows[0])._default_manager.bulk_create(rows)
        return
    options = rows[0]._meta
    fields = [field for field in options.concrete_fields if not isinstance(field, AutoField)]
    values = [{field.attname: field.pre_save(row, True) for field in fields} for row in rows]
    _copy(type(rows[0]), values)
    for row, written in zip(rows, values, strict=True):
        row.pk = written[options.pk.attname]


def insert_values(model: type[Model], rows: Sequence[dict[str, Any]]) -> None:
    """Inserts rows that are given as values by column, each with the same columns.

    The others get their defaults. Each row gets its key. Much faster than instances of the model.
    """
    if not rows:
        return
    if connection.vendor != "postgresql":
        made = model._default_manager.bulk_create([model(**row) for row in rows])
        for row, each in zip(rows, made, strict=True):
            row[model._meta.pk.attname] = each.pk
        return
    blank = model()
    for field in model._meta.concrete_fields:
        if field.attname in rows[0] or isinstance(field, AutoField):
            continue
        value = field.pre_save(blank, True)
        made_anew = field.has_default() and callable(field.default)
        for row in rows:
            row[field.attname] = field.get_default() if made_anew else value
    _copy(model, rows)


def _copy(model: type[Model], rows: Sequence[dict[str, Any]]) -> None:
    """Writes rows that have every column but a key which the database makes; they get it."""
    options = model._meta
    names = [field.attname for field in options.concrete_fields]
    if options.pk.attname not in rows[0]:
        keys = _keys(options.db_table, str(options.pk.column), len(rows))
        for row, key in zip(rows, keys, strict=True):
            row[options.pk.attname] = key
    json = [field.attname for field in options.concrete_fields if isinstance(field, JSONField)]
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(options.db_table),
        sql.SQL(", ").join(
            [sql.Identifier(str(field.column)) for field in options.concrete_fields]
        ),
    )
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            for name in json:
                if row[name] is not None:
                    row[name] = Jsonb(row[name])
            copy.write_row([row[name] for name in names])


def _keys(table: str, column: str, number: int) -> list[int]:
    """So many keys that nobody else will get, in rising order."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
            [table, column, number],
        )
        return sorted(key for (key,) in cursor.fetchall())
