"""What every test runs in: no network, a quick password hash, and files in a temporary folder.

The database is the portal's own choice, by DATABASE_URL: SQLite unless told otherwise;
`python -m tests.postgres pytest` runs the same tests on PostgreSQL.
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

from tests import postgres

THIS_MACHINE = {"127.0.0.1", "::1", "localhost"}
# Jobs are done where they are asked for, so that their mail is in the outbox. Said before anything
# else is imported: Django chooses the backend when the first task is defined.
settings.TASKS = {"default": {"BACKEND": "django.tasks.backends.immediate.ImmediateBackend"}}


def pytest_configure() -> None:
    hypothesis.settings.register_profile("portal", deadline=None)  # A busy machine is no fault.
    hypothesis.settings.load_profile("portal")
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


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
    if database["ENGINE"] == "django.db.backends.sqlite3":
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
