"""What a plan of many actions costs, in each of its ways."""

from collections import defaultdict

from tests import postgres
from tests.bench.boards import ROUNDS, Figures, ask, typical
from tests.bench.portals import cast, served
from tests.bench.table import row

SIZE, ACTIONS = 100, 500
WAYS = ("list", "board", "timeline")


def bench_plans(server: postgres.Server) -> None:
    """The rows on a plan's pages, by CPU of the web process and of PostgreSQL together."""
    figures: dict[str, list[Figures]] = defaultdict(list)
    with served(server, SIZE) as portal:
        lead = cast(server, SIZE, "plan", str(ACTIONS))
        pages = {way: f"/en/initiatives/{lead['initiative']}/plan/?as={way}" for way in WAYS}
        queries = cast(server, SIZE, "queries", lead["session"], *pages.values())
        for number in range(ROUNDS + 1):
            for way, path in pages.items():
                found = ask(portal, server, lead["session"], path)
                if number:  # The first round warms up.
                    figures[way].append(found)
    for way, path in pages.items():
        row(
            f"plan of {ACTIONS} actions, {way}",
            f"{typical(figures[way], 'all'):.0f} ms",
            f"{queries[path]} queries; at most 60 ms",
        )
