"""What stands in a workbook and was not taken: told to whoever filled it in.

A text of the portal's own, or one that stands in the row that was read as well, is no news.
Anything else may be an answer that its writer believes to have given.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from openpyxl.utils import get_column_letter

from assessments.workbook import plan
from assessments.workbook.cells import plain
from assessments.workbook.grids import Cells, Merged, Place, SheetGrid, placed
from assessments.workbook.layout import KEYS, Layout, guide_names, own_words
from assessments.workbook.plan import RowDigests
from assessments.workbook.tables import SheetTable, code_in
from maturity.folding import fold

MOST = 1_000  # are kept: a sheet of one's own may hold any number
EXCERPT = 120
GUIDE_COLUMNS = 2  # hold how the workbook is filled in


@dataclass(frozen=True, slots=True)
class Leftover:
    """A text that was not taken: where it stands, and why (a key of preview.REASONS)."""

    sheet: str
    row: int
    column: str
    text: str
    reason: str


def leftovers(
    grids: Mapping[str, SheetGrid],
    tables: Sequence[SheetTable],
    layout: Layout,
    planned: Sequence[RowDigests] = (),
) -> tuple[Leftover, ...]:
    """What was not taken of the sheets of a workbook, whose `tables` were read; the rows of its
    plan were `planned` at the download.
    """
    known = {table.name: table for table in tables}
    words = own_words(layout)
    said = _said(tables)
    found: list[Leftover] = []
    for name, grid in grids.items():
        if name in known:
            found += _of_table(known[name], grid, words)
        elif planned and fold(name) in {fold(each) for each in plan.names()}:
            found += _of_plan(name, grid, planned)
        elif name != KEYS:
            guide = fold(name) in {fold(each) for each in guide_names()}
            found += _of_sheet(name, grid, words, said, skipped=GUIDE_COLUMNS if guide else 0)
    return tuple(found[:MOST])


def _of_table(table: SheetTable, grid: SheetGrid, words: Collection[str]) -> Iterator[Leftover]:
    taken = table.taken_columns
    for (row, column), cell in placed(grid.rows):
        # What stands in a column to be filled in is taken, or a fault.
        outside = row <= table.first or column not in taken
        if outside and fold(_text(cell)) not in words:
            yield _leftover(table.name, (row, column), _text(cell), "outside")
    for (row, column), text in grid.notes.items():
        if column not in taken or not table.code_at(row):
            yield _leftover(table.name, (row, column), text, "note")
    for merged in grid.merged:
        if text := _merged_text(table, grid.rows, merged):
            place = merged.first_row, merged.first_column
            yield _leftover(table.name, place, text, "merged")


def _of_sheet(
    name: str,
    grid: SheetGrid,
    words: Collection[str],
    said: Mapping[str, Collection[str]],
    *,
    skipped: int,
) -> Iterator[Leftover]:
    """Of a sheet that was not read: what is neither the portal's nor read elsewhere."""
    for number, cells in enumerate(grid.rows, 1):
        code = next(filter(None, (code_in(_text(cell), said) for cell in cells)), "")
        known = {*words, *said.get(code, ()), ""}
        for column, cell in enumerate(cells[skipped:], skipped + 1):
            if fold(_text(cell)) not in known:
                yield _leftover(name, (number, column), _text(cell), "sheet")
    for place, text in grid.notes.items():
        yield _leftover(name, place, text, "sheet")


def _of_plan(name: str, grid: SheetGrid, planned: Sequence[RowDigests]) -> Iterator[Leftover]:
    """What was changed on the sheet of the plan, which is for reading."""
    for number, cells in enumerate(grid.rows, 1):
        said = plan.said_in(cells)
        for column in plan.changed(said, planned):
            yield _leftover(name, (number, column), said[column], "plan")
    for place, text in grid.notes.items():
        yield _leftover(name, place, text, "plan")


def _said(tables: Sequence[SheetTable]) -> dict[str, set[str]]:
    """What the rows that were read say, by their codes."""
    said: dict[str, set[str]] = {code: set() for table in tables for code in table.codes}
    for table in tables:
        for number, cells in enumerate(table.grid.rows, 1):
            if code := table.code_at(number):
                said[code] |= {fold(_text(cell)) for cell in cells}
    return said


def _merged_text(table: SheetTable, rows: Cells, merged: Merged) -> str:
    """What cells of several answers say that are merged into one."""
    covered = [table.code_at(row) for row in range(merged.first_row, merged.last_row + 1)]
    if merged.first_column not in table.taken_columns or len(list(filter(None, covered))) < 2:
        return ""
    cells = rows[merged.first_row - 1] if merged.first_row <= len(rows) else ()
    return _text(cells[merged.first_column - 1]) if merged.first_column <= len(cells) else ""


def _text(cell: Any) -> str:
    return "" if cell.value is None else plain(str(cell.value))


def _leftover(sheet: str, place: Place, text: str, reason: str) -> Leftover:
    excerpt = text if len(text) <= EXCERPT else f"{text[:EXCERPT]}…"
    return Leftover(sheet, place[0], get_column_letter(place[1]), excerpt, reason)
