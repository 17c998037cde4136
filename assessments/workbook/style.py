"""How the cells of the workbook look that people fill in."""

import math
from typing import Any

from openpyxl.cell.cell import Cell
from openpyxl.styles import Font, PatternFill, Protection
from openpyxl.worksheet.worksheet import Worksheet

from assessments.web.sheets import (
    ACCENT,
    BOX,
    FONT,
    INK,
    SOFT,
    UNWRAPPED,
    WRAPPED,
    lines_of,
    on_paper,
)

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
UNLOCKED = Protection(locked=False)


def banded(cell: Cell) -> None:
    cell.font = Font(FONT, 10, bold=True, color=ACCENT)
    cell.fill = PatternFill("solid", fgColor="FFE1EBF2")
    cell.alignment = UNWRAPPED


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


def printed(page: Worksheet, *, header_row: int | None) -> None:
    """Without grid lines, ready for paper, and locked."""
    page.sheet_view.showGridLines = False
    on_paper(page, header_row=header_row)
    # Without a password: against slips, not against people. Widths may be changed.
    page.protection.sheet = True
    page.protection.formatColumns = page.protection.formatRows = False
