"""Two hosts are brought from one release to the next while people work: nobody notices."""

import http.client
import itertools
import os
import re
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from maturity.operations import mail
from tests.bench.answers import Answers
from tests.bench.client import Browser
from tests.operations.hosts import Balancer, Host, code_after, code_before
from tests.operations.portals import Portal
from tests.operations.processes import ROOT, eventually
from tests.operations.test_kill import CLIENTS, teams
from tests.operations.test_serving import free_port

REQUESTS_A_SECOND = 20
SAVES_BETWEEN = 40  # from one step of the upgrade to the next
MAILS_BETWEEN = 5
SAVES_A_PAGE = 4
ATTRIBUTES = ("ACC", "CON", "EFF", "RES", "INT", "SEC", "SMP")


@dataclass
class Lead(threading.Thread):
    """Somebody who saves answers, and now and then opens a page."""

    browser: Browser
    team: dict[str, str]
    stop: threading.Event
    saved: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    styles: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        super().__init__(daemon=True)

    def __hash__(self) -> int:
        return id(self)

    def run(self) -> None:
        numbers = itertools.count(1)
        for code in itertools.cycle(ATTRIBUTES):
            page = self.ask(f"/en/assessments/{self.team['assessment']}/attributes/{code}/")
            if self.stop.is_set():
                return
            if not page:
                continue
            [style] = re.findall(r'href="(/static/portal/portal\.[^"]+)"', page.decode())
            self.styles.add(style)
            self.ask(style)
            answers = Answers(page.decode(), numbers)
            for _save in range(SAVES_A_PAGE):
                if body := self.ask(*answers.following()):
                    self.saved.append(answers.comment)
                    answers.saved(200, body)

    def ask(self, path: str, given: dict[str, str] | None = None) -> bytes:
        self.stop.wait(CLIENTS / REQUESTS_A_SECOND)
        try:
            status, body = self.browser.ask(path, given)
        except (OSError, http.client.HTTPException) as error:
            status, body = repr(error), b""
        if status == 200:
            return body
        self.failed.append(f"{'POST' if given else 'GET'} {path}: {status}")
        return b""


@dataclass
class Rolling:
    """A portal of two hosts that people work in, and the two releases of its code."""

    portal: Portal
    before: Path
    after: Path
    hosts: list[Host]
    environment: dict[str, str]
    leads: list[Lead]
    mails: int = 0

    def manage(self, code: Path, *arguments: str) -> "subprocess.Popen[str]":
        return subprocess.Popen(
            [sys.executable, "manage.py", *arguments],
            cwd=code,
            env=os.environ | self.environment,
            stdout=subprocess.PIPE,
            text=True,
        )

    def done(self, code: Path, command: str) -> None:
        """Runs a management command of a release to its good end."""
        process = self.manage(code, command)
        process.communicate()
        assert process.returncode == 0

    def work(self) -> None:
        """People save and mails are sent for a while."""
        wanted = self.saves() + SAVES_BETWEEN
        with self.portal.at_home():
            for _mail in range(MAILS_BETWEEN):
                self.mails += 1
                mail.send(to="a@example.org", subject=f"Number {self.mails}.", text="Fictitious")
        eventually(lambda: self.saves() >= wanted, within=180)

    def saves(self) -> int:
        return sum(len(each.saved) for each in self.leads)

    def bring_over(self, host: Host) -> None:
        host.stop()
        host.start(self.after)
        host.wait()

    def end(self) -> None:
        for each in self.leads:
            each.stop.set()
        for each in self.leads:
            each.join(120)


@pytest.fixture
def rolling(
    migrated: Callable[[str], Portal], new_portal: Callable[..., Portal], tmp_path: Path
) -> Iterator[Rolling]:
    before = code_before(tmp_path / "before")
    after = code_after(tmp_path / "after", before)
    portal = migrated("postgresql") if before == ROOT else new_portal("postgresql")
    environment = portal.environment | {
        "DATABASE_URL": portal.url,
        "SECRET_KEY": "kill-test",
        "EMAIL_URL": f"filemail:///{tmp_path}/mail",
    }
    hosts = [Host(free_port(), environment) for _host in range(2)]
    stop = threading.Event()
    rolling = Rolling(portal, before, after, hosts, environment, [])
    with ExitStack() as stack:
        for command in ("load_model",) if before == ROOT else ("migrate", "load_model"):
            rolling.done(before, command)
        for host in hosts:
            stack.callback(host.kill)
            host.start(before)
        stack.callback(rolling.end)
        for number, team in enumerate(teams(portal.url, before)):
            browser = Browser(Balancer(hosts, number), team["session"])
            rolling.leads.append(Lead(browser, team, stop))
        for host in hosts:
            host.wait()
        for lead in rolling.leads:
            lead.start()
        yield rolling


def recorded(portal: Portal) -> set[tuple[str, str]]:
    """Every comment that the record has, with its assessment."""
    rows = portal.ask(
        "SELECT assessment_id::text, new->>'comment' FROM assessments_event WHERE verb = 'rate'"
    )
    return {*rows}


def sureness(portal: Portal) -> list[tuple[str]]:
    """What stands in the column that the release before does not know."""
    return portal.ask("SELECT DISTINCT sure FROM assessments_event ORDER BY sure")


def subjects(folder: Path) -> list[str]:
    """Of the mails in a folder that the test had sent."""
    text = "\n".join(each.read_text() for each in folder.iterdir())
    return sorted(re.findall("^Subject: Number .*", text, flags=re.MULTILINE))


@pytest.mark.slow
def test_hosts_are_upgraded_one_after_the_other_and_nobody_notices(
    rolling: Rolling, tmp_path: Path
) -> None:
    rolling.work()
    # An upgrade that is started twice: one migrates, and the other finds it done.
    both = [rolling.manage(rolling.after, "migrate") for _host in range(2)]
    said = [each.communicate()[0] for each in both]
    assert [each.returncode for each in both] == [0, 0]
    assert sum("Applying assessments.9999_sure" in each for each in said) == 1
    rolling.work()
    assert [host.checks()["migrations"] for host in rolling.hosts] == ["ok", "ok"]
    for host in rolling.hosts:
        rolling.bring_over(host)
        rolling.work()
    eventually(lambda: sureness(rolling.portal) == [("",), ("yes",)])  # Both releases wrote.
    rolling.end()

    assert [each.failed for each in rolling.leads] == [[]] * CLIENTS
    assert len(set.union(*(each.styles for each in rolling.leads))) == 2
    said_to_be_saved = {
        (each.team["assessment"], comment) for each in rolling.leads for comment in each.saved
    }
    assert said_to_be_saved - recorded(rolling.portal) == set()
    wanted = sorted(f"Subject: Number {number}." for number in range(1, rolling.mails + 1))
    eventually(lambda: subjects(tmp_path / "mail") == wanted)
    for command in ("check_figures", "verify_audit"):
        rolling.done(rolling.after, command)
