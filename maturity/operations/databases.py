"""Dumping and restoring the database, on SQLite and on PostgreSQL.

Both take a dump of one moment while others write, and restore all of it or nothing.
"""

import os
import re
import shutil
import sqlite3
import subprocess  # nosec B404
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from django.contrib.auth import get_user_model
from django.db import OperationalError, connection, transaction
from django.db.backends.postgresql.client import DatabaseClient

# Indexes may be over functions that Django brings to SQLite: without, a file cannot be checked.
from django.db.backends.sqlite3._functions import register  # type: ignore[import-untyped]
from django.db.migrations.recorder import MigrationRecorder
from django.utils.translation import gettext as _

from maturity.faults import Fault, Faults

# Rows of the moment and the place, which nobody wants back: who is signed in, which workers run,
# which backups this portal has made.
LEFT_OUT = ("django_session", "maturity_worker", "maturity_backuprun", "maturity_nightlyrun")
COPY = re.compile(rb'COPY public\."?(\w+)"? \(.*\) FROM stdin;\n')


@dataclass(frozen=True)
class Moment:
    """What a dump holds: its applied migrations, and the number of rows of each table."""

    migrations: list[str]
    rows: dict[str, int]


def reach() -> None:
    """Raises Faults unless the database answers."""
    try:
        connection.ensure_connection()
    except OperationalError as error:
        raise Faults([Fault("", _("the database does not answer"))]) from error


def dump(target: IO[bytes]) -> Moment:
    """Writes the database as it is at one moment to an empty file. Raises Faults.

    All files here are open ones, without a name: nobody finds them, and they are gone with the
    process, however it ends.
    """
    reach()
    if not connection.introspection.table_names():
        raise Faults([Fault("", _("the database has no tables: there is nothing to back up"))])
    if connection.vendor == "sqlite":
        return _dump_sqlite(target)
    with transaction.atomic(), connection.cursor() as cursor:
        # The dump sees what this transaction sees.
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        cursor.execute("SELECT pg_export_snapshot()")
        snapshot = cursor.fetchone()[0]
        left_out = [f"--exclude-table-data=public.{table}" for table in LEFT_OUT]
        _run(
            "pg_dump", f"--snapshot={snapshot}", "--format=custom", "--no-owner", "--no-acl",
            *left_out, f"--dbname={connection.settings_dict['NAME']}", into=target,
        )  # fmt: skip
        return Moment(applied_migrations(), rows())


@contextmanager
def at_one_moment() -> Iterator[None]:
    """All that is read here is the database of one moment. Others go on writing; one must not.

    Within a transaction, what is read is that of the transaction.
    """
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("BEGIN")  # Django's own way would keep others from writing.
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")
    else:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield


def held(source: IO[bytes]) -> dict[str, int]:
    """The number of rows of each table in a dump. Raises Faults if it cannot be read."""
    source.seek(0)
    if connection.vendor == "sqlite":
        with _beside() as path:
            _write(source, path)
            return _held_sqlite(path)
    counts: dict[str, int] = {}
    table = None
    with _started("pg_restore", "--data-only", "--file=-", given=source) as process:
        assert process.stdout  # nosec B101
        for line in process.stdout:
            if table is None and (match := COPY.fullmatch(line)):
                table = match[1].decode()
                counts[table] = 0
            elif line == b"\\.\n":
                table = None
            elif table is not None:
                counts[table] += 1
    if process.returncode:
        raise Faults([Fault("database", _("cannot be read"))])
    return counts


def restore(source: IO[bytes]) -> None:
    """Puts a dump in the place of the database, which holds no people. All or nothing."""
    source.seek(0)
    if connection.vendor == "sqlite":
        _restore_sqlite(source)
    else:
        connection.close()
        # All of it is one transaction, and so is taking away the empty tables of a new portal.
        _run(
            "pg_restore", f"--dbname={connection.settings_dict['NAME']}", "--single-transaction",
            "--exit-on-error", "--no-owner", "--no-acl", "--clean", "--if-exists", given=source,
        )  # fmt: skip


def applied_migrations() -> list[str]:
    """The migrations of the database, such as maturity.0001_initial, sorted."""
    applied = MigrationRecorder(connection).applied_migrations()
    return sorted(f"{app}.{name}" for app, name in applied)


def rows() -> dict[str, int]:
    """The number of rows of each table of the database, but for those that are left out."""
    with connection.cursor() as cursor:
        tables = connection.introspection.get_table_list(cursor)
        names = sorted(each.name for each in tables if each.type == "t")
        return {name: _count(cursor.execute, cursor, name) for name in names}


