"""Sheets of Excel files: how they look, on the screen and on paper; texts that stay texts.

openpyxl, which takes time and memory to import, is so only where a file is made: whoever imports
this module does so there.
"""

import datetime
import io
import math
import re
from collections.abc import Iterable, Sequence
from itertools import chain, islice
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from assessments.web.spreadsheet import FORMULA, dated, escaped
from maturity.bilingual import current_language

FONT, INK, SOFT, ACCENT = "Arial", "FF1C2A33", "FF4A5962", "FF0F4264"
LARGE = 160  # characters: a wider table is printed on larger paper
LOOKED_AT, NARROWEST, WIDEST = 200, 10, 50  # rows, and characters
MAX_NAME, NOT_IN_NAMES = 31, re.compile(r"[\[\]:*?/\\]")  # of a sheet
LINE, ROOM, MAX_HEIGHT = 13.2, 6, 409  # points; Excel has no higher row

_HAIR = Side(style="thin", color="FFB9C3CA")
BOX = Border(left=_HAIR, right=_HAIR, top=_HAIR, bottom=_HAIR)
WRAPPED = Alignment(wrap_text=True, vertical="top")
UNWRAPPED = Alignment(vertical="center")


def as_text(cell: Any, text: str) -> None:
    """Text in a cell, never a formula: also not once somebody has edited the cell in Excel."""
    cell.value, cell.data_type = text, "s"
    cell.quotePrefix = _looks_like_more(text)


def titled(cell: Cell) -> None:
    cell.font = Font(FONT, 16, bold=True, color=ACCENT)
    cell.alignment = UNWRAPPED


def hinted(cell: Cell) -> None:
    cell.font = Font(FONT, 10, color=SOFT)


def headed(cell: Cell) -> None:
    cell.font = Font(FONT, 10, bold=True, color="FFFFFFFF")
    cell.fill = PatternFill("solid", fgColor=ACCENT)
    cell.alignment = Alignment(wrap_text=True, vertical="center")
    cell.border = BOX


def labelled(cell: Cell) -> None:
    cell.font = Font(FONT, 10, bold=True, color=INK)
    cell.alignment = WRAPPED


def said(cell: Cell, text: str) -> None:
    """Text to read."""
    as_text(cell, text)
    cell.font = Font(FONT, 10, color=INK)
    cell.alignment = WRAPPED


def lines_of(text: str, width: float) -> int:
    """How many lines a text takes in a column of so many characters, about."""
    return sum(max(1, math.ceil(len(part) / width)) for part in text.split("\n"))


def height(number: int) -> float:
    """The height of a row of so many lines, in points."""
    return min(number * LINE + ROOM, MAX_HEIGHT)


def on_paper(page: Any, *, header_row: int | None = None, large: bool = False) -> None:
    """A page on its side, as wide as the columns are, the headers on each; `large` is 11 by 17."""
    page.page_setup.orientation = "landscape"
    page.page_setup.paperSize = Worksheet.PAPERSIZE_TABLOID if large else Worksheet.PAPERSIZE_LETTER
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.page_margins.left = page.page_margins.right = 0.4
    page.page_margins.top = page.page_margins.bottom = 0.6
    page.oddFooter.left.text, page.oddFooter.right.text = "&A", "&P / &N"
    page.oddFooter.left.size = page.oddFooter.right.size = 8
    if header_row:
        page.print_title_rows = f"{header_row}:{header_row}"


def widened(page: Any, widths: Sequence[float]) -> None:
    """Columns of so many characters."""
    for n, width in enumerate(widths, 1):
        page.column_dimensions[get_column_letter(n)].width = width


class TableSheet:
    """A sheet that is a table, written row by row: filtered, and ready for paper.

    Of each column two cells serve all rows, one of them for texts that look like more than text:
    a style of its own for each cell would cost more than all else.
    """

    def __init__(self, sheet: Any, headings: Sequence[str], widths: Sequence[int]) -> None:
        self.sheet, self.widths, self.row = sheet, widths, 0
        widened(sheet, widths)
        on_paper(sheet, header_row=1, large=sum(widths) > LARGE)
        sheet.freeze_panes = "A2"
        heads = [WriteOnlyCell(sheet, heading) for heading in headings]
        for head in heads:
            headed(head)
        self._write(heads, self._lines(headings))
        self.cells = [(self._cell(), self._cell(quoted=True)) for _width in widths]

    def append(self, values: Sequence[Any]) -> None:
        """Write a row of texts, numbers and dates."""
        row = [self._filled(n, value) for n, value in enumerate(values)]
        self._write(row, self._lines(values))

    def finish(self) -> None:
        """To be called after the last row."""
        self.sheet.auto_filter.ref = f"A1:{get_column_letter(len(self.widths))}{self.row}"

    def _write(self, cells: Sequence[Any], lines: int) -> None:
        self.row += 1
        self.sheet.row_dimensions[self.row].height = height(lines) if lines > 1 else None
        self.sheet.append(cells)
        del self.sheet.row_dimensions[self.row]

    def _lines(self, values: Sequence[Any]) -> int:
        texts = zip(values, self.widths, strict=True)
        return max((lines_of(str(text), width) for text, width in texts if text), default=1)

    def _cell(self, *, quoted: bool = False) -> Any:
        cell = WriteOnlyCell(self.sheet)
        cell.alignment, cell.quotePrefix = WRAPPED, quoted
        return cell

    def _filled(self, column: int, value: Any) -> Any:
        if value is None or value == "":
            return None
        if isinstance(value, datetime.date):
            cell = self._cell()
            cell.value = dated(value)
        elif isinstance(value, str):
            cell = self.cells[column][_looks_like_more(value)]
            cell.value, cell.data_type = escaped(value), "s"
        else:
            cell = self.cells[column][False]
            cell.value = value
        return cell


def table_file(title: str, rows: Iterable[Sequence[Any]]) -> bytes:
    """An Excel file of one table, whose first row are its headings."""
    book = Workbook(write_only=True)
    book.properties.title, book.properties.language = title, f"{current_language()}-CA"
    every = iter(rows)
    first = list(islice(every, LOOKED_AT))
    sheet = book.create_sheet(NOT_IN_NAMES.sub(" ", title)[:MAX_NAME])
    table = TableSheet(sheet, [str(each) for each in first[0]], _widths(first))
    for row in chain(first[1:], every):
        table.append(row)
    table.finish()
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _widths(rows: Sequence[Sequence[Any]]) -> list[int]:
    """How wide each column is, by what stands in its first rows."""
    longest = (max(len(str(value or "")) for value in column) for column in zip(*rows, strict=True))
    return [min(max(each + 2, NARROWEST), WIDEST) for each in longest]


def _looks_like_more(text: str) -> bool:
    """Whether a program may take a text for a formula or an error."""
    return text.startswith((*FORMULA, "#"))
