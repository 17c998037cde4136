"""Real worker processes for tests."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from tests.operations.conftest import ROOT, database_url

Process = subprocess.Popen[str]


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
