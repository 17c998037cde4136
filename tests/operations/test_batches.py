"""A batch comes to its end, whole, when one of its workers is killed in the middle."""

import subprocess
import sys
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from os import environ
from pathlib import Path

import pytest

from assessments.models import Figures
from assessments.people.actions import command_line_person
from reports.batches import asking
from tests.operations.portals import Portal
from tests.operations.processes import ROOT, eventually

BUSY = (
    "SELECT pid FROM maturity_worker JOIN django_tasks_database_dbtaskresult AS job "
    "ON job.id = job_id WHERE task_path = 'reports.batches.making.make_item'"
)


@pytest.fixture(params=["sqlite", "postgresql"])
def portal(request: pytest.FixtureRequest, migrated: Callable[[str], Portal]) -> Portal:
    """A portal in which a batch was asked for."""
    portal = migrated(request.param)
    portal.done("load_model")
    portal.done("seed_scale", "--initiatives=1")
    with portal.at_home():
        first = Figures.objects.order_by("initiative__code").first()
        assert first
        batch = asking.ask(first.initiative.council, by=command_line_person())
        portal.printed = [str(batch.items.count())]
    return portal


@contextmanager
def workers(portal: Portal, number: int, *arguments: str) -> Iterator[list[subprocess.Popen]]:
    """So many workers with slow reports, which are killed in the end."""
    given = {"DATABASE_URL": portal.url, "DJANGO_SETTINGS_MODULE": "maturity.settings"}
    started = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.operations.slow_reports", *arguments],
            cwd=ROOT,
            env=environ | given | portal.environment,
        )
        for _number in range(number)
    ]
    try:
        yield started
    finally:
        for process in started:
            process.kill()
            process.wait()


def test_a_batch_survives_the_killing_of_its_worker(portal: Portal, tmp_path: Path) -> None:
    notes, go_on = tmp_path / "notes", tmp_path / "go-on"
    notes.touch()
    total = int(portal.printed[0])
    with workers(portal, 2, str(notes), str(go_on)) as started:
        # Each is in the middle of a report when one of them is killed.
        eventually(lambda: len(notes.read_text().split()) == 2 == len(portal.ask(BUSY)))
        started[0].kill()
        eventually(lambda: portal.ask(BUSY) == [(started[1].pid,)])
        go_on.touch()
        [(size,)] = eventually(
            lambda: portal.ask("SELECT size FROM reports_batch WHERE finished_at IS NOT NULL")
        )
    [path] = (portal.files / "batches").glob("*.zip")
    assert path.stat().st_size == size
    with zipfile.ZipFile(path) as file:
        # Its reports, the data of the council, and an index.
        languages = Counter(name.partition("/")[0] for name in file.namelist())
        assert (file.testzip(), languages) == (None, {"en": total + 2, "fr": total + 2})
    # Only what the killed worker was at was begun again. Three are made of each baseline, and two
    # of the council.
    begun = Counter(Counter(notes.read_text().split()).values())
    assert begun == {2: 1, 1: 3 * total - 2}
