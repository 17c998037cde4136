"""Making a batch: one job for each of its baselines, and the last one writes the file.

A job may be done twice, and two may be the last at once: what is made is looked for first, and the
file is the same whichever worker writes it.
"""

from django.tasks import task
from django.utils import timezone

from maturity.bilingual import LANGUAGES
from reports.baseline import baseline_source
from reports.batches import archive, council_files
from reports.issuing import NotKept, Source, issue_kept
from reports.models import Batch, BatchItem, IssuedReport

# Whatever else workers have to do, such as sending mail, comes first.
PRIORITY = -50


@task(priority=PRIORITY)
def make_item(*, item: int) -> None:
    """Makes the reports of one baseline, or the report and data of the council, unless the batch is
    cancelled or cannot be whole any more.

    Raises what kept it from being made; the batch has then failed.
    """
    row = BatchItem.objects.select_related(
        "batch__council",
        "batch__asked_by",
        "baseline__assessment__initiative",
        "baseline__assessment__stage",
        "council_baseline__council",
        "council_baseline__approved_by",
    ).get(pk=item)
    if not _wanted(row.batch):
        return
    if row.done_at is None:
        source = baseline_source(row.baseline) if row.baseline else council_files.report_of(row)
        english, french = (_made(source, language) for language in LANGUAGES)
        BatchItem.objects.filter(pk=item).update(
            english=english,
            french=french,
            data_sha256="" if row.baseline else _data(row),
            done_at=timezone.now(),
        )
    if not row.batch.items.filter(done_at=None).exists():
        _finish(row.batch)


def _wanted(batch: Batch) -> bool:
    """Whether there is still something to do for a batch (another may have failed meanwhile)."""
    return Batch.objects.with_standing().get(pk=batch.pk).going


def _made(source: Source, language: str) -> IssuedReport:
    """The report of a source in "en" or "fr", kept. Raises NotKept."""
    issue_kept(source, language)
    return IssuedReport.objects.get(key=source.key(language))


def _data(item: BatchItem) -> str:
    """The digests of the council's data, kept. Raises NotKept."""
    try:
        return council_files.make_data(item)
    except OSError as error:
        raise NotKept from error


def _finish(batch: Batch) -> None:
    """Writes the file and says so, both or neither."""
    if not _wanted(batch):
        return
    size, sha256 = archive.write(batch)
    going = Batch.objects.filter(pk=batch.pk, cancelled_at=None)
    now = timezone.now()
    if not going.filter(finished_at=None).update(finished_at=now, size=size, sha256=sha256):
        archive.remove(Batch.objects.get(pk=batch.pk))
