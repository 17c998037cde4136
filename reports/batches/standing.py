"""How a batch stands: what its page says, worked out from the database alone."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.tasks import TaskResultStatus
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from maturity.operations.health import has_worker
from maturity.operations.jobs import GivenUp
from reports.issuing import NotKept
from reports.models import Batch, BatchItem
from reports.pdf import PdfUnavailable

# The pace is that of the last so many reports, once there are a few.
RECENT, ENOUGH = 20, 3


def _class(kind: type) -> str:
    """How a failed job names what it failed of."""
    return f"{kind.__module__}.{kind.__qualname__}"


REASONS: Mapping[str, str | Promise] = {
    _class(NotKept): _(
        "A file could not be kept: the portal’s storage is full or not responding. The portal’s "
        "technical team will find details in the log."
    ),
    _class(PdfUnavailable): _(
        "The portal cannot make PDFs on one of its machines. The portal’s technical team will "
        "find details in the log."
    ),
    _class(GivenUp): _(
        "The work was started three times and interrupted each time. The portal’s "
        "technical team will find details in the log."
    ),
}
OTHERWISE = _("Something went wrong. The portal’s technical team will find details in the log.")


@dataclass(frozen=True)
class BatchStanding:
    """A batch read `with_standing`, and what can be told of it.

    `minutes` is the time left, rounded up; None while it cannot be told. `working` is whether a
    worker is there at all; `reason` why it failed, and `failed` at which baselines.
    """

    batch: Batch
    state: Batch.State
    minutes: int | None = None
    working: bool = True
    reason: str | Promise = ""
    failed: tuple[str, ...] = ()

    @property
    def assembling(self) -> bool:
        """Whether all reports are made, and only the file is not."""
        return self.batch.going and self.batch.done == self.batch.total

    @property
    def hours(self) -> int | None:
        """The time left in hours, where it is more than an hour and a half."""
        return round(self.minutes / 60) if self.minutes and self.minutes > 90 else None

    @property
    def time_left(self) -> str:
        """The time left in a sentence, where there is some: "About 3 minutes left."."""
        if hours := self.hours:
            text = ngettext("About %(number)s hour left.", "About %(number)s hours left.", hours)
            return text % {"number": hours}
        minutes = self.minutes or 0
        if minutes <= 1:
            return gettext("Less than a minute left.")
        text = ngettext("About %(number)s minute left.", "About %(number)s minutes left.", minutes)
        return text % {"number": minutes}


def standing(batch: Batch) -> BatchStanding:
    """How a batch that was read `with_standing` stands now."""
    state = batch.state
    if batch.going:
        return BatchStanding(batch, state, minutes=_minutes_left(batch), working=has_worker())
    if state == Batch.State.FAILED:
        broken = batch.items.filter(job__status=TaskResultStatus.FAILED).select_related(
            "job", "baseline__figures__initiative", "baseline__figures__stage"
        )
        kinds = {item.job.exception_class_path for item in broken if item.job}
        reason = REASONS.get(kinds.pop(), OTHERWISE) if len(kinds) == 1 else OTHERWISE
        failed = tuple(_title(item) for item in broken if item.done_at is None)
        return BatchStanding(batch, state, reason=reason, failed=failed)
    return BatchStanding(batch, state)


def _title(item: BatchItem) -> str:
    if item.baseline is None:
        return gettext("Report and data of the council")
    figures = item.baseline.figures
    return f"{figures.initiative.name} – {figures.stage.text}"


def _minutes_left(batch: Batch) -> int | None:
    """Whole minutes at the pace of late, at least 1. None while there is no pace, or no report
    left to make.

    The time since the last report counts too: where nothing comes any more, it grows.
    """
    made = batch.items.filter(done_at__gt=batch.begun_at).order_by("-done_at")[:RECENT]
    moments = [each.done_at for each in made if each.done_at]
    left = batch.total - batch.done
    if len(moments) < ENOUGH or not left:
        return None
    seconds = (timezone.now() - moments[-1]).total_seconds() / (len(moments) - 1) * left
    return max(1, -int(-seconds // 60))
