"""What dashboards, lists and approvals cost in portals of 100, 1,000 and 10,000 initiatives.

Each page is asked for by turns in all of them, one request at a time. Its time is what the web
processes and PostgreSQL took of the CPU together; the wall clock is told beside it.
"""

import http.client
import statistics
import time
from collections import defaultdict
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass

from tests import postgres
from tests.bench.portals import Portal, cast, cpu_of_children, served
from tests.bench.table import row

SIZES = (100, 1_000, 10_000)
PAGES = {
    "council dashboard": "/en/councils/PSSDC/",
    "  the joint view": "/en/councils/JC/",
    "  with every filter": (
        "/en/councils/JC/?stage=DEL&jurisdiction=CA-BC&channel=ONLINE"
        "&priority=client-centric-services&edition=2017-draft&at=2025-06-30&since=2023-06-30"
    ),
    "initiatives, the list": "/en/initiatives/",
    "  searched, filtered and sorted": (
        "/fr/initiatives/?q=p%C3%AAche&stage=DEL&attribute=ACC&level=1%2B&gap=1%2B&sort=lowest"
        "&at=2025-06-30&since=2023-06-30"
    ),
    "home page of the secretariat": "/en/",
    "home page of a lead": "/en/",
}
READERS = {name: "lead" if name == "home page of a lead" else "secretariat" for name in PAGES}
ROUNDS = 5
REQUESTS = 12  # a round: the CPU of processes is told in hundredths of a second


@dataclass(frozen=True)
class Figures:
    """Milliseconds of a request: CPU of the web processes, of PostgreSQL, and by the clock."""

    web: float
    database: float
    clock: float

    @property
    def all(self) -> float:
        return self.web + self.database


def bench_boards(server: postgres.Server) -> None:
    """The rows on dashboards and lists, and on approving."""
    figures: dict[tuple[str, int], list[Figures]] = defaultdict(list)
    with ExitStack() as stack:
        portals = [stack.enter_context(served(server, size)) for size in SIZES]
        sessions = {
            (size, reader): cast(server, size, reader)
            for size in SIZES
            for reader in ("secretariat", "lead")
        }
        queries = {
            size: {
                reader: cast(server, size, "queries", sessions[size, reader], *pages)
                for reader, pages in (("secretariat", set(PAGES.values())), ("lead", ["/en/"]))
            }
            for size in SIZES
        }
        for number in range(ROUNDS + 1):
            for name, path in PAGES.items():
                for portal in portals:
                    session = sessions[portal.size, READERS[name]]
                    found = ask(portal, server, session, path)
                    if number:  # The first round warms up.
                        figures[name, portal.size].append(found)
    for name, path in PAGES.items():
        number = [queries[size][READERS[name]][path] for size in SIZES]
        # Where a dashboard is of few initiatives, it asks for their names.
        assert max(number) - min(number) <= 1, queries
        tell(name, {size: figures[name, size] for size in SIZES}, max(number))
    tell_report({size: cast(server, size, "report") for size in SIZES})
    tell_choice(cast(server, SIZES[1], "choose"))
    approving = {size: cast(server, size, "approve") for size in SIZES}
    for size in SIZES:
        row(
            f"approving a baseline, {size:,} initiatives, CPU",
            f"{approving[size]['cpu']:.1f} ms",
            f"{approving[size]['queries']} queries",
        )
    ratio = approving[SIZES[-1]]["cpu"] / approving[SIZES[0]]["cpu"]
    row(f"  ratio, {SIZES[-1]:,} to {SIZES[0]:,} initiatives", f"{ratio:.2f}")


def tell_report(found: dict[int, dict[str, dict[str, float]]]) -> None:
    """The rows on a council's report, without the PDF: what is counted, and with names listed."""
    for kind, name in (("counted", "council report counting"), ("listed", "  listed by name")):
        for size in SIZES:
            each = found[size][kind]
            row(
                f"{name}, {size:,} initiatives, CPU",
                f"{each['cpu']:.1f} ms",
                f"{each['queries']} queries",
            )
        if kind == "counted":
            ratio = found[SIZES[-1]][kind]["cpu"] / found[SIZES[0]][kind]["cpu"]
            row(f"  ratio, {SIZES[-1]:,} to {SIZES[0]:,}", f"{ratio:.2f}", "at most 2")


def tell_choice(found: dict[str, float]) -> None:
    """The rows on what to do next, in the portal of the middle size."""
    row("what to do next, one initiative, CPU", f"{found['one']:.1f} ms", "at most 50 ms")
    row(
        f"what to do next, {found['initiatives']:,} initiatives, CPU",
        f"{found['council']:.1f} ms",
        "at most 200 ms for 500",
    )


def ask(portal: Portal, server: postgres.Server, session: str, path: str) -> Figures:
    """One page, some times in a row over one connection."""
    assert server.process
    connection = http.client.HTTPConnection("127.0.0.1", portal.port, timeout=60)
    web, database = cpu_of_children(portal.gunicorn), cpu_of_children(server.process.pid)
    start = time.monotonic()
    for _request in range(REQUESTS):
        connection.request("GET", path, headers={"Cookie": f"sessionid={session}"})
        answer = connection.getresponse()
        assert answer.status == 200, (path, answer.status)
        answer.read()
    clock = time.monotonic() - start
    web = cpu_of_children(portal.gunicorn) - web
    database = cpu_of_children(server.process.pid) - database
    return Figures(*(1000 * each / REQUESTS for each in (web, database, clock)))


def tell(name: str, figures: dict[int, list[Figures]], queries: int) -> None:
    """The rows of one page: each size, and how much more the largest costs than the smallest."""
    for size, found in figures.items():
        row(
            f"{name}, {size:,} initiatives",
            f"{typical(found, 'all'):.0f} ms",
            f"{queries} queries; web {typical(found, 'web'):.0f} ms, PostgreSQL "
            f"{typical(found, 'database'):.0f} ms; by the clock {typical(found, 'clock'):.0f} ms",
        )
    ratio = typical(figures[SIZES[-1]], "all") / typical(figures[SIZES[0]], "all")
    row(f"  ratio, {SIZES[-1]:,} to {SIZES[0]:,} initiatives", f"{ratio:.2f}", "at most 2")


def typical(found: Sequence[Figures], name: str) -> float:
    return statistics.median(getattr(each, name) for each in found)
