"""Doing jobs: what a worker process does, and what becomes of the jobs of one that was killed.

A job is a task of django.tasks, kept as a row of django-tasks-db and enqueued in the transaction
of the change that asks for it. It is done at least once: whoever is killed right after the work
and before its row says so leaves it to be done again. So a task has to bear being done twice.
"""

import logging
import os
import signal
import socket
import threading
import time
import uuid
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, timedelta
from typing import Any

import structlog
from django.conf import settings
from django.db import (
    Error,
    InterfaceError,
    OperationalError,
    close_old_connections,
    connection,
    transaction,
)
from django.db.models.functions import Now
from django.tasks import Task, TaskContext, TaskResultStatus
from django.utils import timezone
from django.utils.json import normalize_json
from django_tasks_db.models import DBTaskResult, get_date_max

from maturity.models import Worker
from maturity.operations.logs import traceback_of
from maturity.operations.outages import kind_of, outage_in
from maturity.operations.stores import StoreAway

HEARTBEAT = 5.0  # seconds; the figures below are in heartbeats
POLL = 0.2
REAP = 2
DEAD = 6
CLAIMS = 3  # A job that this many workers did not survive is not given to another.
KEEP = timedelta(days=7)
DAY = timedelta(days=1)
AFTER_AN_OUTAGE = timedelta(minutes=1)  # of object storage

logger = logging.getLogger(__name__)
_database_is_lost = threading.Event()


class Again(Exception):
    """Raised by a task that wants to be done again `after` a while, with `changes` of arguments."""

    def __init__(self, *, after: timedelta, **changes: Any):
        super().__init__("to be done again")
        self.after = after
        self.changes = changes


def next_day(hour: int) -> Again:
    """What a task raises that is done every day at an hour, in the portal's time zone."""
    now = timezone.localtime()
    then = now.replace(hour=hour, minute=0, second=0, microsecond=0)
    if then <= now:
        then += DAY
    return Again(after=then.astimezone(UTC) - now.astimezone(UTC))


class GivenUp(Exception):
    """What a job failed of that was begun too often without coming to its end."""


def enqueue_all(task: "Task[..., Any]", jobs: Mapping[uuid.UUID, Mapping[str, Any]]) -> None:
    """Enqueues a task once for each of some jobs, whose ids and keyword arguments these are.

    As many as there are take one query, where `task.enqueue` takes one for each.
    """
    DBTaskResult.objects.bulk_create(
        DBTaskResult(
            pk=key,
            task_path=task.module_path,
            args_kwargs=normalize_json({"args": [], "kwargs": kwargs}),
            priority=task.priority,
            queue_name=task.queue_name,
            backend_name=task.backend,
            run_after=task.run_after or get_date_max(),
        )
        for key, kwargs in jobs.items()
    )


