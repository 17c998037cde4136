"""What Prometheus is told, and who may ask."""

import json
import math
import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.conf import LazySettings
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult, get_date_max
from prometheus_client.parser import text_string_to_metric_families

from assessments.models import AuditHead
from maturity.models import BackupRun, NightlyRun, Worker
from maturity.operations import metrics
from maturity.operations.mail import deliver
from tests.cast import Cast
from tests.operations.processes import ROOT

TOKEN = "a-made-up-token-of-a-made-up-monitor"
Queries = Callable[[int], AbstractContextManager[Any]]


@pytest.fixture(autouse=True)
def with_token(settings: LazySettings) -> None:
    settings.METRICS_TOKEN = TOKEN


def ask(client: Client, **headers: str) -> Any:
    return client.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"} | headers)


def told(client: Client) -> dict[str, Any]:
    """Every sample by its name and labels, as `name` or `name{label=value,...}`."""
    answer = ask(client)
    assert answer.status_code == 200
    return {
        sample.name
        + "".join(f"{{{key}={value}}}" for key, value in sample.labels.items()): sample.value
        for family in text_string_to_metric_families(answer.content.decode())
        for sample in family.samples
    }


def job(**changes: Any) -> None:
    given = {"task_path": "made.up", "backend_name": "default", "run_after": get_date_max()}
    kept = {"args_kwargs": {"args": [], "kwargs": {}}}
    enqueued = changes.pop("enqueued_at", None)
    row = DBTaskResult.objects.create(**given | kept | changes)
    if enqueued:
        DBTaskResult.objects.filter(pk=row.pk).update(enqueued_at=enqueued)


def run(kind: str, outcome: str, days: float) -> BackupRun:
    at = timezone.now() - timedelta(days=days)
    return BackupRun.objects.create(kind=kind, outcome=outcome, name="x", begun_at=at, ended_at=at)


def night(kind: str, outcome: str, days: float) -> None:
    at = timezone.now() - timedelta(days=days)
    NightlyRun.objects.create(kind=kind, outcome=outcome, begun_at=at, ended_at=at)


def test_without_a_token_or_addresses_there_is_no_such_page(
    db: None, client: Client, settings: LazySettings
) -> None:
    settings.METRICS_TOKEN = ""
    assert ask(client).status_code == 404


@pytest.mark.parametrize("given", ["", "Bearer ", f"Bearer {TOKEN}x", f"Basic {TOKEN}", "Bearer é"])
def test_a_wrong_token_is_told_nothing(client: Client, given: str) -> None:
    answer = client.get("/metrics", headers={"Authorization": given})
    assert (answer.status_code, answer.content, answer.headers["WWW-Authenticate"]) == (
        401, b"", "Bearer",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("remote", "through", "status"),
    [
        ("10.1.2.3", "", 200),
        ("10.2.2.3", "", 404),
        # Through the proxy: what it saw, and not what someone says before it.
        ("127.0.0.1", "10.1.2.3", 200),
        ("10.1.2.3", "10.1.2.3, 203.0.113.9", 404),
        ("nonsense", "", 404),
    ],
)
def test_an_address_list_is_of_those_who_may_ask(
    db: None, client: Client, settings: LazySettings, remote: str, through: str, status: int
) -> None:
    settings.METRICS_TOKEN = ""
    settings.METRICS_ADDRESSES = (ip_network("10.1.0.0/16"),)
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    headers = {"X-Forwarded-For": through} if through else {}
    answer = client.get("/metrics", headers=headers, REMOTE_ADDR=remote)
    assert answer.status_code == status


def test_with_both_an_address_and_the_token_are_needed(
    db: None, client: Client, settings: LazySettings
) -> None:
    settings.METRICS_ADDRESSES = (ip_network("127.0.0.1"),)
    assert [client.get("/metrics").status_code, ask(client).status_code] == [401, 200]


def test_it_only_reads(client: Client) -> None:
    assert client.post("/metrics", headers={"Authorization": f"Bearer {TOKEN}"}).status_code == 405


def test_a_public_portal_answers_over_http_and_keeps_no_session(
    db: None, client: Client, settings: LazySettings
) -> None:
    settings.SECURE_SSL_REDIRECT = True
    answer = ask(client, Host="10.0.0.7:8000")
    assert (answer.status_code, answer.cookies, answer["Cache-Control"]) == (200, {}, "no-store")
    assert answer["Content-Type"].startswith("text/plain; version=0.0.4")


def test_a_scrape_costs_six_queries(
    db: None, client: Client, settings: LazySettings, tmp_path: Path,
    django_assert_num_queries: Queries,
) -> None:  # fmt: skip
    settings.BACKUPS_DIR = tmp_path
    (tmp_path / "portal-2026-01-01-030000.tar").touch()
    for number in (1, 3):
        for _each in range(number):
            job()
            run("backup", "done", 1)
        with django_assert_num_queries(6):
            ask(client)


def test_requests_are_counted_by_route_and_status(db: None, client: Client) -> None:
    key = "portal_requests_total{method=GET}{route=en/contact/}{status=200}"
    slow = "portal_request_seconds_count{method=GET}{route=en/contact/}"
    before = told(client)
    client.get("/en/contact/")
    after = told(client)
    assert [after[name] - before.get(name, 0) for name in (key, slow)] == [1, 1]


