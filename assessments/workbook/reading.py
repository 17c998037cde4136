"""Reading a workbook that came back: every row that says something new, or every fault at its cell.

Sheets, columns and rows are found wherever they were moved: sheets by their name in either
language, columns by the hidden row of keys or else by their headers in either language, rows by the
code and the channel that stand in them.
"""

import uuid
import warnings
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from openpyxl.utils import get_column_letter

from assessments.exchange.reading import rating_faults
from assessments.rating.forms import item_of
from assessments.workbook import cells, files, grids
from assessments.workbook.cells import CannotBe, Values
from assessments.workbook.grids import SheetGrid
from assessments.workbook.layout import (
    ALL_CHANNELS,
    FORMAT,
    HEADERS,
    KEYS,
    Key,
    Layout,
    Sheet,
    both,
    header,
    sheet_names,
)
from assessments.workbook.leftovers import Leftover, leftovers
from assessments.workbook.plan import RowDigests
from assessments.workbook.tables import SheetTable, filled_columns, table_of, text_in
from maturity.bilingual import current_language
from maturity.faults import Fault, Faults
from maturity.text import Alteration

MAX_KEYS = 1_000
NOTHING = cells.digest({})


class OtherAssessment(Exception):
    """The workbook is of another assessment, whose id is `pk`."""

    def __init__(self, pk: uuid.UUID | None):
        super().__init__("the workbook is of another assessment")
        self.pk = pk


@dataclass(frozen=True, slots=True)
class CellFault:
    """A fault of a workbook: the sheet, its row (0 for all of it), the column, what is wrong."""

    sheet: str
    row: int
    column: str
    message: str


@dataclass(frozen=True, slots=True)
class WorkbookEntry:
    """A row that says something else than at the download. `values` is empty for an emptied row."""

    code: str
    channel: str
    values: Values


@dataclass
class Reading:
    """What a workbook says: what is new in it, what stood there at the download, its faults.

    `changes` is what was changed in its texts, `planned` the rows of the plan at the download,
    `leftovers` what was found in it and not taken.
    """

    language: str
    seen: dict[Key, str]  # the fingerprint of each answer at the download
    entries: list[WorkbookEntry] = field(default_factory=list)
    faults: list[CellFault] = field(default_factory=list)
    changes: set[Alteration] = field(default_factory=set)
    planned: tuple[RowDigests, ...] = ()
    leftovers: tuple[Leftover, ...] = ()


@dataclass(frozen=True, slots=True)
class _Row:
    """A row with a code, as read: `columns` says where each value stands."""

    sheet: str
    number: int
    columns: Mapping[str, int]
    code: str
    channel: str
    values: Values


def read(data: bytes, layout: Layout) -> Reading:
    """What the bytes of an uploaded file say.

    Raises Faults where it is no workbook of the portal, or holds the answers of others than the
    layout's; OtherAssessment where it is of another assessment than the layout's.
    """
    data = files.checked(data)
    with warnings.catch_warnings():
        # openpyxl warns of what it leaves out, such as extensions, of which nothing is read here.
        warnings.simplefilter("ignore")
        try:
            sheets = grids.opened(data)
        # Whatever openpyxl stumbles over, in a file that anyone may have made.
        except Exception as error:
            raise Faults([Fault("", files.damaged())]) from error
    reading, digests = _keys(sheets, layout)
    tables = list(_tables(sheets, layout, reading))
    rows = [row for table in tables for row in _rows_of(table, layout, reading)]
    _judge(rows, layout, reading, digests)
    reading.leftovers = leftovers(sheets, tables, layout, reading.planned)
    return reading


