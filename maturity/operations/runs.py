"""What the portal does by itself: each time is told by a row, and workers do some of it nightly."""

import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import timedelta
from typing import NoReturn

from django.conf import settings
from django.db import Error, connection
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from maturity.faults import Faults
from maturity.models import NightlyRun, Run
from maturity.operations import databases
from maturity.operations.jobs import DAY, Again, next_day
from maturity.operations.outages import kind_of
from maturity.operations.turns import in_turn

AFTER_A_FAILURE = timedelta(hours=1)
ROWS_KEPT = timedelta(days=1000)
FAULTS_KEPT = 20  # Where there are more, something is wrong as a whole.

logger = logging.getLogger(__name__)


def do_every_night(kind: NightlyRun.Kind, work: Callable[[], Mapping[str, int]]) -> NoReturn:
    """Does something at settings.NIGHTLY_HOUR and tells by a row what it came to, which `work`
    gives; then raises Again. Without an hour, nothing is done."""
    if settings.NIGHTLY_HOUR is None:
        raise Again(after=DAY)
    run = NightlyRun(kind=kind)

    def do() -> None:
        with recorded(run):
            run.counts = dict(work())

    do_nightly(kind.value, do, hour=settings.NIGHTLY_HOUR)


def do_nightly(name: str, work: Callable[[], object], *, hour: int) -> NoReturn:
    """Does some work whose row says how it went, then raises Again for the next night; after a
    failure, for an hour on."""
    try:
        work()
    except (Faults, OSError):
        logger.error("%s failed", name)  # Its row says of what.
        raise Again(after=AFTER_A_FAILURE) from None
    raise next_day(hour)


@contextmanager
def recorded(run: Run) -> Iterator[None]:
    """Tells by its row what becomes of a run, also of one that fails, which raises as before.

    One of a kind runs at a time. A portal that is not migrated yet keeps no row.
    """
    databases.reach()
    with in_turn(run.kind, waits=lambda: None):
        if _has_table(run):
            rows = type(run)._default_manager
            rows.filter(ended_at__lt=timezone.now() - ROWS_KEPT).delete()
            rows.filter(kind=run.kind, outcome=Run.Outcome.RUNNING).update(
                outcome=Run.Outcome.FAILED,
                ended_at=timezone.now(),
                faults=_("It was cut short: the process was ended."),
            )
            run.save()
        try:
            yield
        except BaseException as error:
            faults = error.faults if isinstance(error, Faults) else [kind_of(error)]
            with suppress(Error):  # Where the database is away, the next run tells it.
                _end(run, Run.Outcome.FAILED, list(map(str, faults)))
            raise
        _end(run, Run.Outcome.DONE)


def _end(run: Run, outcome: Run.Outcome, faults: list[str] | None = None) -> None:
    told = faults or []
    if len(told) > FAULTS_KEPT:
        more = len(told) - FAULTS_KEPT
        text = ngettext("and %(number)s more", "and %(number)s more", more)
        told = [*told[:FAULTS_KEPT], text % {"number": more}]
    run.outcome, run.faults, run.ended_at = outcome, "\n".join(told), timezone.now()
    if run.pk:
        run.save()


def _has_table(run: Run) -> bool:
    return run._meta.db_table in connection.introspection.table_names()
