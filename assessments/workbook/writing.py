"""Making the workbook: a sheet that says how, one an attribute, one of the results, the keys."""

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from assessments.models.ratings import MAX_TEXT
from assessments.web import sheets
from assessments.web.spreadsheet import escaped
from assessments.workbook import plan_sheet, style
from assessments.workbook.cells import Values, canonical, digest, written
from assessments.workbook.changes import StoredAnswer
from assessments.workbook.layout import (
    FOOT,
    FORMAT,
    HINT,
    KEYS,
    LANGUAGE_NAMES,
    RESULTS,
    Layout,
    Sheet,
    WorkbookQuestion,
    guidance_text,
    guide_names,
    header,
    level_heading,
    quoted,
    sheet_names,
)
from assessments.workbook.plan import NAME, PlanContent
from maturity.bilingual import current_language

# Rows of a sheet: the columns' keys (hidden), what it is about, how it is filled in, the headers.
KEY_ROW, TITLE_ROW, HINT_ROW, HEADER_ROW = 1, 2, 3, 4
MAX_SPARE_ROWS = 24


def workbook(
    layout: Layout,
    stored: Sequence[StoredAnswer],
    *,
    as_of: str,
    made_at: str,
    plan: PlanContent | None = None,
) -> bytes:
    """The workbook of an assessment in the language of the page, filled in with what is stored.

    `as_of` is the date of the situation in words, `made_at` the moment in ISO 8601; the `plan` is
    there to be read.
    """
    language = current_language()
    book = Workbook()
    book.remove(book.active)
    _guide(book.create_sheet(guide_names().of(language)), layout, language, as_of)
    lists = _Lists(layout, language)
    answers: dict[str, dict[str, StoredAnswer]] = {}
    for each in stored:
        answers.setdefault(each.code, {})[each.channel] = each
    names = sheet_names(layout, language)
    for sheet in layout.sheets:
        page = book.create_sheet(names[sheet.code])
        _Page(page, layout, sheet, language, answers, lists).fill()
    planned: list[str] = []
    if plan:
        page = book.create_sheet(str(NAME))
        plan_sheet.fill(page, plan)
        planned = plan_sheet.digests(page)
    _keys(book.create_sheet(KEYS), layout, stored, planned, lists, language, made_at)
    book.active = 0
    book.properties.title = f"{layout.initiative.of(language)} – {layout.stage.of(language)}"
    book.properties.creator = _("Client-centric services maturity portal")
    book.properties.language = f"{language}-CA"
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


class _Lists:
    """The words to choose from: columns of the hidden sheet, to which the drop-downs refer."""

    def __init__(self, layout: Layout, language: str) -> None:
        self.columns: list[tuple[str, list[str]]] = [
            ("rating", [each.of(language) for each in layout.scale.values()]),
            ("language", list(LANGUAGE_NAMES.values())),
            (
                "channel",
                [layout.channel_words[code].of(language) for code in ("", *layout.channels)],
            ),
            *(
                (each.code, [question.code for question in each.questions])
                for each in layout.sheets
            ),
        ]

    def reference(self, name: str) -> str:
        """The range of a list, for a formula."""
        for n, (known, words) in enumerate(self.columns):
            if known == name:
                letter = get_column_letter(LIST_COLUMN + n)
                return f"'{KEYS}'!${letter}$2:${letter}${len(words) + 1}"
        raise KeyError(name)


LIST_COLUMN = 8  # The first of the lists on the hidden sheet.


