"""Processes of their own for tests: management commands and workers."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import connection

ROOT = Path(__file__).resolve().parent.parent.parent
Process = subprocess.Popen[str]


def database_url() -> str:
    """DATABASE_URL of the database that the tests use, for a process of its own."""
    given = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{given['NAME']}"
    return f"postgres://{given['USER']}@/{given['HOST']}/{given['NAME']}"


def manage(*arguments: str, url: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Runs a management command in a process of its own, on the database with this URL."""
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=os.environ | {"DATABASE_URL": url} | environment,
        check=False,
        capture_output=True,
        text=True,
    )


@contextmanager
def workers(number: int, *, heartbeat: float, **environment: str) -> Iterator[list[Process]]:
    """So many workers on the tests' database, which are killed in the end if they still run."""
    command = [sys.executable, "manage.py", "run_worker", f"--heartbeat={heartbeat}"]
    given = os.environ | {"DATABASE_URL": database_url(), "LOG_LEVEL": "INFO"} | environment
    started = [
        subprocess.Popen(
            command, cwd=ROOT, env=given, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )
        for _number in range(number)
    ]  # fmt: skip
    try:
        yield started
    finally:
        for process in started:
            process.kill()
            process.communicate()


def eventually(question: Callable[[], Any], *, within: float = 60) -> Any:
    """The first answer that is true, asked for until a generous deadline."""
    deadline = time.monotonic() + within
    while not (answer := question()):
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.05)
    return answer
