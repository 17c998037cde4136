"""Asking for a batch, cancelling it, trying it again."""

import datetime
import uuid
from collections.abc import Iterable
from urllib.parse import urlencode

from django.db import transaction
from django.db.models import Q
from django.tasks import TaskResultStatus
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from assessments.audit.record import record
from assessments.councils.reads import end_of
from assessments.councils.selection import ListForm, asked_list
from assessments.models import Figures, Person
from assessments.standings.bits import Digits
from assessments.standings.columns import slot_of
from maturity.faults import Fault, Faults
from maturity.models import Council
from maturity.operations.jobs import enqueue_all
from reports.batches.making import make_item
from reports.models import Batch, BatchItem, BatchQuerySet

MOST = 2_000  # baselines: an hour of two workers, and about a gigabyte


@transaction.atomic
def ask(council: Council, *, by: Person, as_at: datetime.date | None = None) -> Batch:
    """Asks for the reports of the council's baselines, the newest or those of the day `as_at`, with
    the council's own report and data.

    While the same is being made already, gives that. Raises Faults where there is no baseline that
    one may export, or more than MOST.
    """
    moment = end_of(as_at) if as_at else timezone.now()
    figures = Figures.objects.exportable_by(by).at(moment)
    figures = figures.filter(initiative__council__in=Council.objects.meant_by(council.code))
    keys = figures.order_by("initiative__code", "stage__order").values_list("pk", flat=True)
    newest = council.baselines.filter(at__lte=as_at or timezone.localdate()).order_by("-at")
    batch = Batch(council=council, as_at=as_at, asked_by=by)
    same = Batch.objects.filter(council=council, as_at=as_at)
    return _asked(batch, list(keys), same, [BatchItem(council_baseline=newest.first())])


@transaction.atomic
def ask_for_list(asked: ListForm, *, by: Person) -> Batch:
    """Asks for the reports of the baselines of a list of initiatives, by its valid form.

    While somebody has the same made already, gives that. Raises Faults like `ask`.
    """
    given = {name: value for name, value in asked.form.given.items() if name != "sort"}
    query = urlencode(given)
    batch = Batch(query=query, as_at=asked.form.cleaned_data["at"], asked_by=by)
    same = Batch.objects.filter(council=None, query=query, asked_by=by)
    return _asked(batch, baselines_of(asked, by), same)


def baselines_of(asked: ListForm, person: Person) -> list[uuid.UUID]:
    """The baselines of a list that a person may export, by the keys of these, in order."""
    found = asked_list(person, asked)
    among, slots = set(found.numbers), Digits(found.found & found.chosen.baselines)
    figures = Figures.objects.exportable_by(person).at(end_of(found.chosen.at))
    rows = figures.order_by("initiative__code", "stage__order").values_list(
        "pk", "initiative__listing__number", "stage__order"
    )
    return [
        key
        for key, number, order in rows
        if number in among and slots[number] >> slot_of(order) & 1
    ]


def _asked(
    batch: Batch, keys: list[uuid.UUID], same: BatchQuerySet, more: Iterable[BatchItem] = ()
) -> Batch:
    """Keeps a batch of some baselines, and has it made; or gives one of the `same` that is going.
    Raises Faults."""
    if not keys:
        raise Faults([Fault("", _("There is no baseline yet to make a report from."))])
    if len(keys) > MOST:
        message = _(
            "A file can contain the reports of at most %(most)s baselines; there are %(number)s."
        )
        values = {"most": _number(MOST), "number": _number(len(keys))}
        raise Faults([Fault("", message % values)])
    open_ones = same.filter(cancelled_at=None, finished_at=None).with_standing()
    if going := next((each for each in open_ones if each.going and _has(each, keys)), None):
        return going
    batch.save()
    items = [*(BatchItem(baseline_id=key) for key in keys), *more]
    for item in items:
        item.batch, item.job_id = batch, uuid.uuid4()
    _enqueue(BatchItem.objects.bulk_create(items))
    new = {**_of(batch), "baselines": len(keys)}
    record("ask_batch", batch, by=batch.asked_by, new=new)
    return batch


def _has(batch: Batch, keys: list[uuid.UUID]) -> bool:
    """Whether a batch has these baselines and no other."""
    items = batch.items.exclude(baseline=None)
    return list(items.values_list("baseline", flat=True)) == keys


def _of(batch: Batch) -> dict[str, str]:
    """What a batch is of, for the record."""
    return {"council": batch.council.code} if batch.council else {"filters": batch.query}


@transaction.atomic
def cancel(batch: Batch, *, by: Person) -> bool:
    """Cancels a batch; gives whether there was anything to cancel. Reports that are made stay."""
    held = Batch.objects.select_for_update().get(pk=batch.pk)
    if held.finished_at or held.cancelled_at:
        return False
    held.cancelled_at = timezone.now()
    held.save(update_fields=["cancelled_at"])
    record("cancel_batch", held, by=by, new=_of(held))
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
    again = left or [held.items.latest("pk")]
    for item in again:
        item.job_id = uuid.uuid4()
    BatchItem.objects.bulk_update(again, ["job_id"], batch_size=500)
    _enqueue(again)
    record("retry_batch", held, by=by, new=_of(held))


def _enqueue(items: Iterable[BatchItem]) -> None:
    """A job for each, by the id that it has: so any number of workers share them, and none is lost
    for another's fault."""
    enqueue_all(make_item, {item.job_id: {"item": item.pk} for item in items if item.job_id})


def _number(value: int) -> str:
    return number_format(value, force_grouping=True)
