"""What every test runs in: no network, a quick password hash, and files in a temporary folder.

The database is the portal's own choice, by DATABASE_URL. Every test runs on SQLite. On PostgreSQL
(`python -m tests.postgres pytest`) those run again that use the database, without the modules
marked `one_database`: what they try lies above the database (the words and the structure of pages
and files) or brings databases of its own. Every write, every kind of query and every page, as each
role asks for it, are tried on both.
"""

import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from django.conf import settings
from django.db import transaction
from django.utils.translation import override
from pytest_django import DjangoDbBlocker
from whitenoise import WhiteNoise

from tests import postgres

SQLITE = "django.db.backends.sqlite3"
THIS_MACHINE = {"127.0.0.1", "::1", "localhost"}
# Jobs are done where they are asked for, so that their mail is in the outbox. Said before anything
# else is imported: Django chooses the backend when the first task is defined.
settings.TASKS = {"default": {"BACKEND": "django.tasks.backends.immediate.ImmediateBackend"}}


def pytest_configure() -> None:
    hypothesis.settings.register_profile("portal", deadline=None)  # A busy machine is no fault.
    hypothesis.settings.load_profile("portal")
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL, leaves out (and counts) what needs no second run."""
    if settings.DATABASES["default"]["ENGINE"] == SQLITE:
        return
    again, once = [], []
    for item in items:
        uses = "django_db_setup" in item.fixturenames or item.get_closest_marker("django_db")
        (again if uses and not item.get_closest_marker("one_database") else once).append(item)
    items[:] = again
    config.hook.pytest_deselected(items=once)


@pytest.fixture(scope="session", autouse=True)
def no_network() -> Iterator[None]:
    """Only this machine can be connected to."""

    def guarded(name: str) -> Any:
        original = getattr(socket.socket, name)

        def connect(self: socket.socket, address: Any) -> Any:
            if self.family != socket.AF_UNIX and address[0] not in THIS_MACHINE:
                raise RuntimeError(f"A test tried to reach {address} over the network.")
            return original(self, address)

        return connect

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded("connect"))
        patch.setattr(socket.socket, "connect_ex", guarded("connect_ex"))
        yield


@pytest.fixture(scope="session", autouse=True)
def static_files_once() -> Iterator[None]:
    """Each test client loads the middleware anew, which took a quarter of the time that web tests
    took: it looks for every static file. They stay the same, so it is let look once a folder.
    """
    look = WhiteNoise.add_files
    found: dict[tuple[str, str | None], dict[str, Any]] = {}

    def add_files(self: WhiteNoise, root: str, prefix: str | None = None) -> None:
        if (root, prefix) not in found:
            look(self, root, prefix)
            found[root, prefix] = dict(self.files)
        self.files.update(found[root, prefix])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(WhiteNoise, "add_files", add_files)
        yield


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """The language that an earlier test's last request was in stays in the thread."""
    with override("en"):
        yield


@pytest.fixture(scope="session", autouse=True)
def reports_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the portal puts its reports while it is tested."""
    settings.REPORTS_DIR = tmp_path_factory.mktemp("reports")
    settings.BATCHES_DIR = settings.REPORTS_DIR / "batches"
    settings.EVIDENCE_DIR = tmp_path_factory.mktemp("evidence")
    settings.FILE_FOLDERS = {"reports": settings.REPORTS_DIR, "evidence": settings.EVIDENCE_DIR}
    return settings.REPORTS_DIR


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """SQLite is tested as a file, as it is used: it then locks as it does in the portal."""
    database = settings.DATABASES["default"]
    if database["ENGINE"] == SQLITE:
        database["TEST"]["NAME"] = tmp_path_factory.mktemp("sqlite") / "test.sqlite3"


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """DATABASE_URL of an empty PostgreSQL database, for a test that needs one on any run."""
    with postgres.server() as url:
        yield url


@pytest.fixture(scope="module")
def kept(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[DjangoDbBlocker]:
    """A transaction round all the tests of a module, each of which has its own inside it."""
    with django_db_blocker.unblock():
        around = transaction.atomic()
        around.__enter__()
    yield django_db_blocker
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        around.__exit__(None, None, None)
