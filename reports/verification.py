"""Finding out whether a file, or a SHA-256, is of a baseline of this portal.

Files come from anywhere: they are looked at as bytes, never stored, and within fixed bounds of time
and memory. A PDF is searched for the data that reports carry (see `baseline.assessment_document`)
without being read as a PDF.
"""

import hashlib
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from itertools import islice

from assessments.models import Baseline, CouncilBaseline
from reports.models import IssuedReport

# How a stream of a PDF begins, and how a baseline's canonical JSON does.
STREAM = re.compile(rb"(?<!end)stream\r?\n")
# By the first of their names, which canonical JSON sorts: of an assessment, and of a council.
SNAPSHOTS = (b'{"agreement":', b'{"actions":')
MAX_STREAMS = 2_000
MAX_ATTACHMENT = 10_000_000
# Of all streams together, counted as they are read and as they are unpacked, whichever is more.
MAX_WORK = 60_000_000
# So much of a stream is unpacked, out of so much, before it is known to be worth going on.
LOOK, LOOK_AT = 64, 1024
PIECE = 64 * 1024


class Verification(Enum):
    """What a file or a SHA-256 turned out to be."""

    REPORT = "report"  # a report, byte for byte as the portal handed it out
    DATA_IN_PDF = "data_in_pdf"  # a PDF that the portal did not make, with a baseline's data in it
    DATA = "data"  # a baseline's data by itself
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class VerifiedFile:
    """What was found: the report if it is one, and the baseline, of an assessment or of a council,
    that it or the data is of, if any.

    `sha256` is that of the file, or the one that was asked for.
    """

    finding: Verification
    sha256: str
    baseline: Baseline | None = None
    report: IssuedReport | None = None
    council_baseline: CouncilBaseline | None = None


def of_file(data: bytes) -> VerifiedFile:
    """What a file is, a PDF or a baseline's JSON."""
    verdict = of_digest(hashlib.sha256(data).hexdigest())
    if verdict.finding is not Verification.UNKNOWN or b"%PDF-" not in data[:1024]:
        return verdict
    digests = list(_attachments(data))
    if baseline := _baseline(digests):
        return VerifiedFile(Verification.DATA_IN_PDF, verdict.sha256, baseline)
    if of_council := _council_baseline(digests):
        kind = Verification.DATA_IN_PDF
        return VerifiedFile(kind, verdict.sha256, council_baseline=of_council)
    return verdict


def of_digest(sha256: str) -> VerifiedFile:
    """What has a SHA-256 (64 small hexadecimal digits): a report, a baseline, or nothing here."""
    issued = (
        IssuedReport.objects.select_related("baseline__assessment__initiative")
        .filter(sha256=sha256)
        .first()
    )
    if issued:
        return VerifiedFile(Verification.REPORT, sha256, issued.baseline, issued)
    if baseline := _baseline([sha256]):
        return VerifiedFile(Verification.DATA, sha256, baseline)
    if of_council := _council_baseline([sha256]):
        return VerifiedFile(Verification.DATA, sha256, council_baseline=of_council)
    return VerifiedFile(Verification.UNKNOWN, sha256)


def _baseline(digests: list[str]) -> Baseline | None:
    """The baseline whose snapshot has one of the digests."""
    known = Baseline.objects.select_related("assessment__initiative")
    return known.filter(sha256__in=digests).first()


def _council_baseline(digests: list[str]) -> CouncilBaseline | None:
    """The baseline of a council whose snapshot has one of the digests."""
    known = CouncilBaseline.objects.defer("snapshot").select_related("council", "approved_by")
    return known.filter(sha256__in=digests).first()


def _attachments(pdf: bytes) -> Iterator[str]:
    """The digests of the streams that begin as a baseline's data does, packed or not."""
    view, allowed = memoryview(pdf), MAX_WORK
    for found in islice(STREAM.finditer(pdf), MAX_STREAMS):
        if pdf.startswith(SNAPSHOTS, found.end()):
            end = pdf.find(b"endstream", found.end(), found.end() + min(MAX_ATTACHMENT, allowed))
            data = pdf[found.end() : max(end, found.end())].rstrip(b"\r\n")
            digest, work = hashlib.sha256(data).hexdigest(), len(data) or MAX_ATTACHMENT
        else:
            digest, work = _unpacked(view[found.end() :], allowed)
        allowed -= work
        if digest:
            yield digest
        if allowed <= 0:
            return


def _unpacked(packed: memoryview, allowed: int) -> tuple[str, int]:
    """The digest of one stream unpacked (empty if it is none of ours), and the work it took."""
    unpacker, digest = zlib.decompressobj(), hashlib.sha256()
    size = read = 0
    rest = bytes(packed[:LOOK_AT])
    limit, wanted = min(MAX_ATTACHMENT, allowed), LOOK
    try:
        while rest and not unpacker.eof and max(size, read) < limit:
            piece = unpacker.decompress(rest, wanted)
            if size == 0 and not piece.startswith(SNAPSHOTS):
                return "", LOOK
            digest.update(piece)
            size, wanted = size + len(piece), PIECE
            if not (rest := unpacker.unconsumed_tail):
                read = read + PIECE if read else LOOK_AT
                rest = bytes(packed[read : read + PIECE])
    except zlib.error:
        pass
    return digest.hexdigest() if unpacker.eof else "", max(size, read, LOOK)
