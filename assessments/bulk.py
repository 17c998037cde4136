"""Inserting many rows at once: for loads of data that no action makes one by one."""

from collections.abc import Sequence

from django.db import connection
from django.db.models import AutoField, JSONField, Model
from psycopg import sql
from psycopg.types.json import Jsonb


def insert(rows: Sequence[Model]) -> None:
    """Inserts rows of one model, and gives them their keys where the database makes those.

    Call it in a transaction. PostgreSQL reads them with COPY, several times as fast as INSERT.
    """
    if not rows:
        return
    if connection.vendor == "postgresql":
        _copy(rows)
    else:
        type(rows[0])._default_manager.bulk_create(rows)


def _copy(rows: Sequence[Model]) -> None:
    options = rows[0]._meta
    fields = options.concrete_fields
    columns = [sql.Identifier(str(field.column)) for field in fields]
    if isinstance(options.pk, AutoField):
        keys = _keys(options.db_table, str(options.pk.column), len(rows))
        for row, key in zip(rows, keys, strict=True):
            row.pk = key
    json = {number for number, field in enumerate(fields) if isinstance(field, JSONField)}
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(options.db_table), sql.SQL(", ").join(columns)
    )
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            values = [field.pre_save(row, True) for field in fields]
            for number in json:
                if values[number] is not None:
                    values[number] = Jsonb(values[number])
            copy.write_row(values)


def _keys(table: str, column: str, number: int) -> list[int]:
    """So many keys that nobody else will get, in rising order."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
            [table, column, number],
        )
        return sorted(key for (key,) in cursor.fetchall())
