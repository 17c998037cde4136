"""A list of people as text: its lines, by what its first line calls their columns.

The text is what a spreadsheet program copies or saves: tabs, semicolons or commas stand between the
columns, which come in any order and are named in either language.
"""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maturity.folding import letters
from maturity.text import address, code, one_line
from maturity.wording import grouped, listed

MOST_LINES = 500
SHOWN = 60  # characters of what somebody wrote
COLUMNS = {
    "email": gettext_lazy("Work email"),
    "name": gettext_lazy("Name"),
    "role": gettext_lazy("Role"),
    "place": gettext_lazy("Council or initiative"),
    "jurisdiction": gettext_lazy("Jurisdiction"),
    "language": gettext_lazy("Language"),
}
NEEDED = ("email", "role")
# What the columns are called, by letters and digits alone.
HEADINGS = {
    "email": (
        "email", "workemail", "emailaddress", "mail", "courriel", "courrielprofessionnel",
        "adresse", "adressedecourriel",
    ),
    "name": ("name", "nom"),
    "role": ("role",),
    "place": (
        "councilorinitiative", "councilorinitiativecode", "council", "initiative", "code",
        "conseilouinitiative", "codeduconseiloudelinitiative", "conseil",
    ),
    "jurisdiction": (
        "jurisdiction", "jurisdictioncode", "administration", "codedeladministration",
    ),
    "language": ("language", "languageoftheinvitation", "langue", "languedelinvitation"),
}  # fmt: skip
COLUMN_OF = {name: column for column, names in HEADINGS.items() for name in names}
SEPARATORS = "\t;,"


@dataclass(frozen=True, slots=True)
class LineFault:
    """What is wrong in a line: `line` counts from 1, and is 0 for the whole list."""

    line: int
    column: str
    message: str


@dataclass(frozen=True, slots=True)
class ListedLine:
    """A line that says something, by column; what a line does not say is empty."""

    number: int
    cells: Mapping[str, str]


def shown(text: str) -> str:
    """What somebody wrote, or its beginning where it is long."""
    return Truncator(text).chars(SHOWN)


def read_lines(text: str) -> tuple[list[ListedLine], list[LineFault]]:
    """The lines of a list below its headings, and what is wrong with how it is written."""
    rows, faults = _rows(text)
    if faults:
        return [], faults
    if not rows:
        return [], [LineFault(0, "", _("The list is empty. Enter a line for each person."))]
    first, headings = rows[0]
    columns = [COLUMN_OF.get(letters(heading), "") for heading in headings]
    if faults := _heading_faults(first, headings, columns):
        return [], faults
    if len(rows) == 1:
        message = _("The list has headings and no lines below. Enter a line for each person.")
        return [], [LineFault(0, "", message)]
    if len(rows) - 1 > MOST_LINES:
        message = _("The list has %(number)s lines. Split it into lists of %(most)s lines at most.")
        given = {"number": grouped(len(rows) - 1), "most": grouped(MOST_LINES)}
        return [], [LineFault(0, "", message % given)]
    for number, cells in rows[1:]:
        faults += _surplus(number, cells, len(columns))
    return [ListedLine(number, _by_column(columns, cells)) for number, cells in rows[1:]], faults


def _rows(text: str) -> tuple[list[tuple[int, list[str]]], list[LineFault]]:
    """The rows that are not blank, each with its number."""
    beginning = next((line for line in text.splitlines() if line.strip()), "")
    separator = max(SEPARATORS, key=beginning.count)
    found, number = [], 0
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        for number, cells in enumerate(reader, 1):
            if any(one_line(cell) for cell in cells):
                found.append((number, cells))
    except csv.Error:
        message = _(
            "The quotation marks from this line on do not match. Put them around the whole text "
            "of a column, or remove them."
        )
        return [], [LineFault(number + 1, "", message)]
    return found, []


def _heading_faults(
    number: int, headings: Sequence[str], columns: Sequence[str]
) -> list[LineFault]:
    names = [str(name) for name in COLUMNS.values()]
    faults = []
    for heading, column in zip(headings, columns, strict=True):
        if not column and one_line(heading):
            message = _("This heading is not known. Use these: %(names)s.")
            given = {"names": listed(names)}
            faults.append(LineFault(number, shown(one_line(heading)), message % given))
    for column, name in COLUMNS.items():
        if columns.count(column) > 1:
            message = _("More than one column has this heading. Keep one of them.")
            faults.append(LineFault(number, str(name), message))
        elif column in NEEDED and column not in columns:
            message = _("This column is missing from the first line, which names the columns.")
            faults.append(LineFault(number, str(name), message))
    return faults


def _surplus(number: int, cells: Sequence[str], columns: int) -> list[LineFault]:
    if not any(one_line(cell) for cell in cells[columns:]):
        return []
    message = _(
        "This line has more columns than there are headings. Put text that has a comma or a "
        "semicolon in it between quotation marks."
    )
    return [LineFault(number, "", message)]


def _by_column(columns: Sequence[str], cells: Sequence[str]) -> dict[str, str]:
    given = dict(zip(columns, cells, strict=False))
    cleaned = {column: one_line(given.get(column, "")) for column in COLUMNS}
    cleaned["email"] = address(cleaned["email"])
    for column in ("place", "jurisdiction"):
        cleaned[column] = code(cleaned[column]).upper()
    return cleaned