@dataclass
class _Page:
    """One sheet with questions, while it is filled."""

    page: Worksheet
    layout: Layout
    sheet: Sheet
    language: str
    answers: Mapping[str, Mapping[str, StoredAnswer]]
    lists: _Lists
    row: int = HEADER_ROW

    def fill(self) -> None:
        self.head()
        level = 0
        for question in self.sheet.questions:
            if question.level != level:
                level = question.level
                self.band(level_heading(self.layout, level, self.language))
            given = self.answers.get(question.code, {})
            by_channel = any(given)
            channels = dict.fromkeys([*self.layout.channels, *given]) if by_channel else [""]
            for n, channel in enumerate(channels):
                self.answer_row(question, channel, given.get(channel), guidance=n == 0)
        if self.spare_rows:
            self.band(str(FOOT))
            for _n in range(self.spare_rows):
                self.answer_row(None, "", None)
        self.choices()
        style.printed(self.page, header_row=HEADER_ROW)

    @property
    def spare_rows(self) -> int:
        channels = len(self.layout.channels)
        several = channels > 1 and self.sheet.code != RESULTS
        return min(4 * channels, MAX_SPARE_ROWS) if several else 0

    def head(self) -> None:
        put = self.page.cell
        for n, column in enumerate(self.sheet.columns, 1):
            put(KEY_ROW, n, column)
            sheets.headed(put(HEADER_ROW, n, header(column)))
            self.page.column_dimensions[get_column_letter(n)].width = style.WIDTHS[column]
        self.page.row_dimensions[KEY_ROW].hidden = True
        self.page.row_dimensions[HEADER_ROW].height = sheets.height(3)
        sheets.titled(put(TITLE_ROW, 1, escaped(self.sheet.name.of(self.language))))
        self.page.row_dimensions[TITLE_ROW].height = 26
        sheets.hinted(put(HINT_ROW, 1, str(HINT)))
        # The statement stays in sight while one goes on to the right.
        self.page.freeze_panes = self.page.cell(HEADER_ROW + 1, 3)

    def band(self, text: str) -> None:
        self.row += 1
        for n in range(1, len(self.sheet.columns) + 1):
            style.banded(self.page.cell(self.row, n))
        self.page.cell(self.row, 1, escaped(text))
        self.page.row_dimensions[self.row].height = 20

    def answer_row(
        self,
        question: WorkbookQuestion | None,
        channel: str,
        answer: StoredAnswer | None,
        *,
        guidance: bool = False,
    ) -> None:
        self.row += 1
        lines = 3
        values = self.values(answer)
        for n, column in enumerate(self.sheet.columns, 1):
            cell = self.page.cell(self.row, n)
            text: Any = None
            if column == "code":
                text = question and question.code
            elif column == "statement":
                text = question and quoted(question.words.of(self.language), self.language)
            elif column == "guidance":
                text = guidance_text(question, self.language) if question and guidance else None
            elif column == "channel":
                text = self.layout.channel_words[channel].of(self.language) if question else None
            else:
                text = values.get(column)
            style.filled(cell, column, locked=question is not None)
            if isinstance(text, str):
                sheets.as_text(cell, escaped(text))
            else:
                cell.value = text
            lines = max(lines, style.lines(text, column))
        self.page.row_dimensions[self.row].height = sheets.height(lines)

    def values(self, answer: StoredAnswer | None) -> dict[str, Any]:
        """What stands in the cells of an answer: words for codes."""
        if answer is None:
            return {}
        values: dict[str, Any] = {name: written(each) for name, each in answer.values.items()}
        if values.get("rating"):
            values["rating"] = self.layout.scale[values["rating"]].of(self.language)
        for name in ("comment_language", "reason_language"):
            values[name] = LANGUAGE_NAMES.get(values.get(name, ""))
        return values

    def choices(self) -> None:
        """The drop-downs, and how long a text may be."""
        for n, column in enumerate(self.sheet.columns, 1):
            name = "language" if column.endswith("_language") else column
            rule = None
            first, last = HEADER_ROW + 1, self.row
            if name in ("rating", "language", "channel"):
                rule = DataValidation("list", formula1=self.lists.reference(name))
                rule.error = _("Choose one of the words in the list.")
            elif name == "code" and self.spare_rows:
                rule = DataValidation("list", formula1=self.lists.reference(self.sheet.code))
                rule.error = _("Choose one of the codes in the list.")
                first = self.row - self.spare_rows + 1
            elif name in ("comment", "reason"):
                rule = DataValidation(
                    "textLength", operator="lessThanOrEqual", formula1=str(MAX_TEXT)
                )
                rule.error = _("At most 10,000 characters are kept.")
            if rule:
                rule.allow_blank = rule.showErrorMessage = True
                letter = get_column_letter(n)
                rule.add(f"{letter}{first}:{letter}{last}")
                self.page.add_data_validation(rule)


