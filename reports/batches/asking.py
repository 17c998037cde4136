"""Asking for a batch, cancelling it, trying it again."""

import datetime
from collections.abc import Iterable

from django.db import transaction
from django.db.models import Q
from django.tasks import TaskResultStatus
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from assessments.audit.record import record
from assessments.councils.reads import end_of
from assessments.models import Figures, Person
from maturity.faults import Fault, Faults
from maturity.models import Council
from reports.batches.making import make_item
from reports.models import Batch, BatchItem

MOST = 2_000  # baselines: an hour of two workers, and about a gigabyte


@transaction.atomic
def ask(council: Council, *, by: Person, as_at: datetime.date | None = None) -> Batch:
    """Asks for the reports of the council's baselines: the newest, or those of the day `as_at`.

    While the same is being made already, gives that. Raises Faults where there is no baseline, or
    more than MOST.
    """
    same = Batch.objects.filter(council=council, as_at=as_at, cancelled_at=None, finished_at=None)
    if going := next((each for each in same.with_standing() if each.going), None):
        return going
    moment = end_of(as_at) if as_at else timezone.now()
    figures = Figures.objects.at(moment).filter(
        initiative__council__in=Council.objects.meant_by(council.code)
    )
    keys = figures.order_by("initiative__code", "stage__order").values_list("pk", flat=True)
    if not keys:
        raise Faults([Fault("", _("There is no baseline yet to make a report from."))])
    if len(keys) > MOST:
        message = _(
            "A file can contain the reports of at most %(most)s baselines; there are %(number)s."
        )
        values = {"most": _number(MOST), "number": _number(len(keys))}
        raise Faults([Fault("", message % values)])
    batch = Batch.objects.create(council=council, as_at=as_at, asked_by=by)
    items = [BatchItem(batch=batch, baseline_id=key) for key in keys]
    _enqueue(BatchItem.objects.bulk_create(items))
    record("ask_batch", batch, by=by, new={"council": council.code, "baselines": len(items)})
    return batch


@transaction.atomic
def cancel(batch: Batch, *, by: Person) -> bool:
    """Cancels a batch; gives whether there was anything to cancel. Reports that are made stay."""
    held = Batch.objects.select_for_update().get(pk=batch.pk)
    if held.finished_at or held.cancelled_at:
        return False
    held.cancelled_at = timezone.now()
    held.save(update_fields=["cancelled_at"])
    record("cancel_batch", held, by=by, new={"council": held.council.code})
    return True


@transaction.atomic
def try_again(batch: Batch, *, by: Person) -> None:
    """Goes on with a batch that failed, from what is made already; does nothing to any other."""
    held = Batch.objects.select_for_update().get(pk=batch.pk)
    if Batch.objects.with_standing().get(pk=batch.pk).state != Batch.State.FAILED:
        return
    held.begun_at = timezone.now()
    held.save(update_fields=["begun_at"])
    waiting = Q(job__status__in=[TaskResultStatus.READY, TaskResultStatus.RUNNING])
    failed = Q(job__status=TaskResultStatus.FAILED)
    left = list(held.items.filter(failed | Q(done_at=None)).exclude(waiting))
    # Where all are made and the file is missing, any one of them leads to it.
    _enqueue(left or [held.items.latest("pk")])
    record("retry_batch", held, by=by, new={"council": held.council.code})


def _enqueue(items: Iterable[BatchItem]) -> None:
    """A job for each: so any number of workers share them, and none is lost for another's fault."""
    rows = list(items)
    for item in rows:
        item.job_id = make_item.enqueue(item=item.pk).id
    BatchItem.objects.bulk_update(rows, ["job_id"], batch_size=500)


def _number(value: int) -> str:
    return number_format(value, force_grouping=True)
