"""Two releases of the portal side by side: their code, and hosts that serve it on one database."""

import http.client
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from tests.operations.processes import ROOT, eventually
from tests.upgrades.expanding import RELEASES, number_of

APPS = ("assessments", "maturity", "reports")
PARTS = (*APPS, "templates", "manage.py", "gunicorn.conf.py", "pyproject.toml")

# What the release after adds: a column of the table that each save writes to, which its code fills,
# an index and a table.
EXPANDS = """
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("assessments", "{after}")]
    operations = [
        migrations.AddField(
            "event", "sure", models.CharField(max_length=9, default="yes", db_default="")
        ),
        migrations.AddIndex("event", models.Index(fields=["sure"], name="event_sure")),
        migrations.CreateModel("Sureness", [("id", models.BigAutoField(primary_key=True))]),
    ]
"""
NEW_STYLE = "portal/portal.0123456789ab.css"
FIELD = """
Event.add_to_class("sure", models.CharField(max_length=9, default="yes", db_default=""))
"""


def newest_tag() -> str:
    """The newest release's tag, if it is one from which on the rule of `expanding` holds."""
    listed = subprocess.run(
        ["git", "tag", "--list", "v*"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    first = number_of(next(iter(RELEASES)))
    tags = [each for each in listed.stdout.split() if number_of(each) >= first]
    return max(tags, key=number_of, default="")


def code_before(folder: Path) -> Path:
    """Where the code of the release before is: this one's as long as there is no such release."""
    tag = newest_tag()
    if not tag:
        return ROOT
    archive = subprocess.run(["git", "archive", tag], cwd=ROOT, capture_output=True, check=True)
    folder.mkdir()
    subprocess.run(["tar", "--extract"], cwd=folder, input=archive.stdout, check=True)
    for catalogue in folder.glob("*/locale/*/LC_MESSAGES/*.po"):
        made = [sys.executable, "-c", "import sys, polib; polib.pofile(sys.argv[1]).save_as_mofile("
                "sys.argv[2])", str(catalogue), str(catalogue.with_suffix(".mo"))]  # fmt: skip
        subprocess.run(made, check=True)
    (folder / "build").mkdir()
    for part in ("assets", "fonts"):
        (folder / "build" / part).symlink_to(ROOT / "build" / part)
    collect = [sys.executable, "manage.py", "collectstatic", "--no-input", "--verbosity=0"]
    subprocess.run(collect, cwd=folder, check=True)
    return folder


def code_after(folder: Path, before: Path) -> Path:
    """A copy of this code with one migration more, and a style sheet of another name, installed
    over that of the release before."""
    folder.mkdir()
    (folder / "build").mkdir()
    (folder / "build" / "fonts").symlink_to(ROOT / "build" / "fonts")
    static = folder / "build" / "static"
    for code in (before, ROOT):
        shutil.copytree(code / "build" / "static", static, dirs_exist_ok=True)
    names = static / "staticfiles.json"
    [style] = {*re.findall(r"portal/portal\.[0-9a-f]+\.css", names.read_text())}
    names.write_text(names.read_text().replace(style, NEW_STYLE))
    shutil.copy(static / style, static / NEW_STYLE)
    for part in PARTS:
        copy = shutil.copytree if (ROOT / part).is_dir() else shutil.copy
        copy(ROOT / part, folder / part)
    migrations = folder / "assessments" / "migrations"
    last = max(path.stem for path in migrations.glob("[0-9]*.py"))
    (migrations / "9999_sure.py").write_text(EXPANDS.format(after=last))
    with (folder / "assessments" / "models" / "audit.py").open("a") as models:
        models.write(FIELD)
    return folder


@dataclass
class Host:
    """A host with a web process and a worker, as docs/operations.md has them."""

    port: int
    environment: Mapping[str, str]
    processes: list["subprocess.Popen[bytes]"] = field(default_factory=list)

    def start(self, code: Path) -> None:
        web = f"-m gunicorn --bind=127.0.0.1:{self.port} --workers=1 --log-level=critical"
        for command in (web, "manage.py run_worker --heartbeat=1"):
            self.processes.append(
                subprocess.Popen(
                    [sys.executable, *command.split()],
                    cwd=code,
                    env=os.environ | self.environment,
                    start_new_session=True,
                )
            )

    def stop(self) -> None:
        """As systemd stops both services: each ends what it has begun."""
        for process in self.processes:
            process.terminate()
        for process in self.processes:
            process.wait(120)
        self.processes.clear()

    def kill(self) -> None:
        for process in self.processes:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    def checks(self) -> dict[str, str]:
        """What it says of itself; nothing where it does not answer."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/readyz") as answer:
                return json.load(answer)
        except urllib.error.HTTPError as error:
            return json.load(error)
        except OSError:
            return {}

    def wait(self) -> None:
        """Waits until it is ready."""
        eventually(lambda: {*self.checks().values()} == {"ok"}, within=120)


class Balancer:
    """What nginx does before the hosts, for one client: by turns, and on to the next one where
    nobody takes the connection, or a static file is not there. Else nothing is sent twice."""

    def __init__(self, hosts: Sequence[Host], first: int):
        self.hosts, self.turn = hosts, first
        self.connection: http.client.HTTPConnection | None = None
        self.again: Callable[[], None] | None = None

    def request(self, method: str, path: str, body: str | None, headers: Mapping[str, str]) -> None:
        def send() -> None:
            self.connection = self._connected()
            self.connection.request(method, path, body, {**headers, "Connection": "close"})

        send()
        self.again = send if path.startswith("/static/") else None

    def getresponse(self) -> http.client.HTTPResponse:
        assert self.connection
        answer = self.connection.getresponse()
        if answer.status == 404 and self.again:
            answer.read()
            self.again()
            answer = self.connection.getresponse()
        return answer

    def _connected(self) -> http.client.HTTPConnection:
        self.turn += 1
        for host in self._from_here():
            connection = http.client.HTTPConnection("127.0.0.1", host.port, timeout=120)
            with suppress(ConnectionRefusedError):
                connection.connect()
                return connection
        raise ConnectionRefusedError("no host takes a connection")

    def _from_here(self) -> Iterator[Host]:
        for place in range(len(self.hosts)):
            yield self.hosts[(self.turn + place) % len(self.hosts)]
