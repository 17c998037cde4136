"""What the portal handed out."""

import datetime
import uuid
from typing import Self

from django.db import models
from django.db.models import Count, Q
from django.tasks import TaskResultStatus
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_tasks_db.models import DBTaskResult

from assessments.models import Baseline, CouncilBaseline, Person
from maturity.models import Council


class IssuedReport(models.Model):
    """A report that was made to be handed out. The database refuses to change one.

    `key` says what it was made of and with (`reports.issuing`), `sha256` is the hexadecimal digest
    of the file, `size` its bytes (0 where an earlier version made it), `language` "en", "fr" or
    "both", `name` the file's.
    """

    class Kind(models.TextChoices):
        BASELINE = "baseline", _("Maturity baseline report")
        COUNCIL = "council", _("Council report")
        SUMMARY = "summary", _("Summary for the council")
        COUNCIL_SLIDES = "slides", _("Council slides")
        COMPARISON = "comparison", _("Comparison of two baselines")
        MODEL = "model", _("The maturity model")
        PLAYBOOK = "playbook", _("Playbook")
        STATEMENT_OF_WORK = "statement_of_work", _("Statement of work")
        STATEMENT_OF_WORK_SLIDES = (
            "statement_of_work_slides",
            _("Slides of the statement of work"),
        )
        VALIDATION = "validation", _("Validation report")
        VALIDATION_SLIDES = "validation_slides", _("Validation slides")
        PLAYBOOK_SLIDES = "playbook_slides", _("Slides of the playbook")
        PACKAGE = "package", _("Return to the councils")

    key = models.CharField(max_length=64, unique=True)
    sha256 = models.CharField(max_length=64, db_index=True)
    kind = models.CharField(max_length=24, choices=Kind)
    baseline = models.ForeignKey(
        Baseline, on_delete=models.PROTECT, related_name="reports", null=True
    )
    language = models.CharField(max_length=4)
    name = models.CharField(max_length=200)
    size = models.PositiveIntegerField()
    issued_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(baseline__isnull=False) | ~models.Q(kind="baseline"),
                name="issued_report_of_a_baseline",
            )
        ]

    def __str__(self) -> str:
        return self.sha256


class BatchQuerySet(models.QuerySet["Batch"]):
    def with_standing(self) -> Self:
        """With what `Batch.state` follows from: so many items, of which so many are done, wait for
        a worker or are with one (`live`), or failed (`broken`)."""
        live = [TaskResultStatus.READY, TaskResultStatus.RUNNING]
        return self.select_related("council", "asked_by").annotate(
            total=Count("items"),
            done=Count("items", filter=Q(items__done_at__isnull=False)),
            live=Count("items", filter=Q(items__job__status__in=live)),
            broken=Count("items", filter=Q(items__job__status=TaskResultStatus.FAILED)),
        )


class Batch(models.Model):
    """All baseline reports of a council, or of a list of initiatives, in both languages, asked for
    as one file.

    A list has no council, and in `query` the filters of its address. `as_at` is the day whose
    baselines they are, None for the newest at the time. `begun_at` is when it was asked for, or
    last tried again. `finished_at`, `size` in bytes and the hexadecimal `sha256` are of the file.
    How far it has come follows from its items and their jobs, so that it is right whichever process
    was killed.
    """

    class State(models.TextChoices):
        QUEUED = "queued", _("Waiting to start")
        RUNNING = "running", _("In preparation")
        DONE = "done", _("Ready")
        FAILED = "failed", _("Failed")
        CANCELLED = "cancelled", pgettext_lazy("a batch", "Cancelled")
        EXPIRED = "expired", _("No longer kept")

    KEPT = datetime.timedelta(days=7)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    council = models.ForeignKey(Council, on_delete=models.PROTECT, null=True, related_name="+")
    query = models.TextField(blank=True)
    as_at = models.DateField(null=True)
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    begun_at = models.DateTimeField(default=timezone.now)
    cancelled_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    size = models.PositiveBigIntegerField(null=True)
    sha256 = models.CharField(max_length=64, blank=True)

    objects = BatchQuerySet.as_manager()

    # What `with_standing` adds.
    total: int
    done: int
    live: int
    broken: int

    class Meta:
        ordering = ["-asked_at"]
        constraints = [
            models.CheckConstraint(
                name="batch_finished_with_its_file",
                condition=Q(finished_at=None, size=None, sha256="")
                | (Q(finished_at__isnull=False, size__isnull=False) & ~Q(sha256="")),
            ),
            models.CheckConstraint(
                name="batch_finished_or_cancelled",
                condition=Q(finished_at=None) | Q(cancelled_at=None),
            ),
            models.CheckConstraint(
                name="batch_of_a_council_or_a_list",
                condition=Q(council=None) | Q(query=""),
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def state(self) -> State:
        """Of a batch that was read `with_standing`."""
        if self.kept_until:
            return self.State.DONE if timezone.now() < self.kept_until else self.State.EXPIRED
        if self.cancelled_at:
            return self.State.CANCELLED
        if self.broken or not self.live:
            return self.State.FAILED
        return self.State.RUNNING if self.done else self.State.QUEUED

    @property
    def going(self) -> bool:
        """Whether it may still change by itself; of a batch that was read `with_standing`."""
        return self.state in {self.State.QUEUED, self.State.RUNNING}

    @property
    def kept_until(self) -> datetime.datetime | None:
        """When the file is removed, None while there is none."""
        return self.finished_at and self.finished_at + self.KEPT


class BatchItem(models.Model):
    """One baseline of a batch, and the reports of it once they are made; or, without a baseline,
    the batch's council, of which there are data too.

    The council's report is of `council_baseline`, or of the day where there is none; `data_sha256`
    has the digests of its data in English and in French, with a space between. `job` makes them.
    Its row is not kept for ever, and this one does not mind.
    """

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="items")
    baseline = models.ForeignKey(Baseline, on_delete=models.PROTECT, null=True, related_name="+")
    council_baseline = models.ForeignKey(
        CouncilBaseline, on_delete=models.PROTECT, null=True, related_name="+"
    )
    job = models.ForeignKey(
        DBTaskResult, on_delete=models.DO_NOTHING, db_constraint=False, null=True, related_name="+"
    )
    done_at = models.DateTimeField(null=True)
    english = models.ForeignKey(IssuedReport, on_delete=models.PROTECT, null=True, related_name="+")
    french = models.ForeignKey(IssuedReport, on_delete=models.PROTECT, null=True, related_name="+")
    data_sha256 = models.CharField(max_length=129, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "baseline"], name="batch_item_once"),
            models.UniqueConstraint(
                fields=["batch"], condition=Q(baseline=None), name="batch_item_of_council_once"
            ),
            models.CheckConstraint(
                name="batch_item_of_one_baseline",
                condition=Q(baseline=None) | Q(council_baseline=None, data_sha256=""),
            ),
            models.CheckConstraint(
                name="batch_item_done_in_both_languages",
                condition=Q(done_at=None, english=None, french=None)
                | Q(done_at__isnull=False, english__isnull=False, french__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.batch_id}/{self.baseline_id}"
