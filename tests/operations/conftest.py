"""What tests of operations share: processes of their own, and what a log would hold."""

import io
import json
import logging
import logging.config
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from maturity.operations import logs

ROOT = Path(__file__).resolve().parent.parent.parent
Log = Callable[[], list[dict[str, Any]]]


@pytest.fixture
def log() -> Iterator[Log]:
    """The lines that a public portal would have logged up to now."""
    configuration = logs.configuration(public=True, level="INFO")
    formatter = dict(configuration["formatters"]["lines"])
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(formatter.pop("()")(**formatter))
    loggers = [logging.getLogger(), *map(logging.getLogger, logs.OURS)]
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.INFO)
    loggers[0].addHandler(handler)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    loggers[0].removeHandler(handler)
    for logger, level in zip(loggers, levels, strict=True):
        logger.setLevel(level)


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
