"""What only one process of all hosts may do at a time; the others wait for their turn."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from zlib import crc32

from django.db import connection

# The first of a lock's two keys: no other program that uses the database takes it.
PORTAL = crc32(b"maturity portal") & 0x7FFF_FFFF


def keys_of(name: str) -> list[int]:
    """The two numbers by which PostgreSQL knows the lock with a name."""
    return [PORTAL, crc32(name.encode()) & 0x7FFF_FFFF]


@contextmanager
def in_turn(name: str, *, waits: Callable[[], object]) -> Iterator[None]:
    """Holds the lock called `name` meanwhile, and calls `waits` where another process has it.

    PostgreSQL lets it go with the connection, also that of a process that was killed. A portal on
    SQLite is on one machine, and has nobody to wait for.
    """
    if connection.vendor != "postgresql":
        yield
        return
    keys = keys_of(name)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", keys)
        if not cursor.fetchone()[0]:
            waits()
            cursor.execute("SELECT pg_advisory_lock(%s, %s)", keys)
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s, %s)", keys)


@contextmanager
def turn_if_free(name: str) -> Iterator[bool]:
    """Holds the lock called `name` meanwhile and gives True, or False where another process has
    it. A portal on SQLite always gives True."""
    if connection.vendor != "postgresql":
        yield True
        return
    keys = keys_of(name)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", keys)
        free = cursor.fetchone()[0]
    try:
        yield free
    finally:
        if free:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", keys)
