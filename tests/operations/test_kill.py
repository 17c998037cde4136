"""What people were told is saved is saved, whatever is killed while they work."""

import datetime
import http.client
import json
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import psycopg
from django.core.management import get_commands

from tests import postgres
from tests.forms import fields
from tests.operations.portals import Portal as Installation
from tests.operations.processes import ROOT, eventually, manage

CLIENTS = 8
# Where they save: three on pages of forms that are not the rating's.
PAGES = ["attributes/ACC/"] * 5 + ["consensus/ACC/"] * 2 + ["plan/targets/"]
FIRST_DAY = datetime.date(2030, 1, 1)
KILLS = ["worker"] * 8 + ["gunicorn"] * 4 + ["backend"] * 5 + ["postmaster"] * 3
SAVES_BETWEEN = 10  # so that all is well again before the next one


@dataclass
class Client(threading.Thread):
    """Someone who saves ratings without a pause, and notes what the portal said of each."""

    port: int
    session: str
    assessment: str
    initiative: str
    stop: threading.Event
    page: str = "attributes/ACC/"
    # By criterion: each save that was tried, and the last one that the portal said is saved.
    tried: dict[str, list[int]] = field(default_factory=dict)
    saved: dict[str, list[int]] = field(default_factory=dict)
    surprises: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(daemon=True)
        self.path = f"/en/assessments/{self.assessment}/{self.page}"
        if self.page.startswith("plan/"):
            self.path = f"/en/initiatives/{self.initiative}/{self.page}"

    def __hash__(self) -> int:
        return id(self)

    def run(self) -> None:
        number = 0
        while not self.stop.is_set():
            try:
                status, cookies, page = self.ask("GET", {})
                shown = fields(page)
                if status != 200 or "csrfmiddlewaretoken" not in shown:
                    if status != 503:
                        self.surprises.append(f"GET {status}")
                    continue
                codes = sorted(key.removesuffix("-seen") for key in shown if key.endswith("-seen"))
                number += 1
                code = codes[number % len(codes)]
                self.tried.setdefault(code, []).append(number)
                given = shown | self.said(code, number)
                status, _cookies, _page = self.ask("POST", given, cookies)
                if status == 302:
                    self.saved.setdefault(code, []).append(number)
                elif status != 503:
                    self.surprises.append(f"POST {status}")
            except (OSError, http.client.HTTPException):
                time.sleep(0.05)

    def said(self, code: str, number: int) -> dict[str, str]:
        """What is typed as the save with a number."""
        if self.page.startswith("plan/"):
            return {
                f"{code}-level": str(1 + number % 3),
                f"{code}-by": str(day(number)),
                f"{code}-why": f"{number}",
            }
        return {f"{code}-rating": "PLF"[number % 3], f"{code}-comment": f"{number}"}

    def ask(self, method: str, given: dict[str, str], cookies: str = "") -> tuple[int, str, str]:
        """Status, cookies and text of an answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            connection.request(
                method,
                self.path,
                body=urlencode(given) if given else None,
                headers={
                    "Cookie": f"sessionid={self.session}; {cookies}",
                    "Content-Type": "application/x-www-form-urlencoded",
                },
            )
            answer = connection.getresponse()
            page = answer.read().decode()
            set_cookies = answer.headers.get_all("Set-Cookie") or []
            return answer.status, "; ".join(each.split(";")[0] for each in set_cookies), page
        finally:
            connection.close()


def day(number: int) -> datetime.date:
    """The date of a target that the save with a number sets."""
    return FIRST_DAY + datetime.timedelta(days=number)


@dataclass
class Portal:
    """gunicorn with two workers, on a database server of its own."""

    server: postgres.Server
    listener: socket.socket
    files: Path
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        options = (
            f"--bind=fd://{self.listener.fileno()} --workers=2 --threads=8 --log-level=critical"
        )
        self.process = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", *options.split()],
            cwd=ROOT,
            env=os.environ
            | {
                "DATABASE_URL": self.server.url,
                "REPORTS_DIR": str(self.files),
                "EVIDENCE_DIR": str(self.files),
            }
            | {"SECRET_KEY": "kill-test", "LOG_LEVEL": "CRITICAL"},
            pass_fds=[self.listener.fileno()],
            start_new_session=True,
        )

    def kill(self, what: str, draw: random.Random) -> None:
        assert self.process
        assert self.server.process
        if what == "worker":
            os.kill(draw.choice(children(self.process.pid)), signal.SIGKILL)
        elif what == "gunicorn":
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.start()
        elif what == "backend":
            os.kill(draw.choice(self.backends()), signal.SIGKILL)
        else:
            self.server.process.kill()
            self.server.process.wait()
            eventually(self.restarted)

    def backends(self) -> list[int]:
        """The server's processes that serve the portal."""

        def found() -> list[int]:
            try:
                return [row[0] for row in self.ask(
                    "SELECT pid FROM pg_stat_activity "
                    "WHERE datname = 'portal' AND pid <> pg_backend_pid()"
                )]  # fmt: skip
            except psycopg.OperationalError:
                return []

        return eventually(found)

    def restarted(self) -> bool:
        """Tries to start the server: what the killed one had begun has to end first."""
        self.server.start()
        assert self.server.process
        while self.server.process.poll() is None:
            if self.server.answers():
                return True
            time.sleep(0.05)
        return False

    def ask(self, statement: str) -> list[tuple[Any, ...]]:
        folder = str(self.server.folder)
        with psycopg.connect(host=folder, user="portal", dbname="portal") as connection:
            return connection.execute(statement).fetchall()  # type: ignore[call-overload]


