"""An export as an Excel workbook: a sheet that says what it is, one a table, and the dictionary.

It is written row by row into temporary files, so that its size takes no memory. openpyxl is
imported where one is made.
"""

from collections.abc import Iterable
from typing import IO, Any

from django.utils import timezone
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from assessments.web import sheets
from assessments.web.spreadsheet import escaped
from maturity.wording import long_date
from reports.exports import dictionary
from reports.exports.columns import ColumnKind, Table
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
    pages = []
    for table in filter(scope.has, TABLES.values()):
        widths = [WIDTHS[column.kind] for column in table.columns]
        pages.append(
            (table, sheets.TableSheet(book.create_sheet(str(table.name)), table.headings(), widths))
        )
    # One reading of each snapshot serves all of its sheets.
    for subject in scope.subjects(language):
        _append(subject, [each for each in pages if not (each[0].of_plans or each[0].of_council)])
    for plans in scope.plans():
        _append(plans, [each for each in pages if each[0].of_plans])
    for council in scope.councils(language):
        _append(council, [each for each in pages if each[0].of_council])
    for _table, page in pages:
        page.finish()
    _explained(book.create_sheet(_("Data dictionary")))
    book.save(file)


def _append(part: object, pages: Iterable[tuple[Table[Any], sheets.TableSheet]]) -> None:
    for table, page in pages:
        for row in table.rows(part):
            page.append(row)


def _about(sheet: Any, scope: Scope) -> None:
    sheets.widened(sheet, ABOUT_WIDTHS)
    sheets.on_paper(sheet)
    title = WriteOnlyCell(sheet)
    sheets.as_text(title, escaped(scope.title))
    sheets.titled(title)
    sheet.append([title])
    sheet.append([])
    for number, (label, text) in enumerate(_facts(scope), 3):
        cells = [WriteOnlyCell(sheet, label), WriteOnlyCell(sheet)]
        sheets.labelled(cells[0])
        sheets.said(cells[1], escaped(text))
        sheet.row_dimensions[number].height = sheets.height(sheets.lines_of(text, ABOUT_WIDTHS[1]))
        sheet.append(cells)


def _facts(scope: Scope) -> Iterable[tuple[str, str]]:
    yield _("Contents"), scope.choice
    yield _("Number of assessments"), str(scope.count)
    yield _("Number of plans"), str(len(scope.planned))
    if not scope.count and scope.planned:
        yield "", _("There is no baseline yet: only the sheets of plans and lessons have rows.")
    elif not scope.count:
        yield "", _("There is no baseline yet: the sheets have their headings only.")
    yield _("Made on"), long_date(timezone.localtime())
    for table in TABLES.values():
        yield str(table.name), str(table.grain)
    yield _("Data dictionary"), _("What each column means, and where it comes from.")
    if not scope.opinions:
        yield (
            _("Left out"),
            _(
                "The independent ratings of governments, and their dissent: you can see "
                "them once all governments have finished."
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
    page = sheets.TableSheet(sheet, dictionary.headings(), DICTIONARY_WIDTHS)
    for row in dictionary.rows():
        page.append(row)
    page.finish()
