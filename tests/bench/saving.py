"""What saving answers costs in portals of 10, 1,000 and 10,000 initiatives, on PostgreSQL.

The three are databases of one server that keeps what it has committed, each with web processes of
its own, and are measured by turns: what else the machine does then falls on all of them alike.
"""

import itertools
import json
import os
import signal
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg

from tests import postgres
from tests.bench.first_visit import first_visit
from tests.bench.table import ROOT, row

SIZES = (10, 1_000, 10_000)
CLIENTS = 8
ROUNDS = 5
SECONDS = 2.5
TICKS = os.sysconf("SC_CLK_TCK")
ENVIRONMENT = {
    "DJANGO_SETTINGS_MODULE": "maturity.settings",
    "SECRET_KEY": "bench",
    "PORTAL_URL": "http://127.0.0.1",
}


@dataclass(frozen=True)
class Figures:
    """What one round at one size gave: saves a second, and milliseconds of CPU for one save."""

    rate: float
    web: float
    database: float


@dataclass
class Portal:
    """A portal of some size: its web processes, and what was measured."""

    size: int
    port: int
    gunicorn: int  # the process that the workers are children of
    figures: list[Figures] = field(default_factory=list)

    def typical(self, name: str) -> float:
        return statistics.median(getattr(each, name) for each in self.figures)


def bench_saving() -> None:
    """The rows on saving answers, and on the page where they are given."""
    with postgres.running() as server:
        teams = fill(server)
        with ExitStack() as stack:
            portals = [stack.enter_context(served(server, size)) for size in SIZES]
            clients = [stack.enter_context(client(team)) for team in teams]
            for number in range(ROUNDS + 1):
                for portal in portals:
                    measured = measure(portal, clients, server, seconds=SECONDS if number else 1)
                    if number:  # The first round warms up.
                        portal.figures.append(measured)
            counts = {
                size: _cast(server, size, "count", teams[0]["session"], teams[0]["assessment"])
                for size in SIZES
            }
            visited = first_visit(portals[-1].port, teams[0])
    tell_saving(portals, {size: each["save"] for size, each in counts.items()})
    row("an attribute's page, queries", str(counts[SIZES[-1]]["page"]), "at most 12")
    row("  HTML", f"{counts[SIZES[-1]]['html'] / 1024:.1f} KB", "at most 60 KB")
    row("  script, style and fonts", f"{visited / 1024:.1f} KB", "compressed; at most 120 KB")


def tell_saving(portals: Sequence[Portal], queries: dict[int, int]) -> None:
    for portal in portals:
        row(
            f"saving an answer, {portal.size:,} initiatives, CPU",
            f"{portal.typical('web'):.1f} ms",
            f"{queries[portal.size]} queries, and {portal.typical('database'):.1f} ms of "
            "PostgreSQL",
        )
        row(
            f"  saves a second, {CLIENTS} clients",
            f"{portal.typical('rate'):.0f}",
            f"{min(each.rate for each in portal.figures):.0f} to "
            f"{max(each.rate for each in portal.figures):.0f} in {ROUNDS} rounds; at least 100",
        )
    small, large = portals[0], portals[-1]
    ratios = {name: large.typical(name) / small.typical(name) for name in ("rate", "web")}
    row(
        f"  ratio, {large.size:,} to {small.size:,} initiatives",
        f"{ratios['rate']:.2f}",
        f"saves a second; CPU {ratios['web']:.2f}",
    )


# Making the portals.


def fill(server: postgres.Server) -> list[dict[str, str]]:
    """Makes the databases, each from a copy of the smaller one. Gives the teams, in all of them.

    It is quick because nothing is kept safe meanwhile; then the server starts anew, as a safe one.
    """
    # It would tidy up behind what is written only once, and get into the way of the copies.
    _ask(server, "portal", "ALTER SYSTEM SET autovacuum = off")
    _ask(server, "portal", "SELECT pg_reload_conf()")
    _ask(server, "portal", f"CREATE DATABASE {_name(SIZES[0])}")
    _run("manage.py", "migrate", "--verbosity=0", url=_url(server, SIZES[0]))
    _run("manage.py", "load_model", url=_url(server, SIZES[0]))
    _cast(server, SIZES[0], "fill", "1", str(SIZES[0]))
    teams = _cast(server, SIZES[0], "teams", str(CLIENTS))
    for before, size in itertools.pairwise(SIZES):
        _ask(server, "portal", f"CREATE DATABASE {_name(size)} TEMPLATE {_name(before)}")
        start = time.monotonic()
        if size < SIZES[-1]:
            _run(
                "manage.py", "seed_scale", f"--initiatives={size - before}", url=_url(server, size)
            )
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
    return teams


@contextmanager
def served(server: postgres.Server, size: int) -> Iterator[Portal]:
    """gunicorn as docs/operations.md has it, with two web processes."""
    with socket.create_server(("127.0.0.1", 0), backlog=64) as listener:
        options = f"--bind=fd://{listener.fileno()} --workers=2 --log-level=warning"
        process = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", *options.split()],
            cwd=ROOT,
            env=os.environ | ENVIRONMENT | {"DATABASE_URL": _url(server, size)},
            pass_fds=[listener.fileno()],
        )
        try:
            yield Portal(size, listener.getsockname()[1], process.pid)
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(30)


@contextmanager
def client(team: dict[str, str]) -> Iterator["subprocess.Popen[str]"]:
    """A process that saves answers when it is told to (`tests.bench.client`)."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.bench.client"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        bufsize=1,
    ) as process:
        _tell(process, json.dumps(team))
        yield process


# Measuring.


def measure(
    portal: Portal,
    clients: Sequence["subprocess.Popen[str]"],
    server: postgres.Server,
    *,
    seconds: float,
) -> Figures:
    """All clients at once, for some seconds."""
    assert server.process
    for each in clients:
        _tell(each, str(portal.port))
    for each in clients:
        assert _told(each) == "ready"
    web, database = cpu_of_children(portal.gunicorn), cpu_of_children(server.process.pid)
    start = time.monotonic()
    for each in clients:
        _tell(each, str(seconds))
    saves = sum(int(_told(each)) for each in clients)
    took = time.monotonic() - start
    web = cpu_of_children(portal.gunicorn) - web
    database = cpu_of_children(server.process.pid) - database
    return Figures(saves / took, 1000 * web / saves, 1000 * database / saves)


def cpu_of_children(pid: int) -> float:
    """Seconds of CPU that the children of a process have taken, those included that have ended."""
    ticks = sum(_times(pid)[2:])
    for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
        ticks += sum(_times(int(child))[:2])
    return ticks / TICKS


def _times(pid: int) -> list[int]:
    """Ticks in user and system mode, its own and of children that have ended."""
    stat = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return [int(each) for each in stat[11:15]]


def _tell(process: "subprocess.Popen[str]", line: str) -> None:
    assert process.stdin
    process.stdin.write(f"{line}\n")


def _told(process: "subprocess.Popen[str]") -> str:
    assert process.stdout
    return process.stdout.readline().strip()


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


def _cast(server: postgres.Server, size: int, *arguments: str) -> Any:
    printed = _run("-m", "tests.bench.cast", *arguments, url=_url(server, size))
    return json.loads(printed) if printed else None


def _start(server: postgres.Server, size: int, *arguments: str) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, "-m", "tests.bench.cast", *arguments],
        cwd=ROOT,
        env=os.environ | ENVIRONMENT | {"DATABASE_URL": _url(server, size)},
    )
