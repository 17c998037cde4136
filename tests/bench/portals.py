"""Portals of several sizes, on PostgreSQL, for the load tests.

They are databases of one server that keeps what it has committed, each with web processes of its
own, and are measured by turns: what else the machine does then falls on all of them alike.
"""

import itertools
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from tests import postgres
from tests.bench.table import ROOT, row

SIZES = (10, 100, 1_000, 10_000)
TICKS = os.sysconf("SC_CLK_TCK")
ENVIRONMENT = {
    "DJANGO_SETTINGS_MODULE": "maturity.settings",
    "SECRET_KEY": "bench",
    "PORTAL_URL": "http://127.0.0.1",
}


@dataclass(frozen=True)
class Portal:
    """A portal of some size, and its web processes."""

    size: int
    port: int
    gunicorn: int  # the process that the workers are children of


def fill(server: postgres.Server, teams: int) -> list[dict[str, str]]:
    """Makes the databases, each from a copy of the smaller one. Gives some teams, in all of them.

    It is quick because nothing is kept safe meanwhile; then the server starts anew, as a safe one.
    """
    # It would tidy up behind what is written only once, and get into the way of the copies.
    _ask(server, "portal", "ALTER SYSTEM SET autovacuum = off")
    _ask(server, "portal", "SELECT pg_reload_conf()")
    _ask(server, "portal", f"CREATE DATABASE {_name(SIZES[0])}")
    _run("manage.py", "migrate", "--verbosity=0", url=_url(server, SIZES[0]))
    _run("manage.py", "load_model", url=_url(server, SIZES[0]))
    cast(server, SIZES[0], "fill", "1", str(SIZES[0]))
    made = cast(server, SIZES[0], "teams", str(teams))
    for before, size in itertools.pairwise(SIZES):
        _ask(server, "portal", f"CREATE DATABASE {_name(size)} TEMPLATE {_name(before)}")
        start = time.monotonic()
        if size < SIZES[-1]:
            _run(
                "manage.py", "seed_scale", f"--initiatives={size - before}", url=_url(server, size)
            )
            if size > 100:
                minute = 60 * (size - before) / (time.monotonic() - start)
                row("seed_scale, initiatives a minute", f"{minute:.0f}", "PostgreSQL, one process")
            continue
        middle = (before + size) // 2  # One process each for two cores.
        for process in [
            _start(server, size, "fill", str(first), str(last))
            for first, last in ((before + 1, middle), (middle + 1, size))
        ]:
            assert process.wait() == 0
    for size in SIZES:
        _ask(server, _name(size), "VACUUM ANALYZE")
    _ask(server, "portal", "ALTER SYSTEM RESET autovacuum")
    server.stop()
    server.durable = True
    server.start()
    while not (server.ready and server.answers()):
        time.sleep(0.05)
    return made


@contextmanager
def served(server: postgres.Server, size: int) -> Iterator[Portal]:
    """A portal of one of the sizes, with two web processes."""
    with web(_url(server, size), processes=2) as (port, gunicorn):
        yield Portal(size, port, gunicorn)


@contextmanager
def web(url: str, *, processes: int) -> Iterator[tuple[int, int]]:
    """gunicorn as docs/operations.md has it, on a database: the port, and its own process."""
    with socket.create_server(("127.0.0.1", 0), backlog=64) as listener:
        options = f"--bind=fd://{listener.fileno()} --workers={processes} --log-level=warning"
        process = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", *options.split()],
            cwd=ROOT,
            env=os.environ | ENVIRONMENT | {"DATABASE_URL": url},
            pass_fds=[listener.fileno()],
        )
        try:
            yield listener.getsockname()[1], process.pid
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(30)


def cpu_of_children(pid: int) -> float:
    """Seconds of CPU that the children of a process have taken, those included that have ended."""
    ticks = sum(_times(pid)[2:])
    for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
        ticks += sum(_times(int(child))[:2])
    return ticks / TICKS


def cpu_of(pid: int) -> float:
    """Seconds of CPU that a process has taken."""
    return sum(_times(pid)[:2]) / TICKS


def _times(pid: int) -> list[int]:
    """Ticks in user and system mode, its own and of children that have ended."""
    stat = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return [int(each) for each in stat[11:15]]


# Running things in a portal.


def _name(size: int) -> str:
    return f"of_{size}"


def _url(server: postgres.Server, size: int) -> str:
    return f"postgres://portal@/{server.folder}/{_name(size)}"


def _ask(server: postgres.Server, database: str, statement: str) -> None:
    with psycopg.connect(
        host=str(server.folder), user="portal", dbname=database, autocommit=True
    ) as connection:
        connection.execute(statement)  # type: ignore[call-overload]


def _run(*arguments: str, url: str) -> str:
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=os.environ | ENVIRONMENT | {"DATABASE_URL": url},
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    ).stdout


def manage(server: postgres.Server, size: int, *arguments: str) -> str:
    """What a management command prints in a portal."""
    return _run("manage.py", *arguments, url=_url(server, size))


def cast(server: postgres.Server, size: int, *arguments: str) -> Any:
    printed = _run("-m", "tests.bench.cast", *arguments, url=_url(server, size))
    return json.loads(printed) if printed else None


def _start(server: postgres.Server, size: int, *arguments: str) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, "-m", "tests.bench.cast", *arguments],
        cwd=ROOT,
        env=os.environ | ENVIRONMENT | {"DATABASE_URL": _url(server, size)},
    )
