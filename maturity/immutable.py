"""Migration operations that have the database itself refuse to change what must not change."""

from typing import Any

from django.db import migrations


def refuse(table: str, *actions: str, when: str = "") -> migrations.RunPython:
    """A trigger that refuses `actions` (of INSERT, UPDATE, DELETE) on the rows of `table`.

    `when` is an SQL condition, understood by SQLite and PostgreSQL alike, in which `{row}` stands
    for the row at hand; empty means always. Where DELETE is always refused, PostgreSQL refuses
    TRUNCATE too. A refusal is an IntegrityError in Django.
    SQLite drops triggers with a table that a later migration rebuilds: such a migration has to
    repeat this operation, and a test tries the refusals.
    """
    return migrations.RunPython(
        lambda _apps, editor: _create(editor, table, actions, when),
        lambda _apps, editor: _drop(editor, table, actions),
    )


def allow(table: str, *actions: str, when: str = "") -> migrations.RunPython:
    """Takes back what `refuse` did, for a migration that has to change what is there."""
    return migrations.RunPython(
        lambda _apps, editor: _drop(editor, table, actions),
        lambda _apps, editor: _create(editor, table, actions, when),
    )


def _create(editor: Any, table: str, actions: tuple[str, ...], when: str) -> None:
    _drop(editor, table, actions)
    on_postgresql = editor.connection.vendor == "postgresql"
    for action in actions:
        condition = when.format(row="NEW" if action == "INSERT" else "OLD") or "TRUE"
        make = _postgresql if on_postgresql else _sqlite
        for statement in make(table, action, condition):
            editor.execute(statement)
    if on_postgresql and "DELETE" in actions and not when:
        for statement in _postgresql(table, "TRUNCATE", "TRUE"):
            editor.execute(statement)


def _drop(editor: Any, table: str, actions: tuple[str, ...]) -> None:
    on_postgresql = editor.connection.vendor == "postgresql"
    on_table = f" ON {table}" if on_postgresql else ""
    dropped = (*actions, "TRUNCATE") if on_postgresql and "DELETE" in actions else actions
    for action in dropped:
        editor.execute(f"DROP TRIGGER IF EXISTS {_name(table, action)}{on_table}")


def _name(table: str, action: str) -> str:
    return f"{table}_no_{action.lower()}"


def _sqlite(table: str, action: str, condition: str) -> list[str]:
    return [
        f"CREATE TRIGGER {_name(table, action)} BEFORE {action} ON {table} WHEN {condition} "
        f"BEGIN SELECT RAISE(ABORT, '{table}: a published record cannot change'); END"
    ]


def _postgresql(table: str, action: str, condition: str) -> list[str]:
    # A trigger's WHEN cannot look into other tables in PostgreSQL; its function can.
    name, row = _name(table, action), "OLD" if action == "DELETE" else "NEW"
    each, result = ("STATEMENT", "NULL") if action == "TRUNCATE" else ("ROW", row)
    return [
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ "
        f"BEGIN IF {condition} THEN "
        f"RAISE EXCEPTION '{table}: a published record cannot change' "
        f"USING ERRCODE = 'restrict_violation'; END IF; RETURN {result}; END $$",
        f"CREATE TRIGGER {name} BEFORE {action} ON {table} "
        f"FOR EACH {each} EXECUTE FUNCTION {name}()",
    ]
