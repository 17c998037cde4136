"""The sheet of the workbook that shows the plan: read, and never read back."""

import datetime
from collections.abc import Sequence

from openpyxl.worksheet.worksheet import Worksheet

from assessments.web import sheets
from assessments.web.spreadsheet import dated, escaped
from assessments.workbook import style
from assessments.workbook.plan import COLUMNS, HINT, NAME, PlanContent, Value, row_digests, said_in

WIDTHS = (38, 16, 13, 16, 22, 38, 46)
FIRST_LINES = 3  # the title, what the sheet is for, where the levels come from


def fill(page: Worksheet, plan: PlanContent) -> None:
    """Write the plan, its tables one below the other."""
    sheets.widened(page, WIDTHS)
    sheets.titled(page.cell(1, 1, str(NAME)))
    page.row_dimensions[1].height = 26
    _band(page, 2, str(HINT))
    if plan.note:
        sheets.hinted(page.cell(FIRST_LINES, 1, escaped(plan.note)))
    row = FIRST_LINES
    for table in plan.tables:
        row += 2
        _band(page, row, table.heading)
        row += 1
        for column, text in enumerate(table.headers, 1):
            sheets.headed(page.cell(row, column, text))
        page.row_dimensions[row].height = sheets.height(2)
        for values in table.rows:
            row += 1
            _row(page, row, values)
        if table.more:
            row += 1
            sheets.hinted(page.cell(row, 1, table.more))
    style.printed(page, header_row=None)


def digests(page: Worksheet) -> list[str]:
    """The digests of each row that says something, as the hidden sheet keeps them."""
    rows = (" ".join(row_digests(said_in(cells)).values()) for cells in page.iter_rows())
    return [each for each in rows if each]


def _band(page: Worksheet, row: int, text: str) -> None:
    for column in range(1, COLUMNS + 1):
        style.banded(page.cell(row, column))
    page.cell(row, 1, text)
    page.row_dimensions[row].height = 20


def _row(page: Worksheet, row: int, values: Sequence[Value]) -> None:
    lines = 1
    for column, value in enumerate(values, 1):
        cell = page.cell(row, column)
        style.filled(cell, "plan", locked=True)
        if isinstance(value, str):
            sheets.as_text(cell, escaped(value))
            lines = max(lines, sheets.lines_of(value, WIDTHS[column - 1]))
        elif isinstance(value, datetime.date):
            cell.value, cell.number_format = dated(value), "yyyy-mm-dd"
        else:
            cell.value = value
    page.row_dimensions[row].height = sheets.height(lines)
