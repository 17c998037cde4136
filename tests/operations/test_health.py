"""What a load balancer is told."""

from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import timezone

from maturity.models import Worker
from maturity.operations import health

pytestmark = pytest.mark.either_database("migrations")
READY = {"database": "ok", "migrations": "ok", "worker": "ok", "disk": "ok"}


@pytest.fixture(autouse=True)
def nothing_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "_migrated", False)


@pytest.fixture
def worker(db: None) -> Worker:
    return Worker.objects.create(host="here", pid=1)


def ready(client: Client) -> tuple[int, dict[str, str]]:
    answer = client.get("/readyz")
    return answer.status_code, answer.json()


def test_a_process_that_answers_is_healthy(client: Client) -> None:
    # Without the database, which no test may use that does not ask for it.
    answer = client.get("/healthz", headers={"Host": "10.0.0.7:8000"})
    assert (answer.status_code, answer.content, answer["Content-Type"]) == (
        200, b"ok", "text/plain",
    )  # fmt: skip
    assert (answer.cookies, answer["Cache-Control"]) == ({}, "no-store")


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_a_public_portal_answers_over_http(
    worker: Worker, client: Client, settings: LazySettings, path: str
) -> None:
    settings.SECURE_SSL_REDIRECT = True
    assert client.get(path, headers={"Host": "10.0.0.7"}).status_code == 200


def test_a_portal_with_all_it_needs_is_ready(worker: Worker, client: Client) -> None:
    assert ready(client) == (200, READY)


@pytest.mark.parametrize(("public", "status"), [(True, 503), (False, 200)])
def test_only_a_public_portal_needs_a_worker(
    db: None, client: Client, settings: LazySettings, public: bool, status: int
) -> None:
    settings.PUBLIC = public
    assert ready(client) == (status, READY | {"worker": "missing"})


def test_a_worker_that_was_not_seen_for_a_minute_is_missing(
    worker: Worker, client: Client, settings: LazySettings
) -> None:
    settings.PUBLIC = True
    Worker.objects.update(seen_at=timezone.now() - health.WORKER_SEEN_WITHIN)
    assert ready(client) == (503, READY | {"worker": "missing"})


def test_little_space_on_disk_is_told(
    worker: Worker, client: Client, settings: LazySettings
) -> None:
    settings.MIN_FREE_DISK_MB = 10**9
    assert ready(client) == (503, READY | {"disk": "low"})


def test_a_folder_that_does_not_answer_is_told(
    worker: Worker, client: Client, settings: LazySettings
) -> None:
    settings.REPORTS_DIR = Path("/" + "x" * 300)
    assert ready(client) == (503, READY | {"disk": "unavailable"})


def test_pending_migrations_are_told_until_they_are_applied(worker: Worker, client: Client) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM django_migrations"
            " WHERE name = '0008_validation_and_package' AND app = 'reports'"
        )
    pending = ready(client)
    call_command("migrate", "--fake", "--verbosity=0")
    assert pending == (503, READY | {"migrations": "pending", "worker": "unknown"})
    assert ready(client) == (200, READY)


def test_a_database_that_does_not_answer_is_told(
    db: None, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def down() -> None:
        raise health.Error("secret address")

    with monkeypatch.context() as patch:
        patch.setattr(health.connection, "cursor", down)
        told = ready(client)
    expected = {"database": "unavailable", "migrations": "unknown", "worker": "unknown"}
    assert told == (503, expected | {"disk": "ok"})
