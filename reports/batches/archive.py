"""The file of a batch: a ZIP with a folder for each language, written without holding it."""

import hashlib
import os
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import IO

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from assessments.web.spreadsheet import Cell, csv_file
from maturity.bilingual import in_language
from maturity.operations.stores import BATCHES, BeingWritten, digest_of, store
from reports.batches.council_files import (
    council_of,
    data_digest,
    data_kept_as,
    data_name,
    day_of,
)
from reports.batches.filters import in_words
from reports.files import archived
from reports.issuing import NotKept, name_of
from reports.models import Batch, BatchItem

PIECE = 1 << 16  # bytes


def opened(batch: Batch) -> IO[bytes]:
    """The file of a batch, to be read. Raises OSError."""
    return store("reports").open(kept_as(batch))


def name(batch: Batch) -> str:
    """What the file is called where it is taken away: "JC-2026-11-26-reports-rapports.zip"."""
    of = batch.council.code if batch.council else "initiatives"
    return f"{of}-{day_of(batch).isoformat()}-reports-rapports.zip"


def write(batch: Batch) -> tuple[int, str]:
    """Writes the file from the reports that are kept; gives its size in bytes and its SHA-256.

    The same reports give the same bytes. Raises NotKept; where a report is lost or damaged, its
    item is then to be made again.
    """
    items = batch.items.select_related(
        "english", "french", "baseline__figures__initiative", "baseline__figures__stage",
        "baseline__assessment", "council_baseline", "batch__council",
    )  # fmt: skip
    try:
        with store("reports").writing(kept_as(batch)) as file:
            with zipfile.ZipFile(file, "w") as archive:
                for language in ("en", "fr"):
                    _write_folder(archive, language, items, batch)
            # The archive's writer goes back to say sizes, so that the digest is taken at the end.
            return file.seek(0, os.SEEK_END), digest_of(BeingWritten(file))
    except OSError as error:
        raise NotKept from error


def remove(batch: Batch) -> None:
    """Takes away the file of a batch that was cancelled, even at the very last moment."""
    if batch.cancelled_at:
        store("reports").delete(kept_as(batch))


def kept_as(batch: Batch) -> str:
    """What the file of a batch is called in the store of reports, once it is there."""
    return f"{BATCHES}{batch.pk}.zip"


def _write_folder(
    archive: zipfile.ZipFile, language: str, items: QuerySet[BatchItem], batch: Batch
) -> None:
    def entry(name: str) -> zipfile.ZipInfo:
        return archived(f"{language}/{name}", batch.asked_at)

    with override(language):
        members = [member for item in items for member in _members(item, language)]
        index = b"".join(csv_file(_index(members, in_words(batch)), language))
    archive.writestr(entry("index.csv"), index)
    for member in members:
        with archive.open(entry(member.name), "w", force_zip64=False) as file:
            for piece in _pieces(member):
                file.write(piece)


@dataclass(frozen=True, slots=True)
class _Member:
    """A file in a language's folder: what is said of it in the index, and where it is kept."""

    item: BatchItem
    facts: Sequence[Cell]
    name: str
    kept_as: str
    sha256: str


def _members(item: BatchItem, language: str) -> Iterator[_Member]:
    """The files of an item, in the language of the moment."""
    report = item.english if language == "en" else item.french
    assert report  # nosec B101
    facts = _facts(item)
    yield _Member(item, facts, report.name, name_of(report.sha256), report.sha256)
    if item.baseline is None:
        digest = data_digest(item, language)
        at = data_kept_as(item.batch, language)
        yield _Member(item, facts, data_name(item.batch, language), at, digest)


def _facts(item: BatchItem) -> Sequence[Cell]:
    """What an item is of: a baseline, or the council."""
    if item.baseline is None:
        of = item.council_baseline
        day, approved = (of.at, of.approved_at) if of else (day_of(item.batch), None)
        moment = timezone.localdate(approved).isoformat() if approved else None
        return ["", council_of(item.batch).text, "", None, day.isoformat(), moment, None]
    figures = item.baseline.figures
    return [
        figures.initiative.code,
        in_language(figures.initiative, "name"),
        figures.stage.text,
        item.baseline.assessment.cycle,
        figures.as_of.isoformat(),
        timezone.localdate(figures.approved_at).isoformat(),
        figures.overall_level,
    ]


def _index(members: Iterable[_Member], filters: str) -> Iterator[Sequence[Cell]]:
    """What is in a language's folder, a row for each file; and by which filters of a list."""
    headings = [
        _("Initiative"), _("Name"), _("Life-cycle stage"), _("Assessment number"),
        _("Situation as of"), _("Approved"), _("Overall level"), _("File"), _("SHA-256"),
    ]  # fmt: skip
    yield [*headings, *([_("Filters")] if filters else ())]
    for each in members:
        yield [*each.facts, each.name, each.sha256, *([filters] if filters else ())]


def _pieces(member: _Member) -> Iterator[bytes]:
    """A kept file in pieces, sound to the last. Raises NotKept."""
    digest = hashlib.sha256()
    try:
        with store("reports").open(member.kept_as) as file:
            while piece := file.read(PIECE):
                digest.update(piece)
                yield piece
    except FileNotFoundError:
        pass
    if digest.hexdigest() != member.sha256:
        lost = BatchItem.objects.filter(pk=member.item.pk)
        lost.update(done_at=None, english=None, french=None, data_sha256="")
        raise NotKept