def work(*, heartbeat: float = HEARTBEAT) -> None:
    """Does jobs until SIGTERM or SIGINT, then finishes the one at hand. A second signal ends it."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda number, _frame: _stop(stop, number))
    worker = _persist(lambda: Worker.objects.create(host=socket.gethostname(), pid=os.getpid()), 1)
    logger.info("worker started", extra={"worker": str(worker.pk)})
    done = threading.Event()
    beating = threading.Thread(target=_beat, args=(worker, heartbeat, done), daemon=True)
    beating.start()
    while not stop.is_set():
        close_old_connections()
        try:
            job = claim(worker)
            _found_database()
        except (OperationalError, InterfaceError) as error:
            _lost_database(error)
            job = None
        if job:
            perform(job, worker, pause=heartbeat)
        else:
            stop.wait(POLL * heartbeat)
    done.set()
    beating.join()
    with suppress(OperationalError, InterfaceError):
        Worker.objects.filter(pk=worker.pk).delete()
    logger.info("worker stopped", extra={"worker": str(worker.pk)})


def claim(worker: Worker) -> DBTaskResult | None:
    """Takes the next job that is ready, and says that this worker is at it, at one stroke."""
    ready = DBTaskResult.objects.ready().filter(backend_name="default")
    if not ready.exists():  # Without locking anything, as most of the time.
        return None
    with transaction.atomic():
        job: DBTaskResult | None = ready.select_for_update(skip_locked=True).first()
        if job:
            job.claim(str(worker.pk))
            Worker.objects.update_or_create(
                pk=worker.pk,
                defaults={"job_id": job.pk, "seen_at": Now()},
                create_defaults={"job_id": job.pk, "host": worker.host, "pid": worker.pid},
            )
    return job


def perform(job: DBTaskResult, worker: Worker, *, pause: float) -> None:
    """Does a job and keeps how it ended; `pause` is the wait for a database that went away."""
    extra: dict[str, Any] = {"task": job.task_path, "attempt": len(job.worker_ids)}
    started = time.monotonic()
    with structlog.contextvars.bound_contextvars(job_id=str(job.pk)):
        try:
            outcome = _succeeded(_call(job))
        except Again as again:
            outcome = _postponed(job, again)
        except (Exception, SystemExit) as error:
            outcome = _interrupted(job, error, extra)
        # A job is over only when its row says so, however long the database may take.
        ours = _persist(lambda: _finish(job, worker, outcome), pause)
        extra |= {"ms": round(1000 * (time.monotonic() - started)), "status": outcome["status"]}
        if ours:
            logger.info("job", extra=extra)
        else:
            logger.warning("job was given to another worker meanwhile", extra=extra)


def reap(*, dead_after: timedelta) -> None:
    """Sees to the jobs of workers that were not seen for `dead_after`, and to old results."""
    alive = Worker.objects.filter(seen_at__gt=Now() - dead_after, job_id__isnull=False)
    with transaction.atomic():
        running = DBTaskResult.objects.running().exclude(pk__in=alive.values("job_id"))
        for job in running.select_for_update(skip_locked=True):
            # Asked again now that its row is locked: it may have been claimed anew in between.
            if alive.filter(job_id=job.pk).exists():
                continue
            outcome = _given_back(job)
            DBTaskResult.objects.filter(pk=job.pk).update(**outcome)
            logger.warning(
                "job of a dead worker: %s", outcome["status"],
                extra={"task": job.task_path, "attempt": len(job.worker_ids)},
            )  # fmt: skip
        Worker.objects.filter(seen_at__lte=Now() - dead_after).delete()
        DBTaskResult.objects.finished().filter(finished_at__lt=timezone.now() - KEEP).delete()


def keep_daily() -> None:
    """Sees to it that each of settings.DAILY_TASKS has its row, and that it is done again.

    Its id follows from the task's name: there is one, however many workers start at once. A task
    that failed is tried again after a day.
    """
    now = timezone.now()
    for path in settings.DAILY_TASKS:
        key = uuid.uuid5(uuid.NAMESPACE_OID, path)
        DBTaskResult.objects.get_or_create(
            pk=key,
            defaults={
                "task_path": path,
                "args_kwargs": {"args": [], "kwargs": {}},
                "backend_name": "default",
                "run_after": now,
            },
        )
        over = DBTaskResult.objects.finished().filter(pk=key, finished_at__lt=now - DAY)
        over.update(status=TaskResultStatus.READY, run_after=now, worker_ids=[])


def _call(job: DBTaskResult) -> Any:
    task, result = job.task, job.task_result
    context: list[TaskContext] = [TaskContext(task_result=result)] if task.takes_context else []
    return normalize_json(task.call(*context, *result.args, **result.kwargs))


def _finish(job: DBTaskResult, worker: Worker, outcome: dict[str, Any]) -> bool:
    """Keep the outcome, unless the job has been taken from this worker, presumed dead."""
    with transaction.atomic():
        Worker.objects.filter(pk=worker.pk).update(job_id=None)
        row = DBTaskResult.objects.select_for_update().filter(pk=job.pk).first()
        if not row or row.status != job.status or row.worker_ids != job.worker_ids:
            return False
        return bool(DBTaskResult.objects.filter(pk=job.pk).update(**outcome))


def _succeeded(value: Any) -> dict[str, Any]:
    return _over(TaskResultStatus.SUCCESSFUL) | {"return_value": value}


def _failed(error: BaseException) -> dict[str, Any]:
    return _over(TaskResultStatus.FAILED) | {
        "exception_class_path": f"{type(error).__module__}.{type(error).__qualname__}",
        "traceback": traceback_of(error),
    }


def _over(status: TaskResultStatus) -> dict[str, Any]:
    # Arguments may be personal (a mail's are), and nobody needs them any more.
    return {
        "status": status,
        "finished_at": timezone.now(),
        "args_kwargs": {"args": [], "kwargs": {}},
    }


def _postponed(job: DBTaskResult, again: Again) -> dict[str, Any]:
    kwargs = job.args_kwargs["kwargs"] | again.changes
    return {
        "status": TaskResultStatus.READY,
        "run_after": timezone.now() + again.after,
        "args_kwargs": normalize_json(job.args_kwargs | {"kwargs": kwargs}),
        "worker_ids": [],
    }


def _interrupted(job: DBTaskResult, error: BaseException, extra: dict[str, Any]) -> dict[str, Any]:
    """How a job ended with an exception. An outage of the database is no fault of the job, nor
    is one of object storage: it waits until that answers.
    """
    outage = outage_in(error)
    if isinstance(outage, StoreAway):
        logger.warning("object storage does not answer", extra={"error": kind_of(outage)})
        return _postponed(job, Again(after=AFTER_AN_OUTAGE))
    if outage:
        _lost_database(outage)
        return _given_back(job)
    logger.error("job failed", exc_info=error, extra=extra)
    return _failed(error)


def _given_back(job: DBTaskResult) -> dict[str, Any]:
    if len(job.worker_ids) < CLAIMS:
        return {"status": TaskResultStatus.READY}
    text = f"Given up: it was begun {CLAIMS} times, and its worker never came to its end."
    return _failed(GivenUp()) | {"traceback": text}


def _beat(worker: Worker, heartbeat: float, done: threading.Event) -> None:
    """Says that the worker lives, and reaps; in a thread, so that a long job does not keep it."""
    beats = 0
    while True:
        close_old_connections()
        try:
            if not Worker.objects.filter(pk=worker.pk).update(seen_at=Now()):
                # Presumed dead by another, wrongly: the machine may have been asleep.
                again = {"host": worker.host, "pid": worker.pid}
                Worker.objects.get_or_create(pk=worker.pk, defaults=again)
            if beats % REAP == 0:
                reap(dead_after=timedelta(seconds=DEAD * heartbeat))
                keep_daily()
        except Error as error:
            _lost_database(error)
        beats += 1
        if done.wait(heartbeat):
            connection.close()
            return


def _persist[Result](write: Callable[[], Result], pause: float) -> Result:
    """What `write` gives, tried until the database answers."""
    while True:
        try:
            return write()
        except (OperationalError, InterfaceError) as error:
            _lost_database(error)
            time.sleep(pause)


def _lost_database(error: BaseException) -> None:
    """Tells it once, however often the worker's threads ask in vain."""
    if not _database_is_lost.is_set():
        _database_is_lost.set()
        logger.warning("the database does not answer", extra={"error": kind_of(error)})
    connection.close()


def _found_database() -> None:
    if _database_is_lost.is_set():
        _database_is_lost.clear()
        logger.warning("the database answers again")


def _stop(stop: threading.Event, number: int) -> None:
    stop.set()
    signal.signal(number, signal.SIG_DFL)
