"""Workers verify the record and apply retention every night; a row tells how it went."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.conf import LazySettings
from django.db import connection
from django.test import Client
from django.utils import timezone

from assessments.audit.verification import verify_every_night
from assessments.models import AuditHead, Event, Invitation, Person
from assessments.people.retention import apply_every_night
from assessments.watching.sentences import sections
from maturity.faults import Fault, Faults
from maturity.models import NightlyRun
from maturity.operations import runs
from maturity.operations.jobs import DAY, Again
from maturity.operations.state import state
from tests.cast import Cast
from tests.operations.portals import Portal

HOUR = timedelta(hours=1)
pytestmark = pytest.mark.django_db


def put_off(task: Any) -> timedelta:
    """Does the night's job, and gives how long it puts itself off."""
    with pytest.raises(Again) as again:
        task.call()
    return again.value.after


def told() -> list[dict[str, Any]]:
    return list(NightlyRun.objects.order_by("pk").values("kind", "outcome", "counts", "faults"))


def tamper() -> None:
    guarded = f" ON {Event._meta.db_table}" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {Event._meta.db_table}_no_update{guarded}")
    Event.objects.filter(pk=2).update(new={"rating": "F"})


def test_a_whole_record_is_found_whole_at_night(cast: Cast, settings: LazySettings) -> None:
    settings.NIGHTLY_HOUR = 5
    then = timezone.localtime() + put_off(verify_every_night)
    assert (timezone.localtime(then) + timedelta(minutes=1)).hour == 5
    assert told() == [
        {
            "kind": "verification",
            "outcome": "done",
            "counts": {"events": AuditHead.objects.get().count},
            "faults": "",
        }
    ]


def test_a_broken_record_is_told_with_the_event_and_verified_again_in_an_hour(
    cast: Cast, client: Client, settings: LazySettings
) -> None:
    settings.METRICS_TOKEN = "a-made-up-token-of-a-made-up-monitor"
    put_off(verify_every_night)
    tamper()
    assert put_off(verify_every_night) == HOUR
    fault = "events[2]: its hash does not follow from its content"
    assert [(each["outcome"], each["faults"]) for each in told()] == [
        ("done", ""), ("failed", fault),
    ]  # fmt: skip
    reasons = [each.reason for section in sections(state(), None) for each in section.sentences]
    assert fault in reasons
    headers = {"Authorization": f"Bearer {settings.METRICS_TOKEN}"}
    assert "portal_verification_ok 0.0" in client.get("/metrics", headers=headers).content.decode()


def test_retention_is_applied_at_night_and_its_counts_are_told(cast: Cast) -> None:
    long_ago = timezone.now() - timedelta(days=91)
    Invitation.objects.create(
        email="never@example.org", language="en", digest="never", role="viewer",
        initiative=cast.initiative, invited_by=cast.lead, expires_at=long_ago,
    )  # fmt: skip
    put_off(apply_every_night)
    [run] = told()
    assert (run["kind"], run["outcome"], run["counts"]["invitations"]) == ("retention", "done", 1)
    assert not Invitation.objects.filter(email="never@example.org").exists()


def test_an_empty_portal_stays_without_people(migrated: Callable[[str], Portal]) -> None:
    with migrated("sqlite").at_home():
        put_off(apply_every_night)
        assert (Person.objects.count(), told()[0]["outcome"]) == (0, "done")


@pytest.mark.parametrize("task", [verify_every_night, apply_every_night])
def test_without_an_hour_nothing_is_done(cast: Cast, settings: LazySettings, task: Any) -> None:
    settings.NIGHTLY_HOUR = None
    assert put_off(task) == DAY
    assert told() == []


def failing(error: Exception) -> Callable[[], dict[str, int]]:
    def work() -> dict[str, int]:
        raise error

    return work


def test_of_very_many_faults_the_first_are_kept() -> None:
    faults = Faults([Fault(f"events[{number}]", "is gone") for number in range(1, 1001)])
    with pytest.raises(Again):
        runs.do_every_night(NightlyRun.Kind.VERIFICATION, failing(faults))
    kept = NightlyRun.objects.get().faults.splitlines()
    assert (len(kept), kept[0], kept[-1]) == (21, "events[1]: is gone", "and 980 more")


def test_a_full_disk_is_met_again_in_an_hour_and_a_mistake_of_ours_is_a_failed_job() -> None:
    kind = NightlyRun.Kind.RETENTION
    with pytest.raises(Again) as again:
        runs.do_every_night(kind, failing(OSError(28, "No space left on device")))
    with pytest.raises(ZeroDivisionError):
        runs.do_every_night(kind, failing(ZeroDivisionError()))
    assert again.value.after == HOUR
    assert [each["outcome"] for each in told()] == ["failed", "failed"]


def test_what_was_cut_short_is_told_by_the_next() -> None:
    NightlyRun.objects.create(kind="verification")
    put_off(verify_every_night)
    assert [(each["outcome"], each["faults"]) for each in told()] == [
        ("failed", "It was cut short: the process was ended."), ("done", ""),
    ]  # fmt: skip