def _keys(sheets: Mapping[str, SheetGrid], layout: Layout) -> tuple[Reading, dict[Key, str]]:
    """What the hidden sheet says: the reading to be filled, and the digest of each row."""
    if KEYS not in sheets:
        message = _(
            "The hidden sheet “%(name)s”, which says what the workbook belongs to, is "
            "missing. Either it is not a workbook of this portal, or the sheet was "
            "deleted: download the workbook again, and copy your answers into it."
        )
        raise Faults([Fault("", message % {"name": KEYS})])
    lines = [[text_in(cell) for cell in row[:5]] for row in sheets[KEYS].rows]
    facts = {line[0]: line[1] for line in lines if len(line) > 1 and line[0] != "answer"}
    if facts.get("format") != FORMAT:
        message = _("The portal does not recognize this kind of workbook. Download it again.")
        raise Faults([Fault("", message)])
    if facts.get("assessment") != layout.assessment:
        try:
            other = uuid.UUID(facts.get("assessment", ""))
        except ValueError:
            other = None
        raise OtherAssessment(other)
    # What an earlier version made is the team's, and does not say it.
    if facts.get("government", "") != layout.government:
        message = _(
            "This workbook does not contain the answers of this page: it was downloaded "
            "for the team, or for another government. Download it again from this page, "
            "and copy your answers into it."
        )
        raise Faults([Fault("", message)])
    answers = [line[1:] for line in lines if len(line) == 5 and line[0] == "answer"][:MAX_KEYS]
    planned = [frozenset(line[1].split()) for line in lines if line[:1] == ["plan"]][:MAX_KEYS]
    language = facts.get("language", "")
    return (
        Reading(
            language if language in ("en", "fr") else current_language(),
            {(code, channel): seen for code, channel, seen, _digest in answers},
            planned=tuple(planned),
        ),
        {(code, channel): known for code, channel, _seen, known in answers},
    )


def _tables(
    sheets: Mapping[str, SheetGrid], layout: Layout, reading: Reading
) -> Iterator[SheetTable]:
    """The tables of the workbook that can be read; what is missing is told."""
    for sheet in layout.sheets:
        name = _name_of(sheet, sheets, layout, reading)
        table = table_of(name, sheet, sheets[name]) if name else None
        for column in table.missing if table else ():
            message = _("The column is missing.")
            reading.faults.append(CellFault(name, 0, header(column), message))
        if table and not table.missing:
            yield table


def _name_of(
    sheet: Sheet, sheets: Mapping[str, SheetGrid], layout: Layout, reading: Reading
) -> str:
    """What a sheet is called in the file; empty where it is missing (told)."""
    names = {language: sheet_names(layout, language)[sheet.code] for language in ("en", "fr")}
    wanted = {name.casefold() for name in names.values()}
    found = next((each for each in sheets if each.strip().casefold() in wanted), "")
    if not found:
        message = _("The sheet is missing, or has another name.")
        reading.faults.append(CellFault(names[reading.language], 0, "", message))
    return found


def _rows_of(table: SheetTable, layout: Layout, reading: Reading) -> Iterator[_Row]:
    """The rows of a table with a code and something in them; other faults go to the reading."""
    filled = filled_columns(table.sheet)
    for number, row in enumerate(table.grid.rows[table.first :], table.first + 1):
        found = _Finder(table, number, row, layout, reading)
        code = table.code_at(number)
        if not code:
            # A heading, or nothing at all.
            if any(found.given(column) for column in filled if column != "channel"):
                message = _("“%(code)s” is not a code of this sheet")
                text = "" if found.formula("code") else found.text("code")[:40]
                unsaid = _("the code is missing")
                found.fault("code", message % {"code": text} if text else unsaid)
            continue
        channel = found.channel() if "channel" in table.sheet.columns else ""
        values = found.values()
        if channel is not None and values is not None:
            yield _Row(table.name, number, table.columns, code, channel, values)


