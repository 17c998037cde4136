"""What a file is, judged by what is in it: neither its name nor its sender is believed.

Nothing of a file is ever run, unpacked to disk or shown inside a page. A PDF may hold scripts or
links that start programs, which cannot be told for certain without being a PDF reader: so files
are handed out as attachments alone (`assessments.evidence.views`), for the reader's own programs.
"""

import re
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import IO

# Not the parser of xml.etree: this one is stopped at a document type, so that no entity grows.
from xml.parsers import expat  # nosec B407

from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maturity.faults import Fault, Faults
from maturity.office_files import macros, refuse_what_is_brought_along

MAX_MEGABYTES = 20
MAX_BYTES = MAX_MEGABYTES * 1_000_000
MAX_NAME = 255
HELP = format_lazy(
    gettext_lazy(
        "PDF, picture (PNG, JPEG, GIF, WebP), Office (.docx, .xlsx, .pptx) or "
        "OpenDocument (.odt, .ods, .odp); {size} MB at most, without macros, objects from "
        "other software, links to data, or a password."
    ),
    size=MAX_MEGABYTES,
)


@dataclass(frozen=True, slots=True)
class FileKind:
    """A kind of file that is taken: its media type and its endings, the usual one first."""

    media_type: str
    endings: tuple[str, ...]

    @property
    def word(self) -> str:
        """What people call it, in either language."""
        return self.endings[0].upper()


OFFICE = "application/vnd.openxmlformats-officedocument."
OPEN = "application/vnd.oasis.opendocument."
KINDS = {
    kind.media_type: kind
    for kind in (
        FileKind("application/pdf", ("pdf",)),
        FileKind("image/png", ("png",)),
        FileKind("image/jpeg", ("jpg", "jpeg")),
        FileKind("image/gif", ("gif",)),
        FileKind("image/webp", ("webp",)),
        FileKind(f"{OFFICE}wordprocessingml.document", ("docx",)),
        FileKind(f"{OFFICE}spreadsheetml.sheet", ("xlsx",)),
        FileKind(f"{OFFICE}presentationml.presentation", ("pptx",)),
        FileKind(f"{OPEN}text", ("odt",)),
        FileKind(f"{OPEN}spreadsheet", ("ods",)),
        FileKind(f"{OPEN}presentation", ("odp",)),
    )
}
BEGINNINGS = {
    b"%PDF-": "application/pdf",
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"GIF87a": "image/gif",
    b"GIF89a": "image/gif",
}
ZIP, ZIP_ENTRY = b"PK\x03\x04", b"PK\x01\x02"
OLE, ENCRYPTED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "EncryptedPackage".encode("utf-16-le")
# What a sensitivity label, or rights management without one, names its way of encrypting.
LABELLED = "DRMEncrypted".encode("utf-16-le")
# What stands before a PDF, in the part of a file where readers look for it: a mark, a line or two.
PDF_BELOW = re.compile(rb"(?:\xef\xbb\xbf|[^<\0]*[\r\n])%PDF-")
PDF_WITHIN = 1024

# Of a zip-based file: how many parts it may have, how much they may grow to, and how many times.
MAX_PARTS, MAX_UNPACKED, MAX_GROWTH, MAX_XML = 10_000, 500_000_000, 150, 5_000_000
CONTENT_TYPES, MIMETYPE, MANIFEST = "[content_types].xml", "mimetype", "meta-inf/manifest.xml"
PIECE = 1 << 20
# What zipfile raises on what is no zip file, or not one that it can read.
UNREADABLE = (
    zipfile.BadZipFile, zlib.error, struct.error, expat.ExpatError, OSError, EOFError, RuntimeError,
    NotImplementedError, ValueError, OverflowError, LookupError,
)  # fmt: skip


def judge(file: IO[bytes], size: int) -> FileKind:
    """Return the kind of a file of `size` bytes. Raises Faults, worded for those who chose it."""
    if size > MAX_BYTES:
        raise _refusal(
            _("The file is too large: the limit is %(limit)s MB.") % {"limit": MAX_MEGABYTES}
        )
    file.seek(0)
    beginning = file.read(PDF_WITHIN)
    if not beginning:
        raise _refusal(_("The file is empty."))
    for magic, media_type in BEGINNINGS.items():
        if beginning.startswith(magic):
            return KINDS[media_type]
    if beginning[:4] == b"RIFF" and beginning[8:12] == b"WEBP":
        return KINDS["image/webp"]
    if beginning.startswith(OLE):
        if _count(file, LABELLED):
            raise _labelled()
        if _count(file, ENCRYPTED):
            raise _locked()
        raise _refusal(
            _(
                "Older Office files (.doc, .xls, .ppt) can contain macros. Save it as "
                ".docx, .xlsx or .pptx, or as a PDF."
            )
        )
    if PDF_BELOW.match(beginning):
        return KINDS["application/pdf"]
    if not beginning.startswith(ZIP):
        raise _unknown()
    if _count(file, ZIP_ENTRY) > MAX_PARTS:
        raise _bomb()
    try:
        with zipfile.ZipFile(file) as archive:
            return _packed(archive, size)
    except UNREADABLE as error:
        raise _refusal(_("The file is damaged. Save it again, or as a PDF.")) from error


