"""Exports that are text: tables as CSV, assessments as JSON Lines; made while they are sent.

A CSV file holds one table. A ZIP of them all would have to be unpacked first: Power Query, in Power
BI and in Excel, reads a CSV file as it is, and reads no ZIP.
"""

import datetime
import json
from collections.abc import Iterator
from itertools import batched
from typing import Any

from django.utils.translation import override

from assessments.web.spreadsheet import Cell, csv_file
from reports.exports.columns import Table, Value
from reports.exports.scopes import Scope

LINES_AT_ONCE = 100


def csv_of(table: Table[Any], scope: Scope, language: str) -> Iterator[bytes]:
    """A table as CSV, with headings and words in a language ("en" or "fr")."""
    for lines in batched(csv_file(_rows(table, scope, language), language), LINES_AT_ONCE):
        yield b"".join(lines)


def json_lines(scope: Scope) -> Iterator[bytes]:
    """A line an assessment, each in the exchange format as `export_assessment` prints it."""
    for subject in scope.subjects("en"):
        yield json.dumps(subject.document, ensure_ascii=False).encode() + b"\n"


def _rows(table: Table[Any], scope: Scope, language: str) -> Iterator[list[Cell]]:
    """The request's language is gone by the time these are sent."""
    with override(language):
        headings: list[Cell] = [*table.headings()]
    yield headings
    for part in scope.parts(table, language):
        with override(language):
            rows = [[_cell(value) for value in row] for row in table.rows(part)]
        yield from rows


def _cell(value: Value) -> Cell:
    return value.isoformat() if isinstance(value, datetime.date) else value
