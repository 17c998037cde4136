"""The sheets of a workbook as they came back: cells, notes, merged cells, results of formulas.

Cells are read within bounds, a row at a time. What that way of reading leaves out (notes and merged
cells) is read from the parts of the file beside it.
"""

import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, NamedTuple
from zipfile import ZipFile

from openpyxl import load_workbook
from openpyxl.packaging.relationship import get_dependents, get_rels_path
from openpyxl.utils.cell import coordinate_to_tuple, range_boundaries
from openpyxl.xml.functions import fromstring  # guarded by defusedxml

from assessments.workbook.cells import plain
from assessments.workbook.opendocument import is_opendocument, sheets_of

MAX_ROWS, MAX_COLUMNS, MAX_SHEETS = 2_000, 60, 50
MERGED = re.compile(rb"<(?:\w+:)?mergeCell\s[^<>]*?ref=\"([A-Z]{1,3}[0-9]+:[A-Z]{1,3}[0-9]+)\"")

Cells = list[tuple[Any, ...]]
Place = tuple[int, int]  # of a cell: its row and its column, both from 1


class Merged(NamedTuple):
    """Cells that are merged into one, which holds what is said at the first row and column."""

    first_row: int
    first_column: int
    last_row: int


@dataclass
class SheetGrid:
    """One sheet."""

    rows: Cells
    notes: Mapping[Place, str] = field(default_factory=dict)
    merged: tuple[Merged, ...] = ()
    results: Mapping[Place, Any] = field(default_factory=dict)  # of formulas, as last worked out


def opened(data: bytes) -> dict[str, SheetGrid]:
    """The sheets of a workbook by their names. Raises whatever a damaged file makes it raise."""
    if is_opendocument(data):
        sheets = sheets_of(data, rows=MAX_ROWS, columns=MAX_COLUMNS)
        return {name: _open_grid(rows) for name, rows in islice(sheets, MAX_SHEETS)}
    grids = _read(data)
    if any(cell.data_type == "f" for grid in grids.values() for _place, cell in placed(grid.rows)):
        for name, worked_out in _read(data, data_only=True).items():
            formulas = {place for place, cell in placed(grids[name].rows) if cell.data_type == "f"}
            grids[name].results = {
                place: cell.value for place, cell in placed(worked_out.rows) if place in formulas
            }
    return grids


def placed(rows: Cells) -> Iterator[tuple[Place, Any]]:
    """Every cell that holds something, with its place."""
    return ((place, cell) for place, cell in _every(rows) if cell.value is not None)


def _every(rows: Cells) -> Iterator[tuple[Place, Any]]:
    for row, cells in enumerate(rows, 1):
        for column, cell in enumerate(cells, 1):
            yield (row, column), cell


def _read(data: bytes, *, data_only: bool = False) -> dict[str, SheetGrid]:
    book = load_workbook(io.BytesIO(data), read_only=True, keep_links=False, data_only=data_only)
    try:
        with ZipFile(io.BytesIO(data)) as archive:
            return {sheet.title: _grid(sheet, archive) for sheet in book.worksheets[:MAX_SHEETS]}
    finally:
        book.close()


def _grid(sheet: Any, archive: ZipFile) -> SheetGrid:
    rows = list(sheet.iter_rows(max_row=MAX_ROWS, max_col=MAX_COLUMNS))
    path = sheet._worksheet_path  # nothing public says which part a sheet is
    return SheetGrid(rows, _notes(archive, path), tuple(_merged(archive.read(path))))


def _open_grid(rows: Cells) -> SheetGrid:
    cells = list(_every(rows))
    return SheetGrid(
        rows,
        {place: cell.note for place, cell in cells if cell.note},
        tuple(Merged(*place, place[0] + cell.rows - 1) for place, cell in cells if cell.rows > 1),
        {place: cell.result for place, cell in cells if cell.result is not None},
    )


def _merged(part: bytes) -> Iterator[Merged]:
    for match in MERGED.finditer(part, max(part.rfind(b"sheetData"), 0)):
        column, row, _last_column, last_row = range_boundaries(match.group(1).decode())
        yield Merged(row, column, last_row)


def _notes(archive: ZipFile, path: str) -> dict[Place, str]:
    """The notes of a sheet by their cells; of a conversation, what was said in it."""
    if get_rels_path(path) not in archive.namelist():
        return {}
    parts = {
        each.Type.rpartition("/")[2]: fromstring(archive.read(each.target))
        for each in get_dependents(archive, get_rels_path(path))
        if each.Type.endswith(("/comments", "/threadedComment"))
    }
    notes = dict(_simple_notes(parts["comments"])) if "comments" in parts else {}
    if "threadedComment" in parts:
        # For older programs, each conversation is there as a simple note too, in other words.
        notes |= _conversations(parts["threadedComment"])
    return {place: text for place, text in notes.items() if text}


def _simple_notes(part: Any) -> Iterator[tuple[Place, str]]:
    authors = [each.text or "" for each in part.iterfind(".//{*}author")]
    for note in part.iterfind(".//{*}comment"):
        text = plain("".join(each.text or "" for each in note.iterfind(".//{*}t")))
        number = int(note.get("authorId") or 0)
        # Excel begins a note with the name of who writes it.
        author = authors[number] if number < len(authors) else ""
        yield coordinate_to_tuple(note.get("ref")), text.removeprefix(f"{author}:").strip()


def _conversations(part: Any) -> dict[Place, str]:
    said: dict[Place, list[str]] = {}
    for each in part.iterfind("{*}threadedComment"):
        text = "".join(line.text or "" for line in each.iterfind("{*}text"))
        said.setdefault(coordinate_to_tuple(each.get("ref")), []).append(plain(text))
    return {place: "\n".join(texts) for place, texts in said.items()}
