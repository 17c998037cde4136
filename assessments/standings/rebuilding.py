"""Making what is read of baselines and initiatives follow from them again."""

from django.db import OperationalError, connection, transaction
from psycopg.errors import LockNotAvailable

from assessments.models import Baseline, BitmapBlock, Initiative, Listing
from assessments.standings import check as figures_check
from assessments.standings.check import Compared, ComparedBlock, Listed, WholeIndex
from maturity.faults import Fault, Faults

TRIES = 100  # to have the tables to oneself, half a second each


def rebuild() -> tuple[WholeIndex, list[Fault]]:
    """Makes figures, listings and bitmaps follow from snapshots and initiatives again.

    All or nothing; tells what was wrong. Who would approve, submit or change an initiative waits
    meanwhile. It is no event of the audit record: it changes nothing that anyone said. Raises
    Faults where others write without a pause.
    """
    for _attempt in range(TRIES):
        try:
            with transaction.atomic():
                _have_alone()
                return figures_check.compare(_Mending())
        except OperationalError as error:
            if not isinstance(error.__cause__, LockNotAvailable):
                raise
    raise Faults([Fault("", "others write without a pause: try again at a quieter time")])


def _have_alone() -> None:
    """Waits a little until nobody is writing what is read and written here, and lets nobody begin.

    Others lock these tables in different orders: who waits for one while holding another must not
    wait long, or would have PostgreSQL end someone's approval. On SQLite a transaction that writes
    is alone anyway.
    """
    if connection.vendor != "postgresql":
        return
    tables = {
        model: connection.ops.quote_name(model._meta.db_table)
        for model in (Initiative, Baseline, BitmapBlock)
    }
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '500ms'")  # less than deadlock_timeout
        cursor.execute(f"LOCK {tables[Initiative]}, {tables[Baseline]} IN SHARE MODE")
        cursor.execute(f"LOCK {tables[BitmapBlock]} IN EXCLUSIVE MODE")
        cursor.execute("SET LOCAL lock_timeout = 0")


class _Mending(figures_check.Mender):
    def listing(self, listed: Listed) -> int:
        if listed.number is not None and not listed.faults:
            return listed.number
        listing, _new = Listing.objects.update_or_create(
            initiative=listed.initiative, defaults=listed.values
        )
        return listing.number

    def figures(self, compared: Compared) -> None:
        # Each slot's come in the order of cycles: there are never two that are the newest.
        compared.figures.save()

    def block(self, compared: ComparedBlock) -> None:
        columns, bits = compared.block.packed()
        BitmapBlock.objects.update_or_create(
            layer=compared.layer, block=compared.number, defaults={"columns": columns, "bits": bits}
        )