def _guide(page: Worksheet, layout: Layout, language: str, as_of: str) -> None:
    """The first sheet: what the workbook is of, how it is filled in, and what the ratings mean."""
    page.column_dimensions["A"].width, page.column_dimensions["B"].width = 26, 84
    sheets.titled(page.cell(1, 1, _("How to fill in this workbook")))
    page.row_dimensions[1].height = 28
    row = 2
    own = [(_("Jurisdiction"), layout.government_name.of(language))] if layout.government else []
    for label, text in (
        *own,
        (_("Initiative"), layout.initiative.of(language)),
        (_("Life-cycle stage"), layout.stage.of(language)),
        (_("Situation as of"), as_of),
        (_("Edition of the model"), layout.edition),
    ):
        row += 1
        sheets.labelled(page.cell(row, 1, label))
        sheets.said(page.cell(row, 2), escaped(text))
    row += 1
    for number, text in enumerate(_steps(layout), 1):
        row += 1
        sheets.labelled(page.cell(row, 1, _("Step %(number)s") % {"number": number}))
        sheets.said(page.cell(row, 2), text)
        page.row_dimensions[row].height = sheets.height(sheets.lines_of(text, 84))
    row += 2
    sheets.labelled(page.cell(row, 1, _("Rating")))
    sheets.labelled(page.cell(row, 2, _("How much is achieved")))
    for code, words in layout.scale.items():
        row += 1
        sheets.said(page.cell(row, 1), words.of(language))
        sheets.said(page.cell(row, 2), layout.shares[code].of(language) or "–")
    row += 2
    warning = _("Do not enter personal information about clients anywhere in this workbook.")
    sheets.said(page.cell(row, 1), warning)
    page.cell(row, 1).alignment = sheets.UNWRAPPED
    style.printed(page, header_row=None)


def _steps(layout: Layout) -> Iterator[str]:
    if layout.government:
        yield _("Go through the sheets. Each attribute has one.")
    else:
        yield _("Go through the sheets. Each attribute has one, and the results have one.")
    yield _(
        "Answer as the client would: choose a rating in the list of each row, and write a comment "
        "if it helps. Only the white cells can be filled in."
    )
    yield _(
        "“Not applicable” needs a reason. If a text is not in the language of this workbook, "
        "choose its language in the column beside it."
    )
    yield _(
        "A statement is rated once for all channels, or once for each channel. To rate "
        "each channel, clear its row and use the rows at the bottom of the sheet: code, "
        "channel, rating."
    )
    yield _(
        "Keep the names of the sheets and the columns, and save the file as an Excel workbook "
        "(.xlsx) or a LibreOffice one (.ods), without a password."
    )
    yield _(
        "Upload the file on the page from which you downloaded it. You then see what would change "
        "before anything is saved. Rows that you leave as they are change nothing."
    )


def _keys(
    page: Worksheet,
    layout: Layout,
    stored: Sequence[StoredAnswer],
    planned: Sequence[str],
    lists: _Lists,
    language: str,
    made_at: str,
) -> None:
    """The hidden sheet: what the workbook is of, what it said at the download, the lists."""
    page.sheet_state = "veryHidden"
    page.protection.sheet = True
    for row, pair in enumerate(
        (
            ("format", FORMAT),
            ("assessment", layout.assessment),
            ("edition", layout.edition),
            ("language", language),
            ("made_at", made_at),
            ("government", layout.government),
        ),
        1,
    ):
        for column, text in enumerate(pair, 1):
            page.cell(row, column, text)
    for row, each in enumerate(stored, 7):
        values: Values = canonical(each.values, language)
        line = ("answer", each.code, each.channel, each.fingerprint, digest(values))
        for column, text in enumerate(line, 1):
            cell = page.cell(row, column)
            cell.value, cell.data_type = text or None, "s" if text else "n"
    for row, digests in enumerate(planned, 7 + len(stored)):
        page.cell(row, 1, "plan")
        sheets.as_text(page.cell(row, 2), digests)
    for n, (name, words) in enumerate(lists.columns):
        for row, text in enumerate((name, *words), 1):
            page.cell(row, LIST_COLUMN + n, escaped(text))