def test_neither_addresses_nor_what_is_not_there_make_labels(db: None, client: Client) -> None:
    client.get("/en/initiatives/SECRET-CODE/")
    client.get("/en/someone@example.org/")
    client.generic("STRANGE", "/en/contact/")
    client.get("/healthz")
    text = ask(client).content.decode()
    assert [word in text for word in ("SECRET", "example.org", "STRANGE", "healthz")] == [False] * 4
    assert 'route="none",status="404"' in text


def test_jobs_and_mail_are_told(db: None, client: Client) -> None:
    now = timezone.now()
    Worker.objects.create(host="here", pid=1)
    job(enqueued_at=now - timedelta(minutes=4))
    # Put off to a minute ago, whenever it was asked for.
    job(run_after=now - timedelta(minutes=1), enqueued_at=now - timedelta(days=1))
    job(run_after=now + timedelta(hours=1))
    job(status="RUNNING")
    job(status="FAILED")
    mail = deliver.module_path
    job(status="FAILED", task_path=mail)
    again = {"args": [], "kwargs": {"attempt": 2}}
    job(task_path=mail, args_kwargs=again, run_after=now + timedelta(minutes=5))
    found = told(client)
    names = (
        "workers",
        "jobs_waiting",
        "jobs_running",
        "jobs_failed",
        "mail_delayed",
        "mail_given_up",
    )
    assert [found[f"portal_{name}"] for name in names] == [1, 2, 1, 1, 1, 1]
    assert round(found["portal_jobs_oldest_seconds"] / 60) == 4


def test_the_age_of_the_last_backup_and_drill_and_how_they_ended_are_told(
    db: None, client: Client
) -> None:
    assert "portal_backup_age_seconds" not in told(client)
    run("backup", "done", 3)
    run("backup", "failed", 1)
    run("drill", "failed", 50)
    run("drill", "done", 40)
    found = told(client)
    assert [round(found[f"portal_{kind}_age_seconds"] / 86400) for kind in ("backup", "drill")] == [
        3, 40,
    ]  # fmt: skip
    assert [found[f"portal_{kind}_ok"] for kind in ("backup", "drill")] == [0, 1]


def test_what_is_done_every_night_is_told(db: None, client: Client, settings: LazySettings) -> None:
    night("verification", "done", 3)
    night("verification", "failed", 1)
    night("retention", "done", 2)
    found = told(client)
    kinds = ("verification", "retention")
    ages = [round(found[f"portal_{kind}_age_seconds"] / 86400) for kind in kinds]
    assert (ages, [found[f"portal_{kind}_ok"] for kind in kinds]) == ([3, 2], [0, 1])
    assert found["portal_nightly_scheduled"] == 1
    settings.NIGHTLY_HOUR = None
    assert told(client)["portal_nightly_scheduled"] == 0


def test_the_end_of_the_audit_record_is_told(cast: Cast, client: Client) -> None:
    head = AuditHead.objects.get()
    found = told(client)
    assert found["portal_audit_events_total"] == head.count
    assert found[f"portal_audit_head_info{{hash={head.hash[:16]}}}"] == 1


def test_free_space_is_told_also_of_a_folder_that_does_not_answer(
    db: None, client: Client, settings: LazySettings
) -> None:
    settings.REPORTS_DIR, settings.EVIDENCE_DIR = Path("/"), Path("/" + "x" * 300)
    found = told(client)
    assert found["portal_disk_free_bytes{folder=reports}"] > 0
    assert math.isnan(found["portal_disk_free_bytes{folder=evidence}"])
    assert found["portal_files_up{what=reports}"] == 1
    assert found["portal_files_up{what=evidence}"] == 0


def test_while_the_database_is_away_that_is_told(
    db: None, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away() -> None:
        raise metrics.Error("secret address")

    monkeypatch.setattr(metrics, "state", away)
    found = told(client)
    assert found["portal_database_up"] == 0
    assert "portal_workers" not in found


NAMED = re.compile(r"\bportal_[a-z_]+")
DEPLOY = ROOT / "deploy"


def test_the_examples_name_metrics_that_there_are(
    cast: Cast, client: Client, settings: LazySettings, tmp_path: Path
) -> None:
    settings.BACKUPS_DIR = tmp_path
    run("backup", "done", 1)
    run("drill", "done", 1)
    for kind in ("verification", "retention"):
        night(kind, "done", 1)
    client.get("/en/contact/")
    there = {key.split("{")[0] for key in told(client)}
    rules = yaml.safe_load((DEPLOY / "prometheus-alerts.yaml").read_text())
    alerts = [rule for group in rules["groups"] for rule in group["rules"]]
    board = json.loads((DEPLOY / "grafana-dashboard.json").read_text())
    asked = [each["expr"] for panel in board["panels"] for each in panel.get("targets", [])]
    asked += [rule["expr"] for rule in alerts]
    assert {name for text in asked for name in NAMED.findall(text)} - there == set()
    assert {frozenset(rule) for rule in alerts} == {
        frozenset(["alert", "expr", "for", "labels", "annotations"])
    }
    assert len(asked) > 20
