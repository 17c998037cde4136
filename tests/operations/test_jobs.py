"""Jobs are done by real workers, whatever becomes of one of them."""

import signal
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.conf import LazySettings, settings
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from maturity.models import Worker
from maturity.operations import jobs
from tests.operations import tasks
from tests.operations.conftest import Log
from tests.operations.processes import eventually, workers

pytestmark = pytest.mark.either_database("locks")
QUICK = 0.4  # seconds between heartbeats: dead after 2.4


@pytest.fixture(autouse=True)
def database_tasks(settings: LazySettings) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    file = tmp_path / "notes"
    file.touch()
    return file


def asked_for() -> QuerySet[DBTaskResult]:
    """The jobs that the test asks for: workers see to what is done daily by themselves."""
    return DBTaskResult.objects.exclude(task_path__in=settings.DAILY_TASKS)


def daily() -> DBTaskResult:
    """One of what is done daily."""
    return DBTaskResult.objects.get(task_path=settings.DAILY_TASKS[0])


def only_job() -> DBTaskResult:
    return asked_for().get()


def finished() -> bool:
    return not asked_for().filter(status__in=["READY", "RUNNING"]).exists()


def test_two_workers_share_jobs_and_do_each_once(committed: None, notes: Path) -> None:
    for number in range(20):
        tasks.note.enqueue(path=str(notes), line=str(number))
    with workers(2, heartbeat=1):
        eventually(finished)
    assert Counter(notes.read_text().split()) == Counter(map(str, range(20)))
    assert asked_for().filter(status="SUCCESSFUL").count() == 20


def test_another_worker_finishes_the_job_of_one_that_was_killed(
    committed: None, notes: Path, tmp_path: Path
) -> None:
    go_on = tmp_path / "go-on"
    tasks.wait_for.enqueue(path=str(notes), until=str(go_on))
    with workers(2, heartbeat=QUICK) as started:
        eventually(notes.read_text)
        busy = Worker.objects.get(job_id=only_job().pk)
        next(each for each in started if each.pid == busy.pid).kill()
        eventually(lambda: notes.read_text().split() == ["began", "began"])
        go_on.touch()
        eventually(finished)
        assert [worker.pid == busy.pid for worker in Worker.objects.all()] == [False]
    assert notes.read_text().split() == ["began", "began", "done"]
    job = only_job()
    assert (job.status, len(job.worker_ids)) == ("SUCCESSFUL", 2)


def test_a_job_that_kills_its_workers_fails_after_three(
    committed: None, notes: Path, tmp_path: Path
) -> None:
    tasks.wait_for.enqueue(path=str(notes), until=str(tmp_path / "never"))
    with workers(4, heartbeat=QUICK) as started:
        for claim in (1, 2, 3):
            eventually(lambda n=claim: len(notes.read_text().split()) == n)
            busy = eventually(Worker.objects.filter(pk=only_job().worker_ids[-1]).first)
            next(each for each in started if each.pid == busy.pid).kill()
        eventually(finished)
    job = only_job()
    assert (job.status, len(job.worker_ids), job.args_kwargs) == (
        "FAILED", 3, {"args": [], "kwargs": {}},
    )  # fmt: skip
    assert job.traceback == (
        "Given up: it was begun 3 times, and its worker never came to its end."
    )
    assert notes.read_text().split() == ["began"] * 3


def test_a_worker_that_is_told_to_stop_finishes_its_job(
    committed: None, notes: Path, tmp_path: Path
) -> None:
    go_on = tmp_path / "go-on"
    tasks.wait_for.enqueue(path=str(notes), until=str(go_on))
    with workers(1, heartbeat=QUICK) as [worker]:
        eventually(notes.read_text)
        worker.send_signal(signal.SIGTERM)
        tasks.note.enqueue(path=str(notes), line="not any more")
        go_on.touch()
        assert worker.wait(60) == 0
    assert notes.read_text().split() == ["began", "done"]
    assert (Worker.objects.count(), finished()) == (0, False)


def test_what_is_done_daily_is_one_job_however_many_workers_start(committed: None) -> None:
    def put_off() -> set[tuple[str, datetime]]:
        tomorrow = DBTaskResult.objects.filter(status="READY", run_after__gt=timezone.now())
        found = set(tomorrow.values_list("task_path", "run_after"))
        return found if len(found) == len(settings.DAILY_TASKS) else set()

    with workers(3, heartbeat=QUICK):
        first = eventually(put_off)
    with workers(1, heartbeat=QUICK):
        eventually(Worker.objects.filter(seen_at__gt=F("started_at")).exists)
    assert DBTaskResult.objects.count() == len(settings.DAILY_TASKS)
    assert put_off() == first
    # On the day on which clocks go back, an hour of the next day is 25 hours away.
    assert max(moment for _task, moment in first) - timezone.now() <= timedelta(hours=25)


