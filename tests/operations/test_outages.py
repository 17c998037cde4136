"""A worker outlives an outage of its database, and so does the job that it is at."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import psycopg

from tests import postgres
from tests.operations.portals import Portal
from tests.operations.processes import ROOT, eventually, manage


def statuses(server: postgres.Server) -> list[str]:
    """Of the jobs that the test asks for: workers see to what is done daily by themselves."""
    with psycopg.connect(host=str(server.folder), user="portal", dbname="portal") as connection:
        rows = connection.execute(
            "SELECT status FROM django_tasks_database_dbtaskresult"
            " WHERE task_path LIKE 'tests.%' ORDER BY enqueued_at"
        )
        return [row[0] for row in rows]


def enqueue(server: postgres.Server, call: str) -> None:
    code = f"from tests.operations import tasks; tasks.{call}"
    ended = manage("shell", "--no-imports", "-c", code, url=server.url)
    assert ended.returncode == 0, ended.stderr


def test_a_worker_outlives_its_database(migrated: Callable[[str], Portal], tmp_path: Path) -> None:
    notes, go_on = tmp_path / "notes", tmp_path / "go-on"
    notes.touch()
    with postgres.running(durable=True) as server:
        postgres.copy(migrated("postgresql").url, server.url)
        enqueue(server, f"wait_for.enqueue(path={str(notes)!r}, until={str(go_on)!r})")
        worker = subprocess.Popen(
            [sys.executable, "manage.py", "run_worker", "--heartbeat=1"],
            cwd=ROOT,
            env=os.environ | {"DATABASE_URL": server.url},
            stderr=subprocess.DEVNULL,
        )
        try:
            eventually(notes.read_text)
            server.stop()
            go_on.touch()
            eventually(lambda: notes.read_text() == "began\ndone\n")
            server.start()
            eventually(server.answers)
            enqueue(server, f"note.enqueue(path={str(notes)!r}, line='after')")
            eventually(lambda: statuses(server) == ["SUCCESSFUL", "SUCCESSFUL"])
            worker.terminate()
            assert worker.wait(60) == 0
        finally:
            worker.kill()
            worker.wait()
    assert notes.read_text() == "began\ndone\nafter\n"
