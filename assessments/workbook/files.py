"""Telling whether a file is a workbook that may be opened, before anything of it is.

Files come from anywhere. They are looked at as bytes within fixed bounds, and what Excel and its
like also keep under other names is refused with what to do about it.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterable

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from maturity.faults import Fault, Faults

MAX_MEGABYTES = 5
# A workbook as the portal makes it has a dozen members, together 200 KB with 8,000 tags.
MAX_MEMBERS = 200
MAX_UNPACKED = 15_000_000
# Elements are what reading XML spends time and memory on, whatever they hold.
MAX_TAGS = 200_000
# Of formulas that cells share: each of those cells has the whole formula worked out for it.
MAX_SHARED = 4_000_000
# An encoding in which tags would not be counted. Excel and its like write UTF-8.
OTHER_ENCODING = re.compile(
    rb"\A(?:\xff\xfe|\xfe\xff|<\0|\0<)"
    rb"|\A(?:\xef\xbb\xbf)?\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"'](?!utf-8[\"']|us-ascii[\"'])",
    re.IGNORECASE,
)
OLD_FORMAT = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def check(data: bytes) -> None:
    """Raises Faults unless the bytes are an Excel workbook (.xlsx) that may be opened."""
    if message := _fault(data):
        raise Faults([Fault("", message)])


def _fault(data: bytes) -> str | None:
    if not data:
        return _("The file is empty.")
    if len(data) > MAX_MEGABYTES * 1_000_000:
        message = _("The file is too large: at most %(limit)s MB are read.")
        return message % {"limit": number_format(MAX_MEGABYTES)}
    if data.startswith(OLD_FORMAT):
        if ENCRYPTED in data:
            return _(
                "The file is protected by a password. Open it, take the password away, save it, "
                "and upload it again."
            )
        return _not_xlsx(_("an old Excel workbook (.xls)"))
    if not data.startswith(b"PK"):
        if _looks_like_a_table(data):
            return _not_xlsx(_("a table as text (.csv)"))
        return _not_xlsx(_("another kind of file"))
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _archive_fault(archive)
    # NotImplementedError and RuntimeError: a way of packing or a password that zipfile lacks.
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError,
            RuntimeError):  # fmt: skip
        return damaged()


def damaged() -> str:
    """What is said of a file that cannot be read although it seemed to be a workbook."""
    return _(
        "The file cannot be read as an Excel workbook: it may be damaged. Open it in Excel or "
        "LibreOffice, save it as an Excel workbook (.xlsx), and upload it again."
    )


def _not_xlsx(kind: str) -> str:
    message = _(
        "The file is not an Excel workbook (.xlsx), but %(kind)s. Upload the workbook that you "
        "downloaded from the portal, saved as an Excel workbook (.xlsx)."
    )
    return message % {"kind": kind}


def _archive_fault(archive: zipfile.ZipFile) -> str | None:
    members = archive.infolist()
    names = [member.filename for member in members]
    unpacked = sum(member.file_size for member in members)
    if len(members) > MAX_MEMBERS or unpacked > MAX_UNPACKED:
        return _too_much()
    if len(set(names)) < len(names):
        return damaged()
    if any("vbaproject" in name.casefold() for name in names):
        return _macros()
    if "mimetype" in names and b"opendocument" in archive.read("mimetype"):
        return _not_xlsx(_("an OpenDocument file (.ods)"))
    if "xl/workbook.bin" in names:
        return _not_xlsx(_("a binary Excel workbook (.xlsb)"))
    if "[Content_Types].xml" not in names or not any(name.startswith("xl/") for name in names):
        return _not_xlsx(_("another kind of file"))
    if b"macroenabled" in archive.read("[Content_Types].xml").lower():
        return _macros()
    # What the list of members says of a size is kept to when they are read.
    return _content_fault(archive.read(name) for name in names)


def _content_fault(parts: Iterable[bytes]) -> str | None:
    tags = 0
    for part in parts:
        if OTHER_ENCODING.match(part):
            return damaged()
        texts = part.split(b"<")
        tags += len(texts) - 1
        shared = part.count(b"shared") * max(len(text) for text in texts)
        if tags > MAX_TAGS or shared > MAX_SHARED:
            return _too_much()
    return None


def _too_much() -> str:
    return _("The file holds far more than a workbook of this portal. It was not opened.")


def _macros() -> str:
    return _(
        "The file carries macros, which the portal does not take. Save it as an Excel workbook "
        "without macros (.xlsx), and upload it again."
    )


def _looks_like_a_table(data: bytes) -> bool:
    start = data[:2000]
    return b"\0" not in start and any(mark in start for mark in (b",", b";", b"\t"))