def people() -> int:
    """How many people the database holds; none if it has no tables."""
    table = get_user_model()._meta.db_table
    if table not in connection.introspection.table_names():
        return 0
    with connection.cursor() as cursor:
        return _count(cursor.execute, cursor, table)


def _count(execute: Callable[[str], Any], cursor: Any, table: str) -> int:
    if table in LEFT_OUT:
        return 0
    execute(f"SELECT count(*) FROM {connection.ops.quote_name(table)}")  # nosec B608  # noqa: S608
    count: int = cursor.fetchone()[0]
    return count


def _dump_sqlite(target: IO[bytes]) -> Moment:
    connection.ensure_connection()
    with _beside() as path:
        with closing(sqlite3.connect(path)) as copy:
            register(copy)
            connection.connection.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")  # One file, without one beside it.
            for table in set(LEFT_OUT) & set(connection.introspection.table_names()):
                copy.execute(f"DELETE FROM {table}")  # nosec B608  # noqa: S608
            applied = copy.execute("SELECT app || '.' || name FROM django_migrations").fetchall()
            copy.commit()
            copy.execute("VACUUM")  # So that nothing of the deleted rows stays in the file.
        with path.open("rb") as copied:
            shutil.copyfileobj(copied, target)
        return Moment(sorted(row[0] for row in applied), _held_sqlite(path))


@contextmanager
def _beside() -> Iterator[Path]:
    """A place for a copy of an SQLite database, which needs a name: beside it, as plain as it is.

    What a process left there that was killed, the next one removes.
    """
    path = Path(connection.settings_dict["NAME"]).with_suffix(".copy")
    path.unlink(missing_ok=True)
    path.touch(mode=0o600)
    try:
        yield path
    finally:
        path.unlink(missing_ok=True)


def _write(source: IO[bytes], path: Path) -> None:
    with path.open("wb") as target:
        path.chmod(0o600)
        shutil.copyfileobj(source, target)
        target.flush()
        os.fsync(target.fileno())


def _held_sqlite(source: Path) -> dict[str, int]:
    try:
        with closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True)) as file:
            register(file)
            [(verdict,), *_more] = file.execute("PRAGMA integrity_check").fetchall()
            if verdict != "ok":
                raise Faults([Fault("database", _("cannot be read"))])
            names = file.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
            ).fetchall()
            return {
                # The names are the file's own.
                name: file.execute(
                    f'SELECT count(*) FROM "{name}"'  # nosec  # noqa: S608
                ).fetchone()[0]
                for (name,) in sorted(names)
            }
    except sqlite3.Error as error:
        raise Faults([Fault("database", _("cannot be read"))]) from error


def _restore_sqlite(source: IO[bytes]) -> None:
    path = Path(connection.settings_dict["NAME"])
    # No other process may have the old file open, nor may its log be taken for the new one's.
    try:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA busy_timeout = 2000")
            cursor.execute("PRAGMA journal_mode = DELETE")
    except OperationalError as error:
        message = _("the database is in use: stop the portal and its workers first")
        raise Faults([Fault("", message)]) from error
    finally:
        connection.close()
    new = path.with_name(f"{path.name}.restoring")
    _write(source, new)
    new.replace(path)


def _run(
    program: str, *arguments: str, given: IO[bytes] | None = None, into: IO[bytes] | None = None
) -> None:
    with _started(program, *arguments, given=given, into=into) as process:
        _out, errors = process.communicate()
    if process.returncode:
        lines = errors.decode(errors="replace").strip().splitlines()
        told = [line for line in lines if "error:" in line] or lines or [str(process.returncode)]
        raise Faults([Fault(program, told[0].removeprefix(f"{program}: "))])


def _started(
    program: str, *arguments: str, given: IO[bytes] | None = None, into: IO[bytes] | None = None
) -> subprocess.Popen[bytes]:
    """A program of PostgreSQL for this database; its password is in the environment only."""
    psql, environment = DatabaseClient.settings_to_cmd_args_env(connection.settings_dict, [])
    try:
        return subprocess.Popen(  # nosec B603  # noqa: S603
            [program, *psql[1:-1], *arguments],  # psql's own last argument names the database.
            env=os.environ | (environment or {}),
            stdin=given,
            stdout=into or subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
    except FileNotFoundError as error:
        message = _("is missing: install PostgreSQL’s client programs (Debian: postgresql-client)")
        raise Faults([Fault(program, message)]) from error