@dataclass(frozen=True, slots=True)
class _Finder:
    """A row of a sheet, whose values are found by their column."""

    table: SheetTable
    number: int
    row: tuple[Any, ...]
    layout: Layout
    reading: Reading

    @property
    def sheet(self) -> str:
        return self.table.name

    @property
    def columns(self) -> Mapping[str, int]:
        return self.table.columns

    def cell(self, column: str) -> Any:
        place = self.columns[column]
        return self.row[place] if place < len(self.row) else None

    def given(self, column: str) -> bool:
        cell = self.cell(column)
        return cell is not None and cell.value is not None and str(cell.value).strip() != ""

    def formula(self, column: str) -> bool:
        return self.given(column) and self.cell(column).data_type in ("f", "e")

    def text(self, column: str) -> str:
        return cells.text_of(self.cell(column)) if self.given(column) else ""

    def result(self, column: str) -> Any:
        """What the formula in a cell last gave, None where there is none."""
        return self.table.grid.results.get((self.number, self.columns[column] + 1))

    def fault(self, column: str, message: str) -> None:
        _tell(self.reading, self, column, message)

    def channel(self) -> str | None:
        """The code of the row's channel, empty for all; None where it is none (told)."""
        try:
            text = self.text("channel")
        except CannotBe as error:
            self.fault("channel", str(error))
            return None
        code = cells.code_of(text, self.layout.channel_words) if text else ""
        if code is None:
            message = _("“%(word)s” is not a channel: choose or type one of %(words)s")
            self.fault("channel", message % {"word": text[:40], "words": self.channel_words()})
        return code

    def channel_words(self) -> str:
        """The channels that may be typed."""
        offered = [both(ALL_CHANNELS), *self.layout.channels.values()]
        return ", ".join(words.of(current_language()) for words in offered)

    def values(self) -> Values | None:
        """The canonical values of the row; None where one cannot be taken (told)."""
        values: Values = {}
        sound = True
        for column in filled_columns(self.table.sheet):
            if column == "channel" or not self.given(column):
                continue
            cell = self.cell(column)
            self.reading.changes |= cells.changed_in(cell)
            try:
                if column == "rating":
                    values[column] = cells.rating_of(cell, self.layout)
                elif column.endswith("_language"):
                    values[column] = cells.language_in(cell)
                elif column == "indicator_value":
                    values[column] = cells.number_of(cell, self.result(column))
                    if cells.shows_percent(cell):
                        values.setdefault("indicator_unit", "%")
                elif column == "indicator_date":
                    values[column] = cells.date_of(cell)
                else:
                    values[column] = cells.text_of(cell)
            except CannotBe as error:
                self.fault(column, str(error))
                sound = False
        values["comment"] = self.with_notes(values.get("comment", ""))
        return cells.canonical(values, self.reading.language) if sound else None

    def with_notes(self, comment: str) -> str:
        """A comment, and below it the notes on cells of the row that it does not say already."""
        notes = [each for each in self.table.notes_at(self.number) if each not in comment]
        return "\n\n".join(filter(None, [comment, *notes]))


def _judge(
    rows: Sequence[_Row], layout: Layout, reading: Reading, digests: Mapping[Key, str]
) -> None:
    """Judges the rows by the rules of the exchange format, and keeps those that say something."""
    stated: dict[Key, _Row] = {}
    for row in rows:
        before = stated.get((row.code, row.channel))
        if before and before.values and row.values:
            _tell(reading, row, "code", _duplicate(row, layout))
        elif before is None or row.values:
            # A row at the foot may take the place of one that was emptied.
            stated[row.code, row.channel] = row
    for key, row in stated.items():
        if cells.digest(row.values) == digests.get(key, NOTHING):
            continue
        if row.channel in layout.other_channels:
            message = _('the initiative does not have the channel "%(code)s"')
            name = layout.other_channels[row.channel].of(current_language())
            _tell(reading, row, "channel", message % {"code": name})
        for column, message in _value_faults(row):
            _tell(reading, row, column, message)
        reading.entries.append(WorkbookEntry(row.code, row.channel, row.values))
    said = {key: row for key, row in stated.items() if row.values}
    for (code, channel), row in said.items():
        if not channel and any(other == code and each for other, each in said):
            message = _('"%(criterion)s" is rated both for all channels and for one')
            _tell(reading, row, "channel", message % {"criterion": code})


def _duplicate(row: _Row, layout: Layout) -> str:
    if not row.channel:
        return _('duplicate "%(criterion)s"') % {"criterion": row.code}
    message = _('duplicate "%(criterion)s" for the channel "%(channel)s"')
    channel = layout.channel_words[row.channel].of(current_language())
    return message % {"criterion": row.code, "channel": channel}


def _value_faults(row: _Row) -> Iterator[tuple[str, str]]:
    """The faults of a row's values: the column, and what is wrong."""
    if isinstance(row.values.get("indicator_value"), str):
        yield "indicator_value", _("must be a number, such as 62")
        return
    if item := item_of(row.values):
        part = "results" if "rating" in row.columns and "channel" not in row.columns else "ratings"
        subject = "result" if part == "results" else "criterion"
        for fault in rating_faults({subject: "-"} | item, part=part):
            yield _column(fault.place), fault.message


def _column(place: str) -> str:
    """The column at which a fault of an exchange entry stands."""
    if place.startswith("indicator"):
        return place.replace(".", "_") if "." in place else "indicator_name"
    return place.partition(".")[0] if place.partition(".")[0] in HEADERS else "rating"


def _tell(reading: Reading, row: _Row | _Finder, column: str, message: str) -> None:
    """Adds a fault of a row, at its cell in a column."""
    letter = get_column_letter(row.columns[column] + 1)
    where = f"{letter} – {header(column)}"
    reading.faults.append(CellFault(row.sheet, row.number, where, capfirst(message)))
