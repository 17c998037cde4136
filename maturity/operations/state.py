"""How the portal is doing, read from its database and its disks: what monitors and pages tell."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db.models import Case, Count, F, Max, Min, Q, When
from django.db.models.functions import Now
from django.tasks import TaskResultStatus
from django.utils import timezone
from django_tasks_db.models import DBTaskResult, get_date_max

from maturity.models import BackupRun, NightlyRun, Run, Worker
from maturity.operations import mail
from maturity.operations.backup_runs import lost_to_all
from maturity.operations.health import WORKER_SEEN_WITHIN, free_in


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
    # Bytes that are free, by what a folder holds; None where it does not answer.
    free: dict[str, int | None]


def state() -> State:
    """How the portal is doing now: in a handful of queries, whatever it holds."""
    runs, nightly = _runs(BackupRun), _runs(NightlyRun)
    return State(
        at=timezone.now(),
        jobs=jobs(),
        backup=runs.get(BackupRun.Kind.BACKUP, Runs()),
        drill=runs.get(BackupRun.Kind.DRILL, Runs()),
        verification=nightly.get(NightlyRun.Kind.VERIFICATION, Runs()),
        retention=nightly.get(NightlyRun.Kind.RETENTION, Runs()),
        lost=lost_to_all(),
        free=free(),
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


def free() -> dict[str, int | None]:
    """The bytes that are free where files and backups go."""
    folders: dict[str, Path] = dict(settings.FILE_FOLDERS)
    if settings.BACKUPS_DIR is not None:
        folders["backups"] = settings.BACKUPS_DIR
    found: dict[str, int | None] = {}
    for name, folder in folders.items():
        try:
            found[name] = free_in(folder)
        except OSError:
            found[name] = None
    return found


def _runs[Of: Run](model: type[Of]) -> dict[str, Runs[Of]]:
    rows = model._default_manager
    ended = rows.exclude(outcome=Run.Outcome.RUNNING)
    last = ended.order_by().values("kind", "outcome").annotate(last=Max("pk")).values("last")
    found: dict[str, dict[str, Of]] = {}
    for run in rows.filter(pk__in=last):
        found.setdefault(run.kind, {})[run.outcome] = run
    return {kind: Runs(**by_outcome) for kind, by_outcome in found.items()}
