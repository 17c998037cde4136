"""An export as an Excel workbook: a sheet that says what it is, one a table, and the dictionary.

It is written row by row into temporary files, so that its size takes no memory. openpyxl is
imported where one is made.
"""

import datetime
from collections.abc import Iterable, Sequence
from typing import IO, Any

from django.utils import timezone
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.utils import get_column_letter

from assessments.web.spreadsheet import FORMULA
from assessments.workbook import style
from assessments.workbook.cells import escaped, written
from maturity.wording import long_date
from reports.exports import dictionary
from reports.exports.columns import ColumnKind, Value
from reports.exports.scopes import Scope
from reports.exports.tables import TABLES

# How wide the columns of each kind are, in characters.
WIDTHS = {
    ColumnKind.CODE: 15,
    ColumnKind.WORDS: 32,
    ColumnKind.TEXT: 44,
    ColumnKind.WHOLE: 12,
    ColumnKind.NUMBER: 12,
    ColumnKind.DATE: 13,
}
DICTIONARY_WIDTHS = (14, 34, 26, 38, 90, 60, 60)
ABOUT_WIDTHS = (34, 100)


def write(scope: Scope, language: str, file: IO[bytes]) -> None:
    """Write the workbook of a scope into a binary file, in the language of the page."""
    book = Workbook(write_only=True)
    book.properties.title = scope.title
    book.properties.creator = _("Client-centric services maturity portal")
    book.properties.language = f"{language}-CA"
    _about(book.create_sheet(_("About this file")), scope)
    sheets = []
    for table in TABLES.values():
        sheet = book.create_sheet(str(table.name))
        _headed(sheet, table.headings(), [WIDTHS[column.kind] for column in table.columns])
        sheets.append((table, sheet))
    numbers = dict.fromkeys(TABLES, 1)
    # One reading of each snapshot serves all sheets.
    for subject in scope.subjects(language):
        for table, sheet in sheets:
            for row in table.rows(subject):
                sheet.append([_cell(sheet, value) for value in row])
                numbers[table.key] += 1
    for table, sheet in sheets:
        last = get_column_letter(len(table.columns))
        sheet.auto_filter.ref = f"A1:{last}{numbers[table.key]}"
    _explained(book.create_sheet(_("Data dictionary")))
    book.save(file)


def _about(sheet: Any, scope: Scope) -> None:
    _widths(sheet, ABOUT_WIDTHS)
    title = WriteOnlyCell(sheet, escaped(scope.title))
    title.data_type = "s"
    style.titled(title)
    sheet.append([title])
    sheet.append([])
    for label, text in _facts(scope):
        cells = [WriteOnlyCell(sheet, label), WriteOnlyCell(sheet)]
        style.labelled(cells[0])
        style.said(cells[1], escaped(text))
        sheet.append(cells)


def _facts(scope: Scope) -> Iterable[tuple[str, str]]:
    yield _("What it holds"), scope.choice
    yield _("Number of assessments"), str(scope.count)
    if not scope.count:
        yield "", _("There is no baseline yet: the sheets have their headings only.")
    yield _("Made on"), long_date(timezone.localtime())
    for table in TABLES.values():
        yield str(table.name), str(table.grain)
    yield _("Data dictionary"), _("What each column means, and where it comes from.")
    if not scope.opinions:
        yield (
            _("Left out"),
            _(
                "What governments rated on their own, and their dissent: you may see it once all "
                "of them have finished."
            ),
        )
    yield (
        _("Languages"),
        _(
            "Codes are the same in English and in French. What people wrote is in the language "
            "that they wrote it in. Some wording of the model is unofficial: see the column "
            "“Source of the wording”."
        ),
    )


def _explained(sheet: Any) -> None:
    _headed(sheet, dictionary.headings(), DICTIONARY_WIDTHS)
    last = 1
    for last, row in enumerate(dictionary.rows(), 2):  # noqa: B007
        cells = []
        for text in row:
            cell = WriteOnlyCell(sheet)
            style.said(cell, escaped(text))
            cells.append(cell)
        sheet.append(cells)
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(DICTIONARY_WIDTHS))}{last}"


def _headed(sheet: Any, headings: Sequence[str], widths: Sequence[int]) -> None:
    _widths(sheet, widths)
    sheet.freeze_panes = "A2"
    cells = [WriteOnlyCell(sheet, heading) for heading in headings]
    for cell in cells:
        style.headed(cell)
    sheet.append(cells)


def _widths(sheet: Any, widths: Sequence[int]) -> None:
    for n, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(n)].width = width


def _cell(sheet: Any, value: Value) -> Any:
    """A value of a row: a cell of its own only where a plain one would be taken for more."""
    if isinstance(value, datetime.date):
        return written(value)
    if not isinstance(value, str):
        return value
    if not value:
        return None
    text = escaped(value)
    if not text.startswith((*FORMULA, "#")):
        return text
    # As text, which Excel leaves as text when somebody edits the cell.
    cell = WriteOnlyCell(sheet, text)
    cell.data_type, cell.quotePrefix = "s", True
    return cell
