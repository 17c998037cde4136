"""What is no workbook is refused before anything of it is opened, with what to do about it."""

import io
import zipfile
from collections.abc import Callable

import pytest

from assessments.workbook.files import ENCRYPTED, MAX_MEMBERS, OLD_FORMAT, check
from maturity.faults import Faults
from tests.workbook.sheets import made, reading

MACRO_TYPES = b'<Types><Override ContentType="application/vnd.ms-excel.sheet.macroEnabled"/>'


def archive(members: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, content in members.items():
            zipped.writestr(name, content)
    return file.getvalue()


def with_part(name: str, content: bytes) -> bytes:
    """A workbook that has another part of this name, or one more."""
    with zipfile.ZipFile(io.BytesIO(made())) as book:
        members = {each: book.read(each) for each in book.namelist()}
    return archive(members | {name: content})


def encrypted(data: bytes) -> bytes:
    """A zip file whose members claim to need a password."""
    changed = bytearray(data)
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = changed.find(mark)
        while place >= 0:
            changed[place + flags] |= 1
            place = changed.find(mark, place + 4)
    return bytes(changed)


# What is uploaded, made when it is asked for, and what is said of it.
REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "empty": (bytes, "The file is empty."),
    "large": (lambda: bytes(5_000_001), "The file is too large: at most 5 MB are read."),
    "xls": (lambda: OLD_FORMAT + bytes(600), "an old Excel workbook (.xls)"),
    "encrypted": (lambda: OLD_FORMAT + ENCRYPTED, "protected by a password"),
    "csv": (lambda: b"Code,Rating\nACC-01,L\n", "a table as text (.csv)"),
    "pdf": (lambda: b"%PDF-1.7\n\0", "another kind of file"),
    "junk": (lambda: b"PK\x03\x04junk", "it may be damaged"),
    "cut off": (lambda: made()[:4000], "it may be damaged"),
    "ods": (
        lambda: archive({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}),
        "an OpenDocument file (.ods)",
    ),
    "xlsb": (lambda: archive({"xl/workbook.bin": b"x"}), "a binary Excel workbook (.xlsb)"),
    "docx": (lambda: archive({"word/document.xml": b"<x/>"}), "another kind of file"),
    "macros": (lambda: with_part("xl/vbaProject.bin", b"x"), "carries macros"),
    "xlsm": (lambda: with_part("[Content_Types].xml", MACRO_TYPES), "carries macros"),
    "encrypted members": (lambda: encrypted(made()), "it may be damaged"),
    "bomb": (lambda: with_part("xl/media/x", bytes(20_000_000)), "far more than a workbook"),
    "tags": (lambda: with_part("xl/x.xml", b"<a/>" * 200_001), "far more than a workbook"),
    "shared formulas": (
        lambda: with_part(
            "xl/x.xml",
            b"<f t='shared'>" + b"A1+" * 6_000 + b"1</f>" + b"<f t='shared'/>" * 300,
        ),
        "far more than a workbook",
    ),
    "utf-16": (lambda: with_part("xl/x.xml", "<a/>".encode("utf-16")), "it may be damaged"),
    "utf-16 without a mark": (
        lambda: with_part("xl/x.xml", "<a/>".encode("utf-16-le")),
        "it may be damaged",
    ),
    "ebcdic": (
        lambda: with_part("xl/x.xml", b'<?xml version="1.0" encoding="cp037"?>' + b"L"),
        "it may be damaged",
    ),
    "members": (
        lambda: archive({f"xl/{n}": b"" for n in range(MAX_MEMBERS + 1)}),
        "far more than a workbook",
    ),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_what_is_no_workbook_is_told(kind: str) -> None:
    data, said = REFUSED[kind]
    with pytest.raises(Faults) as raised:
        check(data())
    assert said in str(raised.value)


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_workbook_with_two_parts_of_one_name_is_told() -> None:
    file = io.BytesIO(made())
    with zipfile.ZipFile(file, "a") as zipped:
        zipped.writestr("xl/workbook.xml", b"<x/>")
    with pytest.raises(Faults, match="it may be damaged"):
        check(file.getvalue())


def test_a_workbook_of_the_portal_is_not_refused() -> None:
    assert check(made()) is None


@pytest.mark.parametrize(
    "part",
    ["[Content_Types].xml", "xl/workbook.xml", "xl/worksheets/sheet2.xml"],
)
@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<x",
        b"<x/>",
        b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
        b"<a>" * 5_000 + b"</a>" * 5_000,
    ],
    ids=["empty", "cut off", "other", "entities", "deep"],
)
def test_a_workbook_with_a_part_that_is_none_is_told(part: str, content: bytes) -> None:
    try:
        told = [fault.message for fault in reading(with_part(part, content)).faults]
    except Faults as faults:
        told = [fault.message for fault in faults.faults]
    assert told


def test_entities_are_not_read() -> None:
    bomb = b'<!DOCTYPE a [<!ENTITY b "c">]><workbook>&b;</workbook>'
    with pytest.raises(Faults, match="it may be damaged"):
        reading(with_part("xl/workbook.xml", bomb))
