"""Portals of earlier versions, each brought up to date in a database of its own.

How a version's dump is made: see `tests.upgrades.make`.
"""

import gzip
import itertools
import sqlite3
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection, connections
from django.db.backends.sqlite3._functions import register
from django.db.utils import load_backend
from django.test import Client
from environ import Env
from pytest_django import DjangoDbBlocker

from assessments.models import Person
from tests.operations.portals import connected
from tests.upgrades.make import DUMPS, SNAPSHOTS

VERSIONS = sorted(path.stem for path in SNAPSHOTS.glob("*.json"))
SQLITE_OPTIONS = {"transaction_mode": "IMMEDIATE", "init_command": "PRAGMA synchronous=OFF"}


@dataclass(frozen=True)
class Upgraded:
    """A portal that is up to date; `before` are its baselines as its version had left them."""

    version: str
    before: dict[str, tuple[str, str]] = field(repr=False)  # snapshot and digest, by key

    @property
    def is_whole(self) -> bool:
        """Whether all of the demonstration is in it, and not three of its initiatives."""
        return self.version not in {"0.1.0", "0.2.0", "0.3.0", "0.4.0", "0.5.0"}

    def figures(self, more: int = 0) -> str:
        """What `check_figures` begins with, after so many approvals more."""
        baselines, initiatives = (9, 9) if self.is_whole else (5, 4)
        return f"{baselines + more} baselines of {initiatives} initiatives: "

    def page(self, address: str, *, of: str) -> int:
        """Returns the status of a page, as one of the demonstration's people asks for it."""
        client = Client()
        client.force_login(self.person(of))
        return client.get(f"/en/{address}").status_code

    def person(self, name: str) -> Person:
        """Returns one of the demonstration's people."""
        return Person.objects.get(email=f"{name}@demo.invalid")


def baselines() -> dict[str, tuple[str, str]]:
    """Returns each baseline's snapshot and digest by its key, asked for in plain SQL."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, snapshot, sha256 FROM assessments_baseline")
        return {str(uuid.UUID(str(key))): (text, digest) for key, text, digest in cursor.fetchall()}


@contextmanager
def another_database(url: str) -> Iterator[None]:
    """Has Django use another database in place of the tests' own, and then that again."""
    own = connections["default"]
    settings = own.settings_dict | {"OPTIONS": {}} | Env.db_url_config(url)
    if settings["ENGINE"].endswith("sqlite3"):
        settings["OPTIONS"] = SQLITE_OPTIONS
    connections["default"] = load_backend(settings["ENGINE"]).DatabaseWrapper(settings, "default")
    try:
        yield
    finally:
        connections["default"].close()
        connections["default"] = own
        ContentType.objects.clear_cache()


def load(dump: str, engine: str, request: pytest.FixtureRequest, folder: Path) -> str:
    """Returns the URL of a new database with what a dump says."""
    if engine == "sqlite":
        with closing(sqlite3.connect(folder / "portal.sqlite3")) as file:
            register(file)  # what Django adds to SQLite: indexes of later versions use it
            file.executescript(dump)
        return f"sqlite:///{folder}/portal.sqlite3"
    base = request.getfixturevalue("postgres_url").rpartition("/")[0]
    name = f"upgrade_{uuid.uuid4().hex[:8]}"
    with connected(f"{base}/postgres") as server:
        server.execute(f"CREATE DATABASE {name}")  # type: ignore[call-overload]
    with connected(f"{base}/{name}") as database:
        database.execute(dump)  # type: ignore[call-overload]
    return f"{base}/{name}"


@pytest.fixture(
    scope="module",
    params=itertools.product(VERSIONS, ("sqlite", "postgresql")),
    ids="-".join,
)
def portal(
    request: pytest.FixtureRequest,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Upgraded]:
    """Each version's portal on each database, after today's `migrate`."""
    version, engine = request.param
    dump = gzip.decompress((DUMPS / f"{version}.{engine}.sql.gz").read_bytes()).decode()
    url = load(dump, engine, request, tmp_path_factory.mktemp("upgrade"))
    with django_db_blocker.unblock(), another_database(url):
        before = baselines()
        call_command("migrate", verbosity=0)
        yield Upgraded(version, before)
