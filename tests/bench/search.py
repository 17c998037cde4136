"""What it costs to search among many lessons, and among the plays."""

from collections import defaultdict

from tests import postgres
from tests.bench.boards import ROUNDS, Figures, ask, typical
from tests.bench.portals import cast, served
from tests.bench.table import row

SIZE, LESSONS = 100, 5_000
# A search that finds few, one that finds some, and one whose words are in nearly every lesson.
PAGES = {
    "lessons, a rare word": "/en/lessons/?q=bereavement",
    "lessons, two words in French": "/fr/lessons/?q=consentement+familles",
    "lessons, words that all have": "/en/lessons/?q=service+clients",
    "lessons, searched and filtered": "/en/lessons/?q=consent&attribute=SEC&kind=lesson",
    "lessons, without a search": "/en/lessons/",
    "plays": "/en/playbook/?q=consent",
}


def bench_search(server: postgres.Server) -> None:
    """The rows on searches, by CPU of the web process and of PostgreSQL together."""
    figures: dict[str, list[Figures]] = defaultdict(list)
    with served(server, SIZE) as portal:
        session = cast(server, SIZE, "lessons", str(LESSONS))
        queries = cast(server, SIZE, "queries", session, *PAGES.values())
        for number in range(ROUNDS + 1):
            for name, path in PAGES.items():
                found = ask(portal, server, session, path)
                if number:  # The first round warms up.
                    figures[name].append(found)
    for name, path in PAGES.items():
        web, database = (typical(figures[name], each) for each in ("web", "database"))
        row(
            f"search of {LESSONS:,} {name}" if name != "plays" else "search of the plays",
            f"{typical(figures[name], 'all'):.0f} ms",
            f"{queries[path]} queries; web {web:.0f} ms, PostgreSQL {database:.0f} ms; at most 30",
        )
