"""Reading the sheets of an OpenDocument file (.ods), as LibreOffice saves a workbook.

Cells are given as openpyxl gives those of an Excel file: a value, the letter of its type, and
whether it shows a percentage. Rows and cells that are repeated are so within bounds.
"""

import datetime
import io
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any
from zipfile import ZipFile

from openpyxl.xml.functions import fromstring  # guarded by defusedxml

from assessments.workbook.cells import plain

OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
CALC = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"
CELLS = {f"{TABLE}table-cell", f"{TABLE}covered-table-cell"}
NOTE = f"{OFFICE}annotation"


@dataclass(frozen=True, slots=True)
class OpenCell:
    """A cell. `result` is what its formula last gave, `rows` how many it is merged over."""

    value: Any = None
    data_type: str = "n"
    number_format: str = "General"
    note: str = ""
    result: Any = None
    rows: int = 1


def is_opendocument(data: bytes) -> bool:
    """Whether a zip file is an OpenDocument file."""
    with ZipFile(io.BytesIO(data)) as archive:
        return "content.xml" in archive.namelist()


def sheets_of(data: bytes, *, rows: int, columns: int) -> Iterator[tuple[str, list[tuple]]]:
    """The name of each sheet and its first cells, as many rows and columns at most."""
    with ZipFile(io.BytesIO(data)) as archive:
        content = fromstring(archive.read("content.xml"))
    for table in content.iter(f"{TABLE}table"):
        yield table.get(f"{TABLE}name", ""), list(islice(_rows(table, columns), rows))


def _rows(table: Any, columns: int) -> Iterator[tuple[OpenCell, ...]]:
    # Rows may be grouped, or be headings that are repeated on each page.
    for row in table.iter(f"{TABLE}table-row"):
        cells = tuple(islice(_cells(row), columns))
        for _n in range(_number(row, "number-rows-repeated")):
            yield cells


def _cells(row: Any) -> Iterator[OpenCell]:
    for element in row:
        if element.tag in CELLS:
            cell = _cell(element)
            for _n in range(_number(element, "number-columns-repeated")):
                yield cell


def _cell(element: Any) -> OpenCell:
    value, data_type = _value(element)
    kind = element.get(f"{OFFICE}value-type")
    number_format = "0%" if kind == "percentage" else "General"
    notes = [_lines(note) for note in element.iterfind(NOTE)]
    shared = (number_format, "\n".join(notes))
    rows = _number(element, "number-rows-spanned")
    formula = element.get(f"{TABLE}formula")
    if formula:
        return OpenCell(
            formula, "f", *shared, result=value if data_type == "n" else None, rows=rows
        )
    return OpenCell(value, data_type, *shared, rows=rows)


def _value(element: Any) -> tuple[Any, str]:
    """What a cell holds, and the letter of its type."""
    kind = element.get(f"{OFFICE}value-type")
    if element.get(f"{CALC}value-type") == "error":
        return _lines(element), "e"
    if kind in ("float", "percentage", "currency"):
        return float(element.get(f"{OFFICE}value")), "n"
    if kind == "date":
        day = datetime.datetime.fromisoformat(element.get(f"{OFFICE}date-value"))
        return day.replace(tzinfo=None), "d"
    if kind == "boolean":
        return element.get(f"{OFFICE}boolean-value") == "true", "b"
    text = _lines(element)
    return text or None, "s" if text else "n"


def _lines(element: Any) -> str:
    """The paragraphs of a cell or a note, a line each."""
    return plain("\n".join("".join(_words(each)) for each in element.iterfind(f"{TEXT}p")))


def _words(element: Any) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if child.tag == f"{TEXT}s":
            yield " " * min(int(child.get(f"{TEXT}c") or 1), 1_000)
        elif child.tag == f"{TEXT}tab":
            yield "\t"
        elif child.tag == f"{TEXT}line-break":
            yield "\n"
        elif child.tag != NOTE:
            yield from _words(child)
        yield child.tail or ""


def _number(element: Any, name: str) -> int:
    return int(element.get(f"{TABLE}{name}") or 1)
