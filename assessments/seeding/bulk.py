"""Inserting many rows at once: for loads of data that no action makes one by one.

PostgreSQL reads them with COPY, SQLite with one statement that is prepared once: several times as
fast as through the models. Call these in a transaction.
"""

from collections.abc import Callable, Sequence
from typing import Any

from django.db import connection
from django.db.models import (
    AutoField,
    BooleanField,
    CharField,
    DateTimeField,
    Field,
    FloatField,
    ForeignKey,
    IntegerField,
    JSONField,
    Model,
    TextField,
    UUIDField,
)
from psycopg import sql
from psycopg.types.json import Jsonb

type Row = dict[str, Any]

# Of these fields SQLite keeps values as they are.
AS_THEY_ARE = (BooleanField, CharField, FloatField, IntegerField, TextField)


def insert(rows: Sequence[Model]) -> None:
    """Inserts rows of one model, and gives them their keys where the database makes those."""
    options = rows[0]._meta
    fields = [field for field in options.concrete_fields if not isinstance(field, AutoField)]
    values = [{field.attname: field.pre_save(row, True) for field in fields} for row in rows]
    _write(type(rows[0]), values)
    for row, written in zip(rows, values, strict=True):
        row.pk = written[options.pk.attname]


def insert_values(model: type[Model], rows: Sequence[Row]) -> None:
    """Inserts rows that are given as values by column, each with the same columns.

    The others get their defaults. Each row gets its key. Much faster than instances of the model.
    """
    if not rows:
        return
    blank = model()
    for field in model._meta.concrete_fields:
        if field.attname in rows[0] or isinstance(field, AutoField):
            continue
        value = field.pre_save(blank, True)
        made_anew = field.has_default() and callable(field.default)
        for row in rows:
            row[field.attname] = field.get_default() if made_anew else value
    _write(model, rows)


def _write(model: type[Model], rows: Sequence[Row]) -> None:
    """Writes rows that have every column but a key which the database makes; they get it.

    One that they bring is not kept: it would leave the sequence behind.
    """
    options = model._meta
    on_postgresql = connection.vendor == "postgresql"
    if isinstance(options.pk, AutoField):
        keys = (_sequence_keys if on_postgresql else _following_keys)(model, len(rows))
        for row, key in zip(rows, keys, strict=True):
            row[options.pk.attname] = key
    (_copy if on_postgresql else _insert)(model, rows)


def _copy(model: type[Model], rows: Sequence[Row]) -> None:
    fields = model._meta.concrete_fields
    names = [field.attname for field in fields]
    places = [place for place, field in enumerate(fields) if isinstance(field, JSONField)]
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(model._meta.db_table),
        sql.SQL(", ").join([sql.Identifier(str(field.column)) for field in fields]),
    )
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            values = [row[name] for name in names]
            for place in places:
                if values[place] is not None:
                    values[place] = Jsonb(values[place])
            copy.write_row(values)


def _sequence_keys(model: type[Model], number: int) -> Sequence[int]:
    """So many keys that nobody else will get, in rising order."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
            [model._meta.db_table, str(model._meta.pk.column), number],
        )
        return sorted(key for (key,) in cursor.fetchall())


def _insert(model: type[Model], rows: Sequence[Row]) -> None:
    quote = connection.ops.quote_name
    fields = model._meta.concrete_fields
    columns = ", ".join(quote(str(field.column)) for field in fields)
    places = ", ".join(["%s"] * len(fields))
    table = quote(model._meta.db_table)
    adapted = [
        map(adapt, [row[field.attname] for row in rows])
        if (adapt := _adapter(field))
        else [row[field.attname] for row in rows]
        for field in fields
    ]
    statement = f"INSERT INTO {table} ({columns}) VALUES ({places})"  # nosec B608  # noqa: S608
    with connection.cursor() as cursor:
        cursor.executemany(statement, list(zip(*adapted, strict=True)))


def _adapter(field: "Field[Any, Any]") -> Callable[[Any], Any] | None:
    """What makes of a field's value what SQLite keeps; None where that is the same."""
    ops = connection.ops
    while isinstance(field, ForeignKey):
        field = field.target_field
    if isinstance(field, AS_THEY_ARE):
        return None
    if isinstance(field, UUIDField):
        return lambda value: value and value.hex
    if isinstance(field, JSONField):
        return lambda value: value if value is None else ops.adapt_json_value(value, field.encoder)
    if isinstance(field, DateTimeField):
        return ops.adapt_datetimefield_value
    return lambda value: field.get_db_prep_save(value, connection)


def _following_keys(model: type[Model], number: int) -> Sequence[int]:
    """The keys that come next: nobody else writes to SQLite before the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [model._meta.db_table])
        (last,) = cursor.fetchone() or (0,)
    return range(last + 1, last + number + 1)
