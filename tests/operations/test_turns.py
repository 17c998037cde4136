"""Hosts that set up or bring up to date one database at the same moment."""

import os
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest

from maturity.operations.turns import keys_of
from tests.operations.portals import Portal, connected
from tests.operations.processes import ROOT, eventually

WAITING = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"


def held(portal: Portal, name: str) -> psycopg.Connection:
    """A connection that has the turn of another host."""
    holder = connected(portal.url)
    holder.execute("SELECT pg_advisory_lock(%s, %s)", keys_of(name))
    return holder


@pytest.mark.slow
def test_three_hosts_migrate_one_after_the_other(new_portal: Callable[..., Portal]) -> None:
    portal = new_portal("postgresql")

    def host(_number: int) -> tuple[int, str, str]:
        return portal.process("migrate", "--verbosity=1")

    with ThreadPoolExecutor(3) as pool:
        ended = list(pool.map(host, range(3)))
    assert [(status, err) for status, _out, err in ended] == [(0, "")] * 3
    assert sum("Applying assessments.0001_initial" in out for _status, out, _err in ended) == 1
    assert sum("No migrations to apply" in out for _status, out, _err in ended) == 2


@pytest.mark.parametrize(
    ("name", "says"),
    [("migrate", "Another host is migrating"), ("load_model", "Another host is loading a model")],
)
def test_a_host_says_whom_it_waits_for(
    migrated: Callable[[str], Portal], name: str, says: str
) -> None:
    portal = migrated("postgresql")
    with held(portal, name) as holder:
        other = subprocess.Popen(
            [sys.executable, "manage.py", name],
            cwd=ROOT,
            env=os.environ | portal.environment | {"DATABASE_URL": portal.url},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        eventually(lambda: holder.execute(WAITING).fetchone() == (1,))
        holder.execute("SELECT pg_advisory_unlock_all()")
        printed, _nothing = other.communicate(timeout=60)
    assert (other.returncode, printed.startswith(says)) == (0, True)
