"""Tables as files that spreadsheet programs open: CSV, in UTF-8, safe to open."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence

from django.http import StreamingHttpResponse

Cell = str | int | float | None
# By these Excel and its like tell a formula from text; the last four are their wide twins, which
# Japanese and Chinese editions take for the same.
FORMULA = (
    "=", "+", "-", "@", "\t", "\r", "\n", "\N{FULLWIDTH EQUALS SIGN}", "\N{FULLWIDTH PLUS SIGN}",
    "\N{FULLWIDTH HYPHEN-MINUS}", "\N{FULLWIDTH COMMERCIAL AT}",
)  # fmt: skip
# A hyphen, a space and words, with nothing that a formula needs: no digit, bracket, bar or sign.
LIST_ITEM = re.compile(r"- [^\W\d_](?:[^\W\d_]|[ ,.;:’'?«»\u00a0\u202f-])*")
# Without the byte order mark Excel takes UTF-8 for something else.
MARK = "\N{ZERO WIDTH NO-BREAK SPACE}".encode()


def cell(value: Cell) -> Cell:
    """A value that no program runs: text that looks like a formula gets an apostrophe before it.

    A line of a list in words, such as "- moins de pas", has no need of one.
    """
    if not isinstance(value, str) or LIST_ITEM.fullmatch(value):
        return value
    return f"'{value}" if value.startswith(FORMULA) else value


def csv_file(rows: Iterable[Sequence[Cell]]) -> Iterator[bytes]:
    """A CSV file, a row at a time."""
    yield MARK
    for row in rows:
        line = io.StringIO()
        csv.writer(line).writerow([cell(value) for value in row])
        yield line.getvalue().encode()


def csv_response(rows: Iterable[Sequence[Cell]], name: str) -> StreamingHttpResponse:
    """Rows as a CSV file to be kept under `name`."""
    return StreamingHttpResponse(
        csv_file(rows),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
