"""What tests of operations share: what a log would hold, and portals of their own."""

import io
import json
import logging
import logging.config
import uuid
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django_tasks_db.models import DBTaskResult
from pytest_django import DjangoDbBlocker

from maturity.models import Worker
from maturity.operations import logs
from tests import postgres
from tests.databases import alone, databases
from tests.operations.portals import Portal

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


@pytest.fixture
def committed(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The database without a transaction round the test: other processes see what it writes.

    Not `transactional_db`, which empties every table: the audit record refuses that.
    """
    with django_db_blocker.unblock():
        yield
        for table in (DBTaskResult, Worker):
            table.objects.all().delete()


@pytest.fixture(scope="session")
def new_portal(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    django_db_blocker: DjangoDbBlocker,
) -> Callable[..., Portal]:
    """Makes portals with an empty database, or with a copy of another's."""

    def new_portal(engine: str, copy_of: str = "") -> Portal:
        name = f"portal_{uuid.uuid4().hex[:8]}"
        folder = tmp_path_factory.mktemp(name)
        files = folder / "reports"
        files.mkdir()
        if engine == "sqlite":
            path = folder / "portal.sqlite3"
            if copy_of:
                path.write_bytes(Path(copy_of.removeprefix("sqlite:///")).read_bytes())
            return Portal(f"sqlite:///{path}", files, django_db_blocker)
        server = request.getfixturevalue("postgres_url").removeprefix("postgres://portal@/")
        copied = copy_of.rpartition("/")[2]
        url = postgres.new_database(Path(server).parent, name, copy_of=copied)
        return Portal(url, files, django_db_blocker)

    return new_portal


@pytest.fixture(scope="session")
def migrated(
    new_portal: Callable[..., Portal],
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    shared_folder: Path,
) -> Callable[[str], Portal]:
    """Makes portals with all tables and no row. Only the first of an engine takes its time."""

    @cache
    def first(engine: str) -> str:
        if engine == connection.vendor:
            return databases.url("empty")
        if engine == "postgresql":
            portal = new_portal(engine)
            portal.done("migrate", "--verbosity=0")
            return portal.url
        file = shared_folder / "first.sqlite3"
        with alone(shared_folder):
            if not file.exists():
                Portal(f"sqlite:///{file}", shared_folder, django_db_blocker).process(
                    "migrate", "--verbosity=0"
                )
        return f"sqlite:///{file}"

    return lambda engine: new_portal(engine, first(engine))
