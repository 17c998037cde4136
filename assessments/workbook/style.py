"""How the workbook looks: calm on the screen, whole on paper."""

import math
from typing import Any

from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.worksheet.worksheet import Worksheet

FONT, INK, SOFT, ACCENT = "Arial", "FF1C2A33", "FF4A5962", "FF0F4264"
# In characters of the standard font.
WIDTHS = {
    "code": 9, "statement": 32, "guidance": 52, "channel": 14, "rating": 17, "comment": 38,
    "comment_language": 13, "reason": 26, "reason_language": 13, "indicator_name": 24,
    "indicator_value": 11, "indicator_unit": 10, "indicator_date": 15, "indicator_source": 24,
}  # fmt: skip
# What people fill in, and how Excel keeps it: "@" is text, even where it begins with "=".
FORMATS = {
    "channel": "General", "rating": "General", "comment": "@", "comment_language": "General",
    "reason": "@", "reason_language": "General", "indicator_name": "@",
    "indicator_value": "General", "indicator_unit": "@", "indicator_date": "yyyy-mm-dd",
    "indicator_source": "@",
}  # fmt: skip
LINE, ROOM, MAX_HEIGHT = 13.2, 6, 409  # points; Excel has no higher row

_HAIR = Side(style="thin", color="FFB9C3CA")
BOX = Border(left=_HAIR, right=_HAIR, top=_HAIR, bottom=_HAIR)
WRAPPED = Alignment(wrap_text=True, vertical="top")
UNWRAPPED = Alignment(vertical="center")
UNLOCKED = Protection(locked=False)


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


def banded(cell: Cell) -> None:
    cell.font = Font(FONT, 10, bold=True, color=ACCENT)
    cell.fill = PatternFill("solid", fgColor="FFE1EBF2")
    cell.alignment = UNWRAPPED


def labelled(cell: Cell) -> None:
    cell.font = Font(FONT, 10, bold=True, color=INK)
    cell.alignment = WRAPPED


def said(cell: Cell, text: str) -> None:
    """Text to read, never a formula."""
    cell.value, cell.data_type = text, "s"
    cell.font = Font(FONT, 10, color=INK)
    cell.alignment = WRAPPED


def filled(cell: Cell, column: str, *, locked: bool) -> None:
    """A cell of a row of answers; `locked` is whether its code is."""
    small = column == "guidance"
    cell.font = Font(FONT, 9 if small else 10, color=SOFT if small else INK)
    cell.alignment = WRAPPED
    cell.border = BOX
    if column in FORMATS or (column == "code" and not locked):
        cell.protection = UNLOCKED
        cell.number_format = FORMATS.get(column, "@")
    else:
        cell.fill = PatternFill("solid", fgColor="FFF2F5F7")


def lines(value: Any, column: str) -> int:
    """How many lines a value takes in its column, about."""
    if not isinstance(value, str):
        return 1
    if column == "guidance":  # in smaller letters
        return math.ceil(0.9 * lines_of(value, 1.12 * WIDTHS[column]))
    return lines_of(value, WIDTHS[column])


def lines_of(text: str, width: float) -> int:
    return sum(max(1, math.ceil(len(part) / width)) for part in text.split("\n"))


def height(number: int) -> float:
    """The height of a row of so many lines, in points."""
    return min(number * LINE + ROOM, MAX_HEIGHT)


def printed(page: Worksheet, *, header_row: int | None, columns: int) -> None:
    """Letter paper on its side, as wide as the columns are, the headers on each page; locked."""
    page.sheet_view.showGridLines = False
    page.page_setup.orientation, page.page_setup.paperSize = "landscape", page.PAPERSIZE_LETTER
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.page_margins.left = page.page_margins.right = 0.4
    page.page_margins.top = page.page_margins.bottom = 0.6
    page.oddFooter.left.text, page.oddFooter.right.text = "&A", "&P / &N"
    page.oddFooter.left.size = page.oddFooter.right.size = 8
    if header_row:
        page.print_title_rows = f"{header_row}:{header_row}"
    # Without a password: against slips, not against people. Widths may be changed.
    page.protection.sheet = True
    page.protection.formatColumns = page.protection.formatRows = False