def clean_name(name: str, kind: FileKind) -> str:
    """A file's name as it is kept: one line without folders, ending as its kind does.

    Characters that cannot be seen, or that turn the direction of a text, are left out.
    """
    name = unicodedata.normalize("NFC", re.split(r"[/\\]", name)[-1])
    shown = "".join(
        " " if each.isspace() else each
        for each in name
        if each.isspace() or unicodedata.category(each)[0] != "C"
    )
    name = " ".join(shown.split()).strip(". ") or "document"
    if PurePosixPath(name).suffix.lower().lstrip(".") not in kind.endings:
        name = f"{name}.{kind.endings[0]}"
    stem, _dot, ending = name.rpartition(".")
    return f"{stem[: MAX_NAME - len(ending) - 1]}.{ending}"


def _packed(archive: zipfile.ZipFile, size: int) -> FileKind:
    """The kind of an Office or OpenDocument file, by its list of parts and what it declares."""
    parts = {part.filename.lower(): part for part in archive.infolist()}
    if len(parts) < len(archive.infolist()):
        # Which of two parts with one name is meant, programs do not agree on.
        raise zipfile.BadZipFile
    unpacked = sum(part.file_size for part in parts.values())
    if unpacked > MAX_UNPACKED or unpacked > max(MAX_GROWTH * size, MAX_BYTES):
        raise _bomb()
    if any(part.flag_bits & 1 for part in parts.values()):
        raise _locked()
    if MIMETYPE in parts:
        if MANIFEST in parts and b"encryption-data" in _read(archive, parts[MANIFEST]):
            raise _locked()
        declared = {_read(archive, parts[MIMETYPE]).decode("ascii", "replace").strip()}
        known = {kind: kind for kind in KINDS if kind.startswith(OPEN)}
    elif CONTENT_TYPES in parts:
        declared = set(_content_types(_read(archive, parts[CONTENT_TYPES])))
        if any("macroenabled" in each or "vbaproject" in each for each in declared):
            raise macros()
        known = {f"{kind}.main+xml": kind for kind in KINDS if kind.startswith(OFFICE)}
    else:
        raise _unknown()
    found = declared & known.keys()
    if len(found) != 1:
        raise _unknown()
    refuse_what_is_brought_along(archive)
    return KINDS[known[found.pop()]]


def _read(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bytes:
    with archive.open(part) as stream:
        data = stream.read(MAX_XML + 1)
    if len(data) > MAX_XML:
        raise _bomb()
    return data


def _content_types(data: bytes) -> list[str]:
    """Every content type that an Office file declares for its parts, in small letters."""
    found: list[str] = []

    def element(_name: str, attributes: dict[str, str]) -> None:
        found.append(attributes.get("ContentType", "").lower())

    def no_document_type(*_arguments: object) -> None:
        raise ValueError("a document type")

    parser = expat.ParserCreate()
    parser.StartElementHandler = element
    parser.StartDoctypeDeclHandler = no_document_type
    parser.Parse(data, True)
    return found


def _count(file: IO[bytes], wanted: bytes) -> int:
    """How often `wanted` stands in a file, read piece by piece."""
    return sum(piece.count(wanted) for piece in _pieces(file, len(wanted) - 1))


def _pieces(file: IO[bytes], overlap: int) -> Iterator[bytes]:
    file.seek(0)
    kept = b""
    while piece := file.read(PIECE):
        yield kept + piece
        kept = (kept + piece)[-overlap:]


def _refusal(message: str) -> Faults:
    return Faults([Fault("", message)])


def _unknown() -> Faults:
    return _refusal(
        _(
            "This kind of file is not accepted, whatever its name. Save it as a PDF, a "
            "picture (PNG, JPEG, GIF, WebP), .docx, .xlsx, .pptx, .odt, .ods or .odp."
        )
    )


def _locked() -> Faults:
    return _refusal(_("The file is protected by a password. Save it without one."))


def _labelled() -> Faults:
    return _refusal(
        _(
            "A sensitivity label protects the file, so that only some people can open it. "
            "Give it a label that does not protect it, or remove its protection, and save "
            "it again."
        )
    )


def _bomb() -> Faults:
    return _refusal(
        _("Once unpacked, this file would be far too large. Save it again, or as a PDF.")
    )
