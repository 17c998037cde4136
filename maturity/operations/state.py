"""How the portal is doing, read from its database and its disks: what monitors and pages tell."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Case, Count, F, Max, Min, Q, When
from django.db.models.functions import Now
from django.tasks import TaskResultStatus
from django.utils import timezone
from django_tasks_db.models import DBTaskResult, get_date_max

from maturity.models import BackupRun, NightlyRun, Run, Worker
from maturity.operations import mail
from maturity.operations.backup_runs import backups, lost_to_all
from maturity.operations.health import WORKER_SEEN_WITHIN
from maturity.operations.stores import FILES, Folder, Store, store


@dataclass(frozen=True, slots=True)
class Jobs:
    """What workers have to do. `oldest` is since when the job has been ready that waits longest."""

    workers: int
    waiting: int
    running: int
    oldest: datetime | None
    # What failed, and what was given up of mail, in the last 7 days (`jobs.KEEP`).
    failed: int
    mail_given_up: int
    # Mail that was not taken at least once, and will be tried again.
    mail_delayed: int


@dataclass(frozen=True, slots=True)
class Runs[Of: Run]:
    """The last runs of a kind: the last that succeeded, and the last that failed."""

    done: Of | None = None
    failed: Of | None = None

    @property
    def last_failed(self) -> Of | None:
        """The one that failed, where none has succeeded since."""
        if self.failed and (not self.done or self.done.begun_at < self.failed.begun_at):
            return self.failed
        return None


@dataclass(frozen=True, slots=True)
class Place:
    """Where files are kept: in a folder, or in object storage."""

    is_folder: bool
    answers: bool
    free: int | None  # bytes, of a folder that answers


@dataclass(frozen=True, slots=True)
class State:
    """How the portal is doing at a moment."""

    at: datetime
    jobs: Jobs
    backup: Runs[BackupRun]
    drill: Runs[BackupRun]
    verification: Runs[NightlyRun]
    retention: Runs[NightlyRun]
    # The archives that none of today's keys opens.
    lost: list[str]
    # Of where files are kept, by what: "reports", "evidence", "backups".
    places: dict[str, Place]


def state() -> State:
    """How the portal is doing now: in a handful of queries, whatever it holds."""
    runs, nightly, found = _runs(BackupRun), _runs(NightlyRun), places()
    return State(
        at=timezone.now(),
        jobs=jobs(),
        backup=runs.get(BackupRun.Kind.BACKUP, Runs()),
        drill=runs.get(BackupRun.Kind.DRILL, Runs()),
        verification=nightly.get(NightlyRun.Kind.VERIFICATION, Runs()),
        retention=nightly.get(NightlyRun.Kind.RETENTION, Runs()),
        lost=lost_to_all() if "backups" in found and found["backups"].answers else [],
        places=found,
    )


def jobs() -> Jobs:
    """What workers have to do, and what of it failed."""
    ready = Q(status=TaskResultStatus.READY) & (
        Q(run_after=get_date_max()) | Q(run_after__lte=timezone.now())
    )
    since = Case(When(run_after=get_date_max(), then=F("enqueued_at")), default=F("run_after"))
    mails, failed = Q(task_path=mail.deliver.module_path), Q(status=TaskResultStatus.FAILED)
    later = Q(status=TaskResultStatus.READY, args_kwargs__kwargs__attempt__gt=1)
    counted = DBTaskResult.objects.aggregate(
        waiting=Count("pk", filter=ready),
        running=Count("pk", filter=Q(status=TaskResultStatus.RUNNING)),
        oldest=Min(since, filter=ready),
        failed=Count("pk", filter=failed & ~mails),
        mail_given_up=Count("pk", filter=failed & mails),
        mail_delayed=Count("pk", filter=later & mails),
    )
    workers = Worker.objects.filter(seen_at__gt=Now() - WORKER_SEEN_WITHIN).count()
    return Jobs(workers=workers, **counted)


def places() -> dict[str, Place]:
    """Whether the places where files and backups go answer, and what room there is."""
    found = {of: _place(store(of)) for of in FILES}
    kept = backups()
    return found if kept is None else found | {"backups": _place(kept)}


def _place(of: Store) -> Place:
    is_folder = isinstance(of, Folder)
    try:
        return Place(is_folder, answers=True, free=of.room())
    except OSError:
        return Place(is_folder, answers=False, free=None)


def _runs[Of: Run](model: type[Of]) -> dict[str, Runs[Of]]:
    rows = model._default_manager
    ended = rows.exclude(outcome=Run.Outcome.RUNNING)
    last = ended.order_by().values("kind", "outcome").annotate(last=Max("pk")).values("last")
    found: dict[str, dict[str, Of]] = {}
    for run in rows.filter(pk__in=last):
        found.setdefault(run.kind, {})[run.outcome] = run
    return {kind: Runs(**by_outcome) for kind, by_outcome in found.items()}
