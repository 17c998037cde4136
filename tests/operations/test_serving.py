"""The portal as it is deployed: gunicorn with a public address, and `make run` on this machine."""

import json
import os
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.operations.portals import Portal
from tests.operations.processes import ROOT, eventually, manage

PUBLIC = {
    "PORTAL_URL": "https://portal.example.org",
    "SECRET_KEY": "a-key-of-tests-that-is-long-enough-for-a-public-portal",
    "EMAIL_URL": "smtp://127.0.0.1:9",
}


def fetch(url: str) -> tuple[int, str]:
    """Status and text of an address, 0 where nobody answers."""
    request = urllib.request.Request(url, headers={"Connection": "close"})
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()
    except OSError:
        return 0, ""


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


@contextmanager
def served(*options: str, **environment: str) -> Iterator[tuple[str, list[str]]]:
    """The address of a public portal under gunicorn, and, afterwards, what it printed."""
    printed: list[str] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", f"--bind=fd://{listener.fileno()}", *options],
            cwd=ROOT,
            env=os.environ | PUBLIC | environment,
            pass_fds=[listener.fileno()],
            stdout=subprocess.PIPE,
            text=True,
        )
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}", printed
        finally:
            server.terminate()
            printed += server.communicate(timeout=60)[0].splitlines()


def test_a_public_portal_logs_json_and_is_ready_without_its_name(
    migrated: Callable[[str], Portal],
) -> None:
    with served(DATABASE_URL=migrated("sqlite").url) as (address, printed):
        healthy = eventually(lambda: fetch(address + "/healthz")[0] and fetch(address + "/healthz"))
        status, words = fetch(address + "/readyz")
        elsewhere = fetch(address + "/en/?token=private")[0]
    assert healthy == (200, "ok")
    assert (status, json.loads(words)) == (
        503, {"database": "ok", "migrations": "ok", "worker": "missing", "disk": "ok"},
    )  # fmt: skip
    assert elsewhere == 400
    lines = [json.loads(line) for line in printed]
    asked = [line["status"] for line in lines if line["event"] == "request"]
    assert asked == [503, 400]
    assert {line["logger"] for line in lines} >= {"gunicorn.error", "maturity.operations.logs"}
    assert "private" not in "".join(printed)


def test_the_processes_of_a_host_count_requests_together(
    migrated: Callable[[str], Portal], tmp_path: Path
) -> None:
    given = {"DATABASE_URL": migrated("sqlite").url, "TMPDIR": str(tmp_path)}
    with served("--workers=3", METRICS_ADDRESSES="127.0.0.1", **given) as (address, _printed):
        eventually(lambda: fetch(address + "/healthz")[0])
        for _request in range(30):
            fetch(address + "/en/")
        told = {fetch(address + "/metrics")[1] for _scrape in range(5)}
        [folder] = tmp_path.glob("portal-metrics-*")
        processes = len(list(folder.glob("counter_*.db")))
    # Its address is not the portal's name: 400.
    counted = 'portal_requests_total{method="GET",route="none",status="400"} 30.0'
    assert [counted in each for each in told] == [True] * len(told)
    assert (processes > 1, folder.exists()) == (True, False)


@pytest.mark.parametrize("missing", ["SECRET_KEY", "EMAIL_URL"])
def test_a_public_portal_says_what_it_lacks(missing: str, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/portal.sqlite3"
    ended = manage("check", url=url, **PUBLIC | {missing: ""})
    assert (ended.returncode, f"{missing} is not set." in ended.stderr) == (1, True)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_the_portal_of_this_machine_brings_its_worker_and_takes_it_along(
    migrated: Callable[[str], Portal], number: signal.Signals
) -> None:
    port, url = free_port(), migrated("sqlite").url
    address = f"http://127.0.0.1:{port}"
    served = subprocess.Popen(
        ["scripts/serve", str(port)],
        cwd=ROOT,
        env={key: os.environ[key] for key in ("PATH", "HOME")} | {"DATABASE_URL": url},
        start_new_session=True,
    )
    try:
        eventually(lambda: '"worker": "ok"' in fetch(address + "/readyz")[1])
    finally:
        if number == signal.SIGINT:  # Ctrl+C is for the whole group.
            os.killpg(served.pid, number)
        else:
            served.send_signal(number)
        served.wait(60)
    assert fetch(address + "/healthz") == (0, "")
    eventually(lambda: not group_lives(served.pid))


def group_lives(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.slow
@pytest.mark.parametrize("command", ["scripts/serve", "gunicorn"])
def test_slow_connections_keep_nobody_out(migrated: Callable[[str], Portal], command: str) -> None:
    """Half of them say nothing at all, half begin a request and never end its head."""
    port, url = free_port(), migrated("sqlite").url
    bound = [sys.executable, "-m", "gunicorn", f"--bind=127.0.0.1:{port}", "--log-level=error"]
    served = subprocess.Popen(
        bound if command == "gunicorn" else [command, str(port)],
        cwd=ROOT,
        env={key: os.environ[key] for key in ("PATH", "HOME")} | {"DATABASE_URL": url},
        start_new_session=True,
    )
    slow = []
    try:
        address = f"http://127.0.0.1:{port}/"
        eventually(lambda: fetch(address)[0] == 200)
        for number in range(40):
            slow.append(socket.create_connection(("127.0.0.1", port), timeout=60))
            slow[-1].sendall(b"GET / HTTP/1.1\r\nHost:" if number % 2 else b"")
        eventually(lambda: fetch(address)[0] == 200)
        assert {each.recv(1) for each in slow} == {b""}
    finally:
        for each in slow:
            each.close()
        served.terminate()
        served.wait(60)


@pytest.mark.slow
def test_a_host_that_stops_refuses_connections_at_once_and_answers_those_it_has(
    migrated: Callable[[str], Portal],
) -> None:
    """Else a proxy would send it requests that nobody answers, as long as the last one takes."""
    port, url = free_port(), migrated("sqlite").url
    server = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", f"--bind=127.0.0.1:{port}", "--log-level=error"],
        cwd=ROOT,
        env={key: os.environ[key] for key in ("PATH", "HOME")} | {"DATABASE_URL": url},
        start_new_session=True,
    )
    begun = []
    try:
        eventually(lambda: fetch(f"http://127.0.0.1:{port}/healthz")[0] == 200)
        for _request in range(5):
            begun.append(socket.create_connection(("127.0.0.1", port), timeout=60))
            head = b"POST /en/ HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
            begun[-1].sendall(head + b"Content-Length: 3\r\n\r\na=")
        server.terminate()
        eventually(lambda: not takes_connections(port))
        for each in begun:
            each.sendall(b"b")
        answers = [each.recv(12) for each in begun]
        assert answers == [b"HTTP/1.1 403"] * 5  # They lack the token of a form.
        assert server.wait(60) == 0
    finally:
        for each in begun:
            each.close()
        server.kill()
        server.wait()


def takes_connections(port: int) -> bool:
    with socket.socket() as client:
        return client.connect_ex(("127.0.0.1", port)) == 0
