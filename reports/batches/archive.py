"""The file of a batch: a ZIP with a folder for each language, written without holding it."""

import hashlib
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from assessments.web.spreadsheet import csv_file
from maturity.bilingual import in_language
from reports.files import whole_file
from reports.issuing import path_of
from reports.models import Batch, BatchItem, IssuedReport

PIECE = 1 << 16  # bytes


class NotKept(Exception):
    """A file could not be kept: the storage is full, or does not answer."""


def path(batch: Batch) -> Path:
    """Where the file of a batch is, or will be."""
    return settings.BATCHES_DIR / f"{batch.pk}.zip"


def name(batch: Batch) -> str:
    """What the file is called where it is taken away: "JC-2026-11-26-reports-rapports.zip"."""
    day = batch.as_at or timezone.localdate(batch.asked_at)
    return f"{batch.council.code}-{day.isoformat()}-reports-rapports.zip"


def write(batch: Batch) -> tuple[int, str]:
    """Writes the file from the reports that are kept; gives its size in bytes and its SHA-256.

    The same reports give the same bytes. Raises NotKept; where a report is lost or damaged, its
    item is then to be made again.
    """
    items = batch.items.select_related(
        "english", "french", "baseline__figures__initiative", "baseline__figures__stage",
        "baseline__assessment",
    )  # fmt: skip
    at = path(batch)
    try:
        at.parent.mkdir(parents=True, exist_ok=True)
        with whole_file(at) as file:
            with zipfile.ZipFile(file, "w") as archive:
                for language in ("en", "fr"):
                    _write_folder(archive, language, items, batch)
            # The archive's writer goes back to say sizes, so that the digest is taken at the end.
            file.flush()
            with Path(file.name).open("rb") as written:
                return file.tell(), hashlib.file_digest(written, "sha256").hexdigest()
    except OSError as error:
        raise NotKept from error


def remove(batch: Batch) -> None:
    """Takes away the file of a batch that was cancelled, even at the very last moment."""
    if batch.cancelled_at:
        path(batch).unlink(missing_ok=True)


def _write_folder(
    archive: zipfile.ZipFile, language: str, items: QuerySet[BatchItem], batch: Batch
) -> None:
    def entry(name: str) -> zipfile.ZipInfo:
        asked = timezone.localtime(batch.asked_at)
        info = zipfile.ZipInfo(f"{language}/{name}", asked.timetuple()[:6])
        info.external_attr = 0o644 << 16  # what may be done with it, once unpacked
        return info

    with override(language):
        index = b"".join(csv_file(_index(items, language), language))
    archive.writestr(entry("index.csv"), index)
    for item in items:
        report = _report(item, language)
        with archive.open(entry(report.name), "w", force_zip64=False) as member:
            for piece in _pieces(item, report):
                member.write(piece)


def _index(items: QuerySet[BatchItem], language: str) -> Iterator[Sequence[str | int | None]]:
    """What is in a language's folder, a row for each report."""
    yield [
        _("Initiative"), _("Name"), _("Life-cycle stage"), _("Assessment number"),
        _("Situation as of"), _("Approved"), _("Overall level"), _("File"), _("SHA-256"),
    ]  # fmt: skip
    for item in items:
        figures, report = item.baseline.figures, _report(item, language)
        yield [
            figures.initiative.code,
            in_language(figures.initiative, "name"),
            figures.stage.text,
            item.baseline.assessment.cycle,
            figures.as_of.isoformat(),
            timezone.localdate(figures.approved_at).isoformat(),
            figures.overall_level,
            report.name,
            report.sha256,
        ]


def _report(item: BatchItem, language: str) -> IssuedReport:
    report = item.english if language == "en" else item.french
    assert report  # nosec B101
    return report


def _pieces(item: BatchItem, report: IssuedReport) -> Iterator[bytes]:
    """A kept report in pieces, sound to the last. Raises NotKept."""
    digest = hashlib.sha256()
    try:
        with path_of(report.sha256).open("rb") as file:
            while piece := file.read(PIECE):
                digest.update(piece)
                yield piece
    except FileNotFoundError:
        pass
    if digest.hexdigest() != report.sha256:
        BatchItem.objects.filter(pk=item.pk).update(done_at=None, english=None, french=None)
        raise NotKept
