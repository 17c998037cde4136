"""Jobs that tests give to real workers. Each leaves a line in a file, so that doing is counted."""

import time
from pathlib import Path

from django.db import OperationalError
from django.tasks import task


def _note(path: str, line: str) -> None:
    with Path(path).open("a", encoding="utf-8") as file:
        file.write(line + "\n")


@task
def note(*, path: str, line: str) -> str:
    _note(path, line)
    return line


@task
def wait_for(*, path: str, until: str) -> None:
    """Notes that it began, and is done as soon as the file `until` exists."""
    _note(path, "began")
    while not Path(until).exists():
        time.sleep(0.02)
    _note(path, "done")


@task
def fail(*, secret: str) -> None:
    raise ValueError(f"the secret is {secret}")


@task
def lose_database() -> None:
    raise OperationalError("the connection is lost")
