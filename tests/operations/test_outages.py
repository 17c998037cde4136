"""Workers and pages outlive an outage of their database, and so does the job at hand."""

import json
import os
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

import psycopg

from tests import postgres
from tests.operations.portals import Portal
from tests.operations.processes import ROOT, eventually, manage
from tests.operations.test_serving import PUBLIC


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
            stderr=subprocess.PIPE,
            text=True,
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
            _nothing, said = worker.communicate(timeout=60)
            assert worker.returncode == 0
        finally:
            worker.kill()
            worker.wait()
    assert notes.read_text() == "began\ndone\nafter\n"
    # It waits for its database, and tells so once, and once that it is back.
    assert [line.split("]")[1].split("[")[0].strip() for line in said.splitlines()] == [
        "the database does not answer", "the database answers again",
    ]  # fmt: skip


def test_pages_outlive_their_database(migrated: Callable[[str], Portal]) -> None:
    """A restart of PostgreSQL is a page for readers, and a line a request for the log."""
    with postgres.running(durable=True) as server, socket.create_server(("127.0.0.1", 0)) as door:
        postgres.copy(migrated("postgresql").url, server.url)
        address = f"http://127.0.0.1:{door.getsockname()[1]}"
        portal = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", f"--bind=fd://{door.fileno()}"],
            cwd=ROOT,
            env=os.environ | PUBLIC | {"DATABASE_URL": server.url},
            pass_fds=[door.fileno()],
            stdout=subprocess.PIPE,
            text=True,
        )
        try:
            # A table without rows is no page, but the database was asked.
            eventually(lambda: page(address)[0] == 404)
            server.stop()
            busy = [page(address) for _request in range(3)]
            server.start()
            eventually(server.answers)
            eventually(lambda: page(address)[0] == 404)
        finally:
            portal.terminate()
            printed, _nothing = portal.communicate(timeout=60)
    assert {status for status, _text in busy} == {503}
    assert all("<h1>Le portail est occupé</h1>" in text for _status, text in busy)
    lines = [json.loads(line) for line in printed.splitlines()]
    assert [line["status"] for line in lines if line["level"] == "warning"] == [503] * 3
    assert [line for line in lines if "exception" in line] == []


def page(address: str) -> tuple[int, str]:
    """Status and text of a page that asks the database, 0 where nobody answers."""
    headers = {"X-Forwarded-Proto": "https", "Host": "portal.example.org", "Connection": "close"}
    request = urllib.request.Request(f"{address}/fr/model/", headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()
    except OSError:
        return 0, ""
