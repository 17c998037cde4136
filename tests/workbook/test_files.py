"""What is no workbook is refused before anything of it is opened, with what to do about it."""

import io
import re
import zipfile
from collections.abc import Callable

import pytest
from openpyxl.utils import get_column_letter

from assessments.workbook.files import MAX_MEMBERS, checked
from maturity.faults import Faults
from maturity.file_kinds import ENCRYPTED, LABELLED, OLE
from tests.workbook.sheets import entries, filled, made, packed, parts, reading, with_text

MACRO_TYPES = b'<Types><Override ContentType="application/vnd.ms-excel.sheet.macroEnabled"/>'


def with_part(name: str, content: bytes) -> bytes:
    """A workbook that has another part of this name, or one more."""
    return packed(parts(made()) | {name: content})


def strict(data: bytes) -> bytes:
    """A workbook as Excel saves it in its strict form."""
    namespaces = (b"http://schemas.openxmlformats.org/", b"http://purl.oclc.org/ooxml/")
    return packed({name: part.replace(*namespaces) for name, part in parts(data).items()})


def styled(data: bytes, *, rows: int, columns: int) -> bytes:
    """A workbook whose first sheet with questions has a style in every cell of a grid."""

    def cells(row: int) -> str:
        letters = (get_column_letter(n) for n in range(1, columns + 1))
        return "".join(f'<c r="{letter}{row}" s="3" t="n"/>' for letter in letters)

    empty = "".join(
        (f'<row r="{row}" s="3">{cells(row)}</row>' if columns else f'<row r="{row}" s="3"/>')
        for row in range(100, rows)
    )
    return with_text(data, "xl/worksheets/sheet2.xml", "</sheetData>", f"{empty}</sheetData>")


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
    "large": (lambda: bytes(5_000_001), "The file is too large: the limit is 5 MB."),
    "xls": (lambda: OLE + bytes(600), "an old Excel workbook (.xls)"),
    "encrypted": (lambda: OLE + ENCRYPTED, "protected by a password"),
    "label": (lambda: OLE + LABELLED + ENCRYPTED, "A sensitivity label protects the file"),
    "strict": (lambda: strict(made()), "a “Strict Open XML” workbook"),
    "csv": (lambda: b"Code,Rating\nACC-01,L\n", "a table as text (.csv)"),
    "pdf": (lambda: b"%PDF-1.7\n\0", "another kind of file"),
    "junk": (lambda: b"PK\x03\x04junk", "it may be damaged"),
    "cut off": (lambda: made()[:4000], "it may be damaged"),
    "xlsb": (lambda: packed({"xl/workbook.bin": b"x"}), "a binary Excel workbook (.xlsb)"),
    "docx": (lambda: packed({"word/document.xml": b"<x/>"}), "another kind of file"),
    "macros": (lambda: with_part("xl/vbaProject.bin", b"x"), "contains macros"),
    "xlsm": (lambda: with_part("[Content_Types].xml", MACRO_TYPES), "contains macros"),
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
        lambda: packed({f"xl/{n}": b"" for n in range(MAX_MEMBERS + 1)}),
        "far more than a workbook",
    ),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_what_is_no_workbook_is_told(kind: str) -> None:
    data, said = REFUSED[kind]
    with pytest.raises(Faults) as raised:
        checked(data())
    assert said in str(raised.value)


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_workbook_with_two_parts_of_one_name_is_told() -> None:
    file = io.BytesIO(made())
    with zipfile.ZipFile(file, "a") as zipped:
        zipped.writestr("xl/workbook.xml", b"<x/>")
    with pytest.raises(Faults, match="it may be damaged"):
        checked(file.getvalue())


def test_a_workbook_of_the_portal_is_not_refused() -> None:
    assert checked(made())


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


@pytest.mark.parametrize(("rows", "columns"), [(1_000, 26), (1_048_576, 0)])
def test_a_style_over_the_whole_grid_changes_nothing(rows: int, columns: int) -> None:
    data = filled(made(), ("ACC-01", "rating", "L"))
    assert entries(styled(data, rows=rows, columns=columns)) == [("ACC-01", "", {"rating": "L"})]


def test_cells_that_do_not_say_where_they_are_keep_their_places() -> None:
    data = filled(made(), ("ACC-01", "rating", "L"))
    part = parts(data)["xl/worksheets/sheet2.xml"].decode()
    placeless = re.sub(r'<c r="[A-Z]+[0-9]+"', "<c", part).encode()
    data = packed(parts(data) | {"xl/worksheets/sheet2.xml": placeless})
    assert entries(data) == [("ACC-01", "", {"rating": "L"})]


def test_entities_are_not_read() -> None:
    bomb = b'<!DOCTYPE a [<!ENTITY b "c">]><workbook>&b;</workbook>'
    with pytest.raises(Faults, match="it may be damaged"):
        reading(with_part("xl/workbook.xml", bomb))