@pytest.mark.parametrize(
    ("now", "after"),
    [
        ("2026-06-01T02:00-04:00", timedelta(hours=1)),
        ("2026-06-01T03:00-04:00", timedelta(days=1)),
        # Clocks go back on 1 November 2026, and forward on 14 March 2027.
        ("2026-10-31T12:00-04:00", timedelta(hours=16)),
        ("2027-03-13T12:00-05:00", timedelta(hours=14)),
    ],
)
def test_what_is_done_at_an_hour_is_done_at_it_when_clocks_change(
    now: str, after: timedelta, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: datetime.fromisoformat(now))
    assert jobs.next_day(3).after == after


def test_what_is_done_daily_and_failed_is_done_again_the_next_day(worker: Worker) -> None:
    def fails(hours: int) -> str:
        ended = timezone.now() - timedelta(hours=hours)
        DBTaskResult.objects.update(status="FAILED", finished_at=ended, worker_ids=["x"] * 3)
        jobs.keep_daily()
        return daily().status

    jobs.keep_daily()
    assert [fails(23), fails(25)] == ["FAILED", "READY"]
    assert jobs.claim(worker) == daily()


def test_a_job_exists_only_with_its_change(db: None, notes: Path) -> None:
    with transaction.atomic():
        tasks.note.enqueue(path=str(notes), line="never")
        transaction.set_rollback(True)
    assert DBTaskResult.objects.count() == 0


@pytest.fixture
def worker(db: None) -> Worker:
    return Worker.objects.create(host="here", pid=1)


def test_a_failure_keeps_nothing_of_its_data(worker: Worker, log: Log) -> None:
    tasks.fail.enqueue(secret="someone@example.org")
    jobs.perform(jobs.claim(worker), worker, pause=0)
    job = only_job()
    assert (job.status, job.exception_class_path) == ("FAILED", "builtins.ValueError")
    assert "someone@" not in str((job.args_kwargs, job.traceback, job.return_value, log()))
    assert [line["event"] for line in log()] == ["job failed", "job"]


def test_a_job_keeps_what_it_gives_but_not_what_it_was_given(worker: Worker, notes: Path) -> None:
    tasks.note.enqueue(path=str(notes), line="done")
    jobs.perform(jobs.claim(worker), worker, pause=0)
    job = only_job()
    assert (job.status, job.return_value) == ("SUCCESSFUL", "done")
    assert job.args_kwargs == {"args": [], "kwargs": {}}


def test_a_worker_that_lost_its_job_does_not_end_it(worker: Worker, notes: Path) -> None:
    tasks.note.enqueue(path=str(notes), line="done")
    first = jobs.claim(worker)
    DBTaskResult.objects.update(status="READY")
    jobs.claim(worker)
    jobs.perform(first, worker, pause=0)
    job = only_job()
    assert (job.status, len(job.worker_ids)) == ("RUNNING", 2)


def test_nobody_takes_a_job_from_a_worker_that_lives(worker: Worker, notes: Path) -> None:
    tasks.note.enqueue(path=str(notes), line="done")
    jobs.claim(worker)
    jobs.reap(dead_after=timedelta(minutes=1))
    assert (only_job().status, Worker.objects.count()) == ("RUNNING", 1)


def test_a_worker_that_was_presumed_dead_is_known_again(worker: Worker, notes: Path) -> None:
    jobs.reap(dead_after=timedelta(0))
    assert Worker.objects.count() == 0
    tasks.note.enqueue(path=str(notes), line="done")
    jobs.claim(worker)
    assert Worker.objects.get().job_id == only_job().pk


def test_a_job_that_loses_its_database_is_begun_three_times(committed: None) -> None:
    worker = Worker.objects.create(host="here", pid=1)
    tasks.lose_database.enqueue()
    claims = 0
    while job := jobs.claim(worker):
        claims += 1
        jobs.perform(job, worker, pause=0)
    assert (claims, only_job().status) == (3, "FAILED")


def test_old_results_are_not_kept(worker: Worker, notes: Path) -> None:
    for days in (6, 8):
        tasks.note.enqueue(path=str(notes), line="done")
        job = jobs.claim(worker)
        jobs.perform(job, worker, pause=0)
        ended = timezone.now() - timedelta(days=days)
        DBTaskResult.objects.filter(pk=job.pk).update(finished_at=ended)
    jobs.reap(dead_after=timedelta(minutes=1))
    assert timezone.now() - only_job().finished_at < timedelta(days=7)
