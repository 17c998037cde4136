"""How long files of reports are kept: a job of every day."""

import datetime
import time
import uuid
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from django.conf import settings
from django.tasks import task
from django.utils import timezone

from maturity.operations.jobs import DAY, Again
from reports.models import Batch

# A report is made again where it is asked for, so that one which nobody has for so long can go:
# most were made by an earlier version and would never be read again.
REPORTS = datetime.timedelta(days=90)


@task
def remove_old_files() -> None:
    """Removes what is no longer kept, then raises Again for the next day."""
    for path in old_files():
        # Another worker may have been first, and what cannot be removed today can be tomorrow.
        with suppress(OSError):
            path.unlink()
    raise Again(after=DAY)


def old_files() -> Iterator[Path]:
    """Batches whose time is over, reports written long ago, and what was never completed."""
    kept = Batch.objects.filter(finished_at__gt=timezone.now() - Batch.KEPT)
    names = {f"{key}.zip" for key in kept.values_list("pk", flat=True)}
    for path in settings.BATCHES_DIR.glob("*.zip"):
        # One that was just written is said to be finished a moment later.
        if path.name not in names and _is_batch(path) and _age(path) > DAY:
            yield path
    for path in settings.REPORTS_DIR.glob("[0-9a-f][0-9a-f]/[0-9a-f]*.*"):
        if _age(path) > REPORTS:
            yield path
    for path in (
        *settings.BATCHES_DIR.glob("drafts/[0-9a-f]*.*"),
        *settings.BATCHES_DIR.glob("data/*.xlsx"),
        *settings.BATCHES_DIR.glob("data/.*.part"),
        *settings.REPORTS_DIR.glob("*/.*.part"),
        *settings.BATCHES_DIR.glob("drafts/.*.part"),
    ):
        if _age(path) > DAY:
            yield path


def _is_batch(path: Path) -> bool:
    try:
        return bool(uuid.UUID(path.stem))
    except ValueError:
        return False


def _age(path: Path) -> datetime.timedelta:
    try:
        return datetime.timedelta(seconds=time.time() - path.stat().st_mtime)
    except FileNotFoundError:
        return datetime.timedelta(0)
