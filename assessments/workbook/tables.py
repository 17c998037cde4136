"""The table in a sheet: found by its keys or headers, wherever its columns were moved."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from assessments.workbook import cells
from assessments.workbook.grids import Cells, Place, SheetGrid
from assessments.workbook.layout import ANSWER, HEADERS, INDICATOR, RESULTS, Sheet, both
from maturity.folding import fold

LOOK_FOR_HEADERS = 30  # rows


@dataclass(frozen=True)
class SheetTable:
    """The table of a sheet of the workbook.

    `name` is what the sheet is called in the file, `first` the index of the first row below the
    headers, `columns` the index of each column that is found.
    """

    name: str
    sheet: Sheet
    grid: SheetGrid
    first: int
    columns: Mapping[str, int]

    @property
    def missing(self) -> list[str]:
        """The columns without which it is not read."""
        wanted = ("code", *filled_columns(self.sheet))
        return [column for column in wanted if column not in self.columns]

    @cached_property
    def codes(self) -> frozenset[str]:
        """The codes of the sheet's questions."""
        return frozenset(each.code for each in self.sheet.questions)

    @cached_property
    def taken_columns(self) -> frozenset[int]:
        """The numbers, from 1, of the columns that people fill in."""
        filled = filled_columns(self.sheet)
        return frozenset(self.columns[each] + 1 for each in filled if each in self.columns)

    def code_at(self, number: int) -> str:
        """The code in a row, counted from 1; empty where there is none."""
        if not self.first < number <= len(self.grid.rows):
            return ""
        row, place = self.grid.rows[number - 1], self.columns["code"]
        return code_in(text_in(row[place]), self.codes) if place < len(row) else ""

    def notes_at(self, number: int) -> list[str]:
        """The notes on the cells of a row that people fill in."""
        places: list[Place] = sorted((number, column) for column in self.taken_columns)
        return [self.grid.notes[place] for place in places if place in self.grid.notes]


def table_of(name: str, sheet: Sheet, grid: SheetGrid) -> SheetTable:
    """The table of a sheet, whose columns may be missing."""
    keys = {column: (column,) for column in sheet.columns}
    headers = {column: tuple(both(HEADERS[column])) for column in sheet.columns}
    key_row, by_key = _best_row(grid.rows, keys)
    header_row, by_header = _best_row(grid.rows, headers)
    # What the keys do not say (their row may be gone) is found by the headers.
    return SheetTable(name, sheet, grid, max(key_row, header_row) + 1, by_header | by_key)


def filled_columns(sheet: Sheet) -> Sequence[str]:
    """The columns that people fill in."""
    return (*ANSWER, *INDICATOR) if sheet.code == RESULTS else ("channel", *ANSWER)


def code_in(text: str, codes: Collection[str]) -> str:
    """The code that a text is, whatever its dashes, spaces and letters' case; empty for none."""
    found = "".join(fold(text).split()).upper()
    return found if found in codes else ""


def text_in(cell: Any) -> str:
    """The text in a cell, empty for anything else."""
    return cells.plain(cell.value) if isinstance(cell.value, str) else ""


def _best_row(rows: Cells, words: Mapping[str, tuple[str, ...]]) -> tuple[int, dict[str, int]]:
    """The row among the first in which most columns are named, and where each is named in it."""
    best, found = -1, dict[str, int]()
    for index, row in enumerate(rows[:LOOK_FOR_HEADERS]):
        texts = [text_in(cell).casefold() for cell in row]
        places = {
            column: texts.index(word.casefold())
            for column, known in words.items()
            for word in known
            if word.casefold() in texts
        }
        if len(places) > len(found):
            best, found = index, places
    return best, found
