"""How long files of reports are kept: a job of every day."""

import datetime
import re
from collections.abc import Iterator
from contextlib import suppress

from django.tasks import task
from django.utils import timezone

from maturity.operations.jobs import DAY, Again
from maturity.operations.stores import BATCHES, KeptFile, store
from reports.models import Batch

# A report is made again where it is asked for, so that one which nobody has for so long can go:
# most were made by an earlier version and would never be read again.
REPORTS = datetime.timedelta(days=90)
REPORT = re.compile(r"[0-9a-f]{2}/[0-9a-f]+\.\w+")
BATCH = re.compile(rf"{BATCHES}([0-9a-f]{{8}}(?:-[0-9a-f]{{4}}){{3}}-[0-9a-f]{{12}})\.zip")
FOR_A_DAY = re.compile(rf"{BATCHES}(drafts/[0-9a-f]+\.\w+|data/[^/]+\.xlsx)")


@task
def remove_old_files() -> None:
    """Removes what is no longer kept, then raises Again for the next day."""
    for file in old_files():
        # Another worker may have been first, and what cannot be removed today can be tomorrow.
        with suppress(OSError):
            file.delete()
    store("reports").remove_unfinished(timezone.now() - DAY)
    raise Again(after=DAY)


def old_files() -> Iterator[KeptFile]:
    """Batches whose time is over, and reports that were written long ago."""
    recent = Batch.objects.filter(finished_at__gt=timezone.now() - Batch.KEPT)
    kept = {str(key) for key in recent.values_list("pk", flat=True)}
    for file in store("reports").kept():
        age = timezone.now() - file.changed_at
        if batch := BATCH.fullmatch(file.path):
            # One that was just written is said to be finished a moment later.
            over = batch[1] not in kept and age > DAY
        elif FOR_A_DAY.fullmatch(file.path):
            over = age > DAY
        else:
            over = bool(REPORT.fullmatch(file.path)) and age > REPORTS
        if over:
            yield file
