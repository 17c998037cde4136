"""What saving answers costs in portals of 10, 1,000 and 10,000 initiatives."""

import json
import statistics
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

from tests import postgres
from tests.bench.first_visit import first_visit
from tests.bench.portals import Portal, cast, cpu_of_children, served
from tests.bench.table import ROOT, row

SIZES = (10, 1_000, 10_000)
CLIENTS = 8
ROUNDS = 5
SECONDS = 2.5


@dataclass(frozen=True)
class Figures:
    """What one round at one size gave: saves a second, and milliseconds of CPU for one save."""

    rate: float
    web: float
    database: float


def bench_saving(server: postgres.Server, teams: Sequence[dict[str, str]]) -> None:
    """The rows on saving answers, and on the page where they are given; CLIENTS teams."""
    figures: dict[int, list[Figures]] = defaultdict(list)
    with ExitStack() as stack:
        portals = [stack.enter_context(served(server, size)) for size in SIZES]
        clients = [stack.enter_context(client(team)) for team in teams]
        for number in range(ROUNDS + 1):
            for portal in portals:
                measured = measure(portal, clients, server, seconds=SECONDS if number else 1)
                if number:  # The first round warms up.
                    figures[portal.size].append(measured)
        counts = {
            size: cast(server, size, "count", teams[0]["session"], teams[0]["assessment"])
            for size in SIZES
        }
        visited = first_visit(portals[-1].port, teams[0])
    tell_saving(figures, {size: each["save"] for size, each in counts.items()})
    row("an attribute's page, queries", str(counts[SIZES[-1]]["page"]), "at most 12")
    row("  HTML", f"{counts[SIZES[-1]]['html'] / 1024:.1f} KB", "at most 60 KB")
    row("  script, style and fonts", f"{visited / 1024:.1f} KB", "compressed; at most 120 KB")


def tell_saving(figures: Mapping[int, Sequence[Figures]], queries: dict[int, int]) -> None:
    for size, found in figures.items():
        row(
            f"saving an answer, {size:,} initiatives, CPU",
            f"{typical(found, 'web'):.1f} ms",
            f"{queries[size]} queries, and {typical(found, 'database'):.1f} ms of PostgreSQL",
        )
        rates = [each.rate for each in found]
        row(
            f"  saves a second, {CLIENTS} clients",
            f"{typical(found, 'rate'):.0f}",
            f"{min(rates):.0f} to {max(rates):.0f} in {ROUNDS} rounds; at least 100",
        )
    small, large = figures[SIZES[0]], figures[SIZES[-1]]
    ratios = {name: typical(large, name) / typical(small, name) for name in ("rate", "web")}
    row(
        f"  ratio, {SIZES[-1]:,} to {SIZES[0]:,} initiatives",
        f"{ratios['rate']:.2f}",
        f"saves a second; CPU {ratios['web']:.2f}",
    )


def typical(found: Sequence[Figures], name: str) -> float:
    return statistics.median(getattr(each, name) for each in found)


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


def _tell(process: "subprocess.Popen[str]", line: str) -> None:
    assert process.stdin
    process.stdin.write(f"{line}\n")


def _told(process: "subprocess.Popen[str]") -> str:
    assert process.stdout
    return process.stdout.readline().strip()
