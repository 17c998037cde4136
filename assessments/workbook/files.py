"""Telling whether a file is a workbook that may be opened, before anything of it is.

Files come from anywhere. They are looked at as bytes within fixed bounds, and what Excel and its
like also keep under other names is refused with what to do about it.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Mapping

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from maturity.faults import Fault, Faults
from maturity.file_kinds import ENCRYPTED, LABELLED, OLE, OPEN
from maturity.office_files import MACRO_PART

MAX_MEGABYTES = 5
# A workbook as the portal makes it has a dozen members, together 200 KB with 8,000 tags.
MAX_MEMBERS = 200
MAX_UNPACKED = 15_000_000
# Sheets may have a style in every row that there can be, which is 42 MB.
MAX_SHEETS_UNPACKED = 60_000_000
SHEET = re.compile(r"xl/worksheets/[^/]+\.xml\Z")
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
# Cells and rows that hold a style and nothing else, as a program writes them for a whole grid. One
# that does not say where it stands is left, for those after it are counted from it.
EMPTY = re.compile(rb"<(?:\w{1,9}:)?(?:c|row)(?=[^<>]{0,100}\sr=\")[^<>]{0,200}/>")
SPREADSHEET, MANIFEST = f"{OPEN}spreadsheet".encode(), "META-INF/manifest.xml"
STRICT = b"http://purl.oclc.org/ooxml/"


def checked(data: bytes) -> bytes:
    """A workbook (.xlsx or .ods) that may be opened, without empty cells. Raises Faults."""
    _refuse(_fault(data))
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _refuse(_archive_fault(archive))
            # What the list of members says of a size is kept to when they are read.
            parts = {name: _without_empty(name, archive.read(name)) for name in archive.namelist()}
    # NotImplementedError and RuntimeError: a way of packing or a password that zipfile lacks.
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError,
            RuntimeError) as error:  # fmt: skip
        raise Faults([Fault("", damaged())]) from error
    _refuse(_content_fault(parts.values()))
    return _packed(parts)


def _refuse(message: str | None) -> None:
    if message:
        raise Faults([Fault("", message)])


def _fault(data: bytes) -> str | None:
    if not data:
        return _("The file is empty.")
    if len(data) > MAX_MEGABYTES * 1_000_000:
        message = _("The file is too large: the limit is %(limit)s MB.")
        return message % {"limit": number_format(MAX_MEGABYTES)}
    if data.startswith(OLE):
        if LABELLED in data:
            return _(
                "A sensitivity label protects the file, so that only some people can open "
                "it. Give it a label that does not protect it, or remove its protection, "
                "and save it again."
            )
        if ENCRYPTED in data:
            return _locked()
        return _not_xlsx(_("an old Excel workbook (.xls)"))
    if not data.startswith(b"PK"):
        if _looks_like_a_table(data):
            return _not_xlsx(_("a table as text (.csv)"))
        return _not_xlsx(_("another kind of file"))
    return None


def damaged() -> str:
    """What is said of a file that cannot be read although it seemed to be a workbook."""
    return _(
        "The file cannot be read as an Excel workbook: it may be damaged. Open it in Excel or "
        "LibreOffice, save it as an Excel workbook (.xlsx), and upload it again."
    )


def _not_xlsx(kind: str) -> str:
    message = _(
        "The file is not an Excel workbook (.xlsx), but %(kind)s. Upload the workbook that you "
        "downloaded from the portal, saved as an Excel workbook (.xlsx) or by LibreOffice (.ods)."
    )
    return message % {"kind": kind}


def _archive_fault(archive: zipfile.ZipFile) -> str | None:
    members = archive.infolist()
    names = [member.filename for member in members]
    sheets = sum(member.file_size for member in members if SHEET.match(member.filename))
    others = sum(member.file_size for member in members) - sheets
    if len(members) > MAX_MEMBERS or others > MAX_UNPACKED or sheets > MAX_SHEETS_UNPACKED:
        return _too_much()
    if len(set(names)) < len(names):
        return damaged()
    if any("vbaproject" in name.casefold() for name in names):
        return _macros()
    if "mimetype" in names:
        return _open_fault(archive)
    if "xl/workbook.bin" in names:
        return _not_xlsx(_("a binary Excel workbook (.xlsb)"))
    if "[Content_Types].xml" not in names or not any(name.startswith("xl/") for name in names):
        return _not_xlsx(_("another kind of file"))
    if b"macroenabled" in archive.read("[Content_Types].xml").lower():
        return _macros()
    if "xl/workbook.xml" in names and STRICT in archive.read("xl/workbook.xml"):
        return _strict()
    return None


def _open_fault(archive: zipfile.ZipFile) -> str | None:
    """What is wrong with a file that says what it is in its first part, as OpenDocument does."""
    names = archive.namelist()
    if archive.read("mimetype").strip() != SPREADSHEET or "content.xml" not in names:
        return _not_xlsx(_("another kind of file"))
    if MANIFEST in names and b"encryption-data" in archive.read(MANIFEST):
        return _locked()
    if any(MACRO_PART.search(name.casefold()) for name in names):
        return _macros()
    return None


def _without_empty(name: str, part: bytes) -> bytes:
    return EMPTY.sub(b"", part) if SHEET.match(name) else part


def _packed(parts: Mapping[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def _content_fault(parts: Iterable[bytes]) -> str | None:
    tags = 0
    for part in parts:
        if OTHER_ENCODING.match(part):
            return damaged()
        tags += part.count(b"<")
        if tags > MAX_TAGS:
            return _too_much()
        longest = max(len(text) for text in part.split(b"<"))
        if part.count(b"shared") * longest > MAX_SHARED:
            return _too_much()
    return None


def _too_much() -> str:
    return _(
        "The file contains far more than a workbook of this portal. It was not opened. If "
        "rows or columns outside the tables were coloured or framed, select and delete "
        "them, and save the file again."
    )


def _strict() -> str:
    return _(
        "The file is a “Strict Open XML” workbook, which the portal does not read. In Excel, "
        "choose “Save as” and the type “Excel Workbook (.xlsx)”, and upload that file."
    )


def _locked() -> str:
    return _(
        "The file is protected by a password. Open it, remove the password, save it, and "
        "upload it again."
    )


def _macros() -> str:
    return _(
        "The file contains macros, which the portal does not accept. Save it as an Excel "
        "workbook without macros (.xlsx), and upload it again."
    )


def _looks_like_a_table(data: bytes) -> bool:
    start = data[:2000]
    return b"\0" not in start and any(mark in start for mark in (b",", b";", b"\t"))
