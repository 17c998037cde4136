"""Measures portals of its own: with the demonstration, with a batch, and of three sizes."""

import os
import tempfile

from tests import postgres
from tests.bench.batches import bench_batches
from tests.bench.boards import bench_boards
from tests.bench.council import bench_council
from tests.bench.drills import bench_drill
from tests.bench.plans import bench_plans
from tests.bench.portals import fill
from tests.bench.reports import bench_kept, bench_memory, bench_reports
from tests.bench.saving import CLIENTS, bench_saving
from tests.bench.search import bench_search


def demonstration(folder: str) -> None:
    """Reports and memory, on SQLite with the demonstration's data; then with a council's many."""
    os.environ |= {
        "DATABASE_URL": f"sqlite:///{folder}/bench.sqlite3",
        "REPORTS_DIR": f"{folder}/reports",
        "DJANGO_SETTINGS_MODULE": "maturity.settings",
    }
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("load_model", stdout=open(os.devnull, "w"))  # noqa: PTH123, SIM115
    call_command("seed_demo", stdout=open(os.devnull, "w"))  # noqa: PTH123, SIM115
    bench_reports()
    bench_kept()
    bench_memory(dict(os.environ))
    bench_council()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        demonstration(folder)
        bench_batches()
    with postgres.running() as server:
        teams = fill(server, CLIENTS)
        bench_boards(server)
        bench_plans(server)
        bench_search(server)
        bench_drill(server)
        bench_saving(server, teams)
