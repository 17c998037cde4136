"""What every test runs in: no network, a quick password hash, and files in a temporary folder.

The database is the portal's own choice, by DATABASE_URL. `make test` runs every test once, on
PostgreSQL (`python -m tests.postgres pytest`), and on SQLite again those that a database makes a
difference to (`pytest -m either_database`). Their mark says what that difference is:

- locks: who waits for whom, and who is turned away (PostgreSQL locks rows, SQLite its file);
- triggers, constraints: each database has its own words for what it refuses;
- bulk writes: PostgreSQL reads them by COPY, SQLite by one statement;
- JSON: what is asked of a column of JSON, and what comes back of one;
- searching and sorting: letters, accents, moments;
- migrations: what a portal knows of those that it lacks.

Backups and their restoring, the audit record under many writers, and batches whose worker is killed
bring a database of each kind of their own, whatever the run's is. The journey of `make run`, on
SQLite, is that of the tests in a browser. All else is asked of the database by Django's models.

A test finds the cast in its database (the fixture `cast`), committed there once; what it writes is
rolled back. A test or a module that needs another database says which of `databases.KINDS`, as in
`pytest.mark.database("model")`.
"""

import copy
import hashlib
import os
import socket
from collections.abc import Iterator
from contextlib import suppress
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

THIS_MACHINE = {"127.0.0.1", "::1", "localhost"}
# Jobs are done where they are asked for, so that their mail is in the outbox. Said before anything
# else is imported: Django chooses the backend when the first task is defined.
settings.TASKS = {"default": {"BACKEND": "django.tasks.backends.immediate.ImmediateBackend"}}

from reports import blank_form, documents, pdf  # noqa: E402
from tests.cast import Cast, find_cast  # noqa: E402
from tests.databases import SQLITE, databases  # noqa: E402
from tests.fixtures import full, manage, post  # noqa: E402, F401 – fixtures of every room


def pytest_configure() -> None:
    # A busy machine is no fault. Fifty examples a run find in two runs what a hundred find in one.
    hypothesis.settings.register_profile("portal", deadline=None, max_examples=50)
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


@pytest.fixture(scope="session", autouse=True)
def pdfs_once(shared_folder: Path) -> Iterator[None]:
    """The same HTML makes the same PDF (test_documents tries it): each is made once a run."""
    folder = shared_folder / "pdfs"
    folder.mkdir(exist_ok=True)

    def write_once(html: str, **options: Any) -> bytes:
        key = hashlib.sha256(repr((html, sorted(options.items()))).encode()).hexdigest()
        path = folder / f"{key}.pdf"
        if path.exists():
            return path.read_bytes()
        made = pdf.write_pdf(html, **options)
        with suppress(OSError):  # A test may forbid large files.
            file = folder / f"{key}-{os.getpid()}"
            file.write_bytes(made)
            file.rename(path)
        return made

    with pytest.MonkeyPatch.context() as patch:
        for module in (blank_form, documents):
            patch.setattr(module, "write_pdf", write_once)
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
    settings.EVIDENCE_DIR = tmp_path_factory.mktemp("evidence")
    return settings.REPORTS_DIR


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Chooses the database that the test, or its module, asks for."""
    asked = item.get_closest_marker("database")
    databases.use(asked.args[0] if asked else "cast")


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A folder of all the workers of a run."""
    folder = tmp_path_factory.getbasetemp()
    return folder if worker_id == "master" else folder.parent


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None,
    django_db_blocker: DjangoDbBlocker,
    shared_folder: Path,
    worker_id: str,
) -> None:
    """SQLite is tested as a file, as it is used: it then locks as it does in the portal."""
    with django_db_blocker.unblock():
        databases.open(shared_folder / "databases", worker_id)


@pytest.fixture(scope="session")
def postgres_url(worker_id: str) -> Iterator[str]:
    """DATABASE_URL of an empty PostgreSQL database, for a test that needs one on any run."""
    database = settings.DATABASES["default"]
    if database["ENGINE"] == SQLITE:
        with postgres.server() as url:
            yield url
    else:
        yield postgres.new_database(Path(database["HOST"]), f"of_{worker_id}")


@pytest.fixture(scope="session")
def found_cast(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Cast:
    with django_db_blocker.unblock():
        return find_cast()


@pytest.fixture(scope="module")
def cast_of_module(kept: DjangoDbBlocker, found_cast: Cast) -> Cast:
    """The cast, for what a module adds for all its tests."""
    return copy.deepcopy(found_cast)


@pytest.fixture
def cast(found_cast: Cast, db: None) -> Cast:
    return copy.deepcopy(found_cast)


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
