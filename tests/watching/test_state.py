"""The state of the portal in words, with what to do about what is not well."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.test import Client
from django.utils import timezone
from django.utils.translation import override

from assessments.watching.sentences import Sentence, sections
from maturity.models import BackupRun, NightlyRun
from maturity.operations.state import Jobs, Place, Runs, State
from tests.cast import Cast

NOW = timezone.now()
QUIET = Jobs(
    workers=1, waiting=0, running=0, oldest=None, failed=0, mail_given_up=0, mail_delayed=0
)
Queries = Callable[[int], AbstractContextManager[Any]]


def run(**ago: float) -> BackupRun:
    at = NOW - timedelta(**ago)
    return BackupRun(begun_at=at, ended_at=at, recipients=["age1made-up"], faults="gone: no folder")


def folder(**free: int) -> dict[str, Place]:
    """Folders that answer, with so many bytes free."""
    return {what: Place(is_folder=True, answers=True, free=size) for what, size in free.items()}


def night(**ago: float) -> NightlyRun:
    at = NOW - timedelta(**ago)
    return NightlyRun(begun_at=at, ended_at=at, faults="events[7]: does not follow event 5")


def state(**changes: Any) -> State:
    """A portal in which all is well, after some changes."""
    well = {
        "at": NOW, "jobs": QUIET, "backup": Runs(done=run(hours=5)),
        "drill": Runs(done=run(days=40)), "verification": Runs(done=night(hours=3)),
        "retention": Runs(done=night(hours=4)), "lost": [],
        "places": folder(reports=40_000_000_000),
    }  # fmt: skip
    return State(**well | changes)


def jobs(**changes: Any) -> Jobs:
    return Jobs(
        **{name: changes.get(name, getattr(QUIET, name)) for name in Jobs.__dataclass_fields__}
    )


def matters(found: State) -> list[Sentence]:
    told = sections(found, None)
    return [each for section in told for each in section.sentences if each.to_do]


def texts(found: State) -> list[str]:
    return [each.text for section in sections(found, None) for each in section.sentences]


def test_where_all_is_well_nothing_is_to_be_done() -> None:
    assert matters(state()) == []
    assert texts(state())[:-1] == [
        "The last backup is 5 hours old.",
        "It is encrypted: it opens with 1 private key.",
        "The last restore drill that succeeded was 40 days ago.",
        "1 worker is running.",
        "No job is waiting.",
        "No emails are delayed.",
        "Free space for reports: 40.0\N{NO-BREAK SPACE}GB.",
        "Addresses and files that are no longer needed were last removed 4 hours ago.",
        "The activity record was last found intact 3 hours ago.",
    ]


NOT_WELL: dict[str, tuple[dict[str, Any], str]] = {
    "old backup": ({"backup": Runs(done=run(days=3))}, "The last backup is 3 days old."),
    "no backup": ({"backup": Runs()}, "The portal makes no backups."),
    "lost key": (
        {"lost": ["a", "b"]},
        "2 backups open only with a key that is no longer used for new ones.",
    ),
    "no drill": ({"drill": Runs()}, "No restore drill has been done yet."),
    "old drill": (
        {"drill": Runs(done=run(days=101))},
        "The last restore drill that succeeded was 101 days ago.",
    ),
    "no worker": (
        {"jobs": jobs(workers=0)},
        "No worker is running, so no emails are sent, and no reports or backups are made.",
    ),
    "jobs wait": (
        {"jobs": jobs(waiting=12, oldest=NOW - timedelta(hours=2))},
        "12 jobs are waiting, the oldest for 2 hours.",
    ),
    "jobs failed": ({"jobs": jobs(failed=1)}, "1 job failed in the past 7 days."),
    "mail delayed": (
        {"jobs": jobs(mail_delayed=2)},
        "The mail server has not taken 2 emails yet. The portal will try again.",
    ),
    "mail given up": (
        {"jobs": jobs(mail_given_up=1)}, "1 email could not be sent in the past 7 days.",
    ),
    "little room": (
        {"places": folder(backups=1_500_000_000)},
        "Free space for backups: 1.5\N{NO-BREAK SPACE}GB.",
    ),
    "no answer": (
        {"places": {"evidence": Place(is_folder=True, answers=False, free=None)}},
        "The folder for evidence files does not answer.",
    ),
    "no object storage": (
        {"places": {"reports": Place(is_folder=False, answers=False, free=None)}},
        "The object storage for reports does not answer.",
    ),
    "old verification": (
        {"verification": Runs(done=night(days=2))},
        "The activity record was last found intact 2 days ago.",
    ),
    "no verification": (
        {"verification": Runs()}, "The activity record has not been verified yet.",
    ),
    "old retention": (
        {"retention": Runs(done=night(days=2))},
        "Addresses and files that are no longer needed were last removed 2 days ago.",
    ),
    "no retention": (
        {"retention": Runs()},
        "Addresses and files that are no longer needed have not been removed yet.",
    ),
}  # fmt: skip


@pytest.mark.parametrize("fault", NOT_WELL)
def test_what_is_not_well_is_told_with_what_to_do(fault: str) -> None:
    changes, text = NOT_WELL[fault]
    assert [each.text for each in matters(state(**changes))] == [text]


def test_jobs_that_have_just_come_are_no_matter() -> None:
    found = state(jobs=jobs(waiting=12, oldest=NOW - timedelta(minutes=4)))
    assert matters(found) == []
    assert "12 jobs are waiting, the oldest for 4 minutes." in texts(found)


def test_before_the_first_backup_one_is_promised(settings: LazySettings, tmp_path: Path) -> None:
    settings.BACKUPS_DIR = tmp_path
    assert [each.text for each in matters(state(backup=Runs()))] == ["No backup has been made yet."]


@pytest.mark.parametrize("kind", ["backup", "drill", "verification", "retention"])
def test_a_failure_is_told_with_its_reason_until_the_next_success(kind: str) -> None:
    made = run if kind in ("backup", "drill") else night
    since = state(**{kind: Runs(done=made(hours=5), failed=made(hours=2))})
    over = state(**{kind: Runs(done=made(hours=5), failed=made(hours=7))})
    [told] = matters(since)
    assert (told.reason, matters(over)) == (made().faults, [])


def test_where_nothing_is_done_at_night_that_is_told(settings: LazySettings) -> None:
    settings.NIGHTLY_HOUR = None
    assert [each.text for each in matters(state())] == [
        "The portal itself does not remove addresses and files that are no longer needed.",
        "The portal itself does not verify its activity record.",
    ]


def test_a_backup_that_anyone_can_read_is_told() -> None:
    plain = run(hours=1)
    plain.recipients = []
    assert [each.text for each in matters(state(backup=Runs(done=plain)))] == [
        "It is not encrypted: anyone who gets the file can read it."
    ]


def test_french_says_the_same() -> None:
    with override("fr"):
        assert texts(state(backup=Runs(done=run(days=3))))[0] == (
            "La dernière sauvegarde remonte à 3 jours."
        )


@pytest.mark.parametrize(
    ("path", "heading"), [("/en/state/", "State of the portal"), ("/fr/state/", "État du portail")]
)
def test_the_secretariat_reads_it_in_either_language(cast: Cast, path: str, heading: str) -> None:
    answer = cast.client("secretariat").get(path)
    assert f"<h1>{heading}</h1>" in answer.content.decode()
    assert len(answer.content) < 100_000


def test_the_page_costs_the_same_however_much_there_is(
    cast: Cast, django_assert_num_queries: Queries
) -> None:
    client: Client = cast.client("secretariat")
    client.get("/en/state/")
    for number in (1, 3):
        for _each in range(number):
            BackupRun.objects.create(kind="backup", outcome="done", name="x", ended_at=NOW)
        with django_assert_num_queries(7):
            client.get("/en/state/")