def children(pid: int) -> list[int]:
    def found() -> list[int]:
        listed = Path(f"/proc/{pid}/task/{pid}/children").read_text()
        return [int(child) for child in listed.split()]

    return eventually(found)


@contextmanager
def served(empty: str, files: Path) -> Iterator[Portal]:
    """`empty` is the URL of a database with tables alone."""
    with (
        postgres.running(durable=True) as server,
        socket.create_server(("127.0.0.1", 0), backlog=64) as listener,
    ):
        postgres.copy(empty, server.url)
        assert manage("load_model", url=server.url).returncode == 0
        portal = Portal(server, listener, files)
        portal.start()
        try:
            yield portal
        finally:
            assert portal.process
            os.killpg(portal.process.pid, signal.SIGKILL)
            portal.process.wait()


def teams(url: str, code: Path = ROOT) -> list[dict[str, str]]:
    """Teams with an assessment each, made by the release whose code is in a folder."""
    made = subprocess.run(
        [sys.executable, "-m", "tests.operations.kill_cast", str(CLIENTS)],
        cwd=code,
        env=os.environ
        | {"DATABASE_URL": url, "SECRET_KEY": "kill-test"}
        | {"DJANGO_SETTINGS_MODULE": "maturity.settings"},
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    return json.loads(made.stdout)


def test_what_was_said_to_be_saved_is_there(
    migrated: Callable[[str], Installation], tmp_path: Path
) -> None:
    draw = random.Random(1)  # noqa: S311 - the same kills each time
    kills = draw.sample(KILLS, len(KILLS))
    with served(migrated("postgresql").url, tmp_path) as portal:
        stop = threading.Event()
        port = portal.listener.getsockname()[1]
        clients = [
            Client(port=port, stop=stop, page=page, **team)
            for page, team in zip(PAGES, teams(portal.server.url), strict=True)
        ]
        for client in clients:
            client.start()

        def saves() -> int:
            return sum(len(each) for client in clients for each in client.saved.values())

        def wait_for_saves() -> None:
            wanted = saves() + SAVES_BETWEEN
            eventually(lambda: saves() >= wanted)

        wait_for_saves()
        for what in kills:
            portal.kill(what, draw)
            wait_for_saves()
        stop.set()
        for client in clients:
            client.join(60)
        ratings = portal.ask(
            "SELECT assessment_id::text, code, comment FROM assessments_rating "
            "JOIN maturity_criterion criterion ON criterion.id = criterion_id"
        )
        targets = portal.ask(
            "SELECT assessment.id::text, code, by FROM assessments_target target "
            "JOIN maturity_attribute attribute ON attribute.id = attribute_id "
            "JOIN assessments_assessment assessment "
            "ON assessment.initiative_id = target.initiative_id"
        )
        events = portal.ask(
            "SELECT assessment_id::text, place, new->>'comment' FROM assessments_event "
            "WHERE verb = 'rate'"
        )
        moves = portal.ask(
            "SELECT assessment.id::text, place, new->>'by' FROM assessments_event event "
            "JOIN assessments_assessment assessment "
            "ON assessment.initiative_id = event.initiative_id WHERE verb = 'set_target'"
        )
        audit = None
        if "verify_audit" in get_commands():
            audit = manage("verify_audit", url=portal.server.url).returncode
    kept = {(assessment, code): int(comment) for assessment, code, comment in ratings}
    kept |= {(assessment, code): (by - FIRST_DAY).days for assessment, code, by in targets}
    lost = []
    for client in clients:
        for code, numbers in client.saved.items():
            possible = [each for each in client.tried[code] if each >= numbers[-1]]
            if kept.get((client.assessment, code)) not in possible:
                lost.append((client.assessment, code, numbers[-1]))
    recorded = {(assessment, place, int(comment)) for assessment, place, comment in events}
    for assessment, place, by in moves:
        number = (datetime.date.fromisoformat(by) - FIRST_DAY).days
        recorded.add((assessment, place, number))
    said = {
        (client.assessment, code, number)
        for client in clients
        for code, numbers in client.saved.items()
        for number in numbers
    }
    assert len(said) >= SAVES_BETWEEN * len(KILLS)
    assert lost == []
    assert said - recorded == set()
    assert [client.surprises for client in clients] == [[]] * CLIENTS
    assert audit in (None, 0)
