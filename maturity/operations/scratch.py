"""A database for a while, beside the one that people use."""

import re
import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import DatabaseError, ProgrammingError, connection, connections
from django.db.utils import load_backend
from django.utils.translation import gettext as _

from maturity.faults import Fault, Faults

LONGEST = 63 - len("_drill_") - 8  # What PostgreSQL keeps of a name.


@contextmanager
def scratch_database(named: str = "") -> Iterator[None]:
    """`connection` is to an empty database meanwhile, which is then taken away again.

    One that is `named` has to be empty, and is emptied again. Raises Faults. On PostgreSQL, what a
    process left that was killed is taken away first: so only one may run at a time.
    """
    if connection.vendor == "sqlite":
        with (
            tempfile.TemporaryDirectory(prefix="portal-drill-") as folder,
            _connected_to(str(Path(folder) / "portal.sqlite3")),
        ):
            yield
    elif named:
        if named == connection.settings_dict["NAME"]:
            raise Faults([Fault(named, _("is the database of this portal: name an empty one"))])
        with _connected_to(named):
            _must_be_empty(named)
            try:
                yield
            finally:
                _empty()
    else:
        stem = f"{connection.settings_dict['NAME'][:LONGEST]}_drill_"
        _drop_left_behind(stem)
        name = f"{stem}{secrets.token_hex(4)}"
        _create(name)
        try:
            with _connected_to(name):
                yield
        finally:
            _drop(name)


@contextmanager
def _connected_to(name: str) -> Iterator[None]:
    """All that this thread asks of the database is asked of the one called `name` meanwhile."""
    settings: dict[str, Any] = connection.settings_dict | {"NAME": name}
    outer = connections["default"]
    connections["default"] = load_backend(settings["ENGINE"]).DatabaseWrapper(settings)
    try:
        yield
    finally:
        connections["default"].close()
        connections["default"] = outer


def _create(name: str) -> None:
    quoted = connection.ops.quote_name(name)
    try:
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE DATABASE {quoted} ENCODING 'UTF8' TEMPLATE template0")
    except ProgrammingError as error:
        message = _(
            "the portal’s user may not create a database: grant it CREATEDB, or name an empty "
            "database of its own (--database)"
        )
        raise Faults([Fault("", message)]) from error


def _drop(name: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {connection.ops.quote_name(name)} WITH (FORCE)")


def _drop_left_behind(stem: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database")
        names = [row[0] for row in cursor.fetchall()]
    for name in names:
        if re.fullmatch(rf"{re.escape(stem)}[0-9a-f]{{8}}", name):
            _drop(name)


def _must_be_empty(name: str) -> None:
    try:
        tables = connection.introspection.table_names()
    except DatabaseError as error:
        raise Faults([Fault(name, _("this database does not answer"))]) from error
    if tables:
        raise Faults([Fault(name, _("this database is not empty"))])


def _empty() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA public CASCADE")
        cursor.execute("CREATE SCHEMA public")
