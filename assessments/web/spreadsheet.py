"""Tables as files that spreadsheet programs open: CSV, in UTF-8, safe to open."""

import csv
import datetime
import io
import re
from collections.abc import Iterable, Iterator, Sequence

from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

from maturity.bilingual import current_language
from maturity.file_kinds import OFFICE
from maturity.file_names import attached
from maturity.json_file import UNKEEPABLE

EXCEL = f"{OFFICE}spreadsheetml.sheet"
Cell = str | int | float | None
# By these Excel and its like tell a formula from text; the last four are their wide twins, which
# Japanese and Chinese editions take for the same.
FORMULA = (
    "=", "+", "-", "@", "\t", "\r", "\n", "\N{FULLWIDTH EQUALS SIGN}", "\N{FULLWIDTH PLUS SIGN}",
    "\N{FULLWIDTH HYPHEN-MINUS}", "\N{FULLWIDTH COMMERCIAL AT}",
)  # fmt: skip
# Without the byte order mark Excel takes UTF-8 for something else.
MARK = "\N{ZERO WIDTH NO-BREAK SPACE}".encode()
# What stands between columns, in each language: as Excel expects it there.
SEPARATORS = {"en": ",", "fr": ";"}
# A dash or a plus, a space and words. Without a bracket, a bar, an exclamation mark or an equals
# sign there is nothing in it to be run.
PROSE = re.compile(r"[-+][ \u00a0\u202f]+[^\W\d_][^(|!=]*")
# Excel writes characters that XML cannot hold, and whatever looks like it, as _x0007_.
ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
LINE_END = re.compile("\r\n?")
FIRST_YEAR = 1901  # Excel's dates begin in 1900, which it takes for a leap year.


def cell(value: Cell) -> Cell:
    """A value that no program runs: text that could be a formula gets an apostrophe before it."""
    if isinstance(value, str) and value.startswith(FORMULA) and not PROSE.fullmatch(value):
        return f"'{value}"
    return value


def escaped(text: str) -> str:
    """A text as a cell of Excel keeps it: nothing in it is taken for an escape or is no XML."""
    text = LINE_END.sub("\n", UNKEEPABLE.sub("", text))
    return ESCAPE.sub(r"_x005F_x\1_", text)


def dated(day: datetime.date) -> datetime.date | str:
    """A date as a cell of Excel keeps it: as text where Excel would make another of it."""
    return day if day.year >= FIRST_YEAR else day.isoformat()


def csv_file(rows: Iterable[Sequence[Cell]], language: str) -> Iterator[bytes]:
    """A CSV file, a row at a time, as programs in a language ("en" or "fr") read one.

    In French, semicolons stand between the columns, and numbers have a decimal comma.
    """
    yield MARK
    for row in rows:
        line = io.StringIO()
        writer = csv.writer(line, delimiter=SEPARATORS[language])
        writer.writerow([_written(value, language) for value in row])
        yield line.getvalue().encode()


def table_response(
    rows: Iterable[Sequence[Cell]], name: str, ending: str, *, title: str
) -> HttpResponseBase:
    """Rows, of which the first are the headings, as a file to be kept: "csv" or "xlsx"."""
    if ending == "csv":
        return StreamingHttpResponse(
            csv_file(rows, current_language()),
            content_type="text/csv; charset=utf-8",
            headers=attached(f"{name}.csv"),
        )
    from assessments.web.sheets import table_file  # noqa: PLC0415 – slow import

    return HttpResponse(
        table_file(title, rows),
        content_type=EXCEL,
        headers=attached(f"{name}.xlsx"),
    )


def _written(value: Cell, language: str) -> Cell:
    comma = language == "fr" and isinstance(value, float)
    return str(value).replace(".", ",") if comma else cell(value)
