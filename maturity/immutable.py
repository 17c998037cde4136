"""Migration operations that have the database itself refuse to change what must not change."""

from typing import Any

from django.db import migrations


def refuse(table: str, *actions: str, when: str = "") -> migrations.RunPython:
    """A trigger that refuses `actions` (of INSERT, UPDATE, DELETE) on the rows of `table`.

    `when` is an SQL condition, understood by SQLite and PostgreSQL alike, in which `{row}` stands
    for the row at hand; empty means always. A refusal is an IntegrityError in Django.
    SQLite drops triggers with a table that a later migration rebuilds: such a migration has to
    repeat this operation, and a test tries the refusals.
    """

    def forwards(_apps: Any, schema_editor: Any) -> None:
        for statement in _statements(table, actions, when, schema_editor.connection.vendor):
            schema_editor.execute(statement)

    def backwards(_apps: Any, schema_editor: Any) -> None:
        on_table = f" ON {table}" if schema_editor.connection.vendor == "postgresql" else ""
        for action in actions:
            schema_editor.execute(f"DROP TRIGGER {_name(table, action)}{on_table}")

    return migrations.RunPython(forwards, backwards)


def _name(table: str, action: str) -> str:
    return f"{table}_no_{action.lower()}"


def _statements(table: str, actions: tuple[str, ...], when: str, vendor: str) -> list[str]:
    statements = []
    for action in actions:
        name = _name(table, action)
        condition = when.format(row="NEW" if action == "INSERT" else "OLD") or "TRUE"
        if vendor == "sqlite":
            statements += [
                f"DROP TRIGGER IF EXISTS {name}",
                f"CREATE TRIGGER {name} BEFORE {action} ON {table} WHEN {condition} "
                f"BEGIN SELECT RAISE(ABORT, '{table}: a published record cannot change'); END",
            ]
        else:
            # A trigger's WHEN cannot look into other tables in PostgreSQL; its function can.
            row = "OLD" if action == "DELETE" else "NEW"
            statements += [
                f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ "
                f"BEGIN IF {condition} THEN "
                f"RAISE EXCEPTION '{table}: a published record cannot change' "
                f"USING ERRCODE = 'restrict_violation'; END IF; RETURN {row}; END $$",
                f"DROP TRIGGER IF EXISTS {name} ON {table}",
                f"CREATE TRIGGER {name} BEFORE {action} ON {table} "
                f"FOR EACH ROW EXECUTE FUNCTION {name}()",
            ]
    return statements
