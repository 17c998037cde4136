"""Sheets of Excel files: texts stay texts, and pages are ready for paper."""

import datetime
import io
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from assessments.web.sheets import TableSheet
from assessments.web.spreadsheet import Cell
from maturity.json_file import UNKEEPABLE

HEADINGS, WIDTHS = ("Code", "Comment"), (12, 40)


def sheet(*rows: list[Any], widths: tuple[int, int] = WIDTHS) -> Worksheet:
    """A table as it is read back from its file."""
    book = Workbook(write_only=True)
    table = TableSheet(book.create_sheet("T"), HEADINGS, widths)
    for row in rows:
        table.append(row)
    table.finish()
    file = io.BytesIO()
    book.save(file)
    return load_workbook(file)["T"]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "#N/A", "- moins de pas"])
def test_a_text_that_looks_like_a_formula_stays_text_when_it_is_edited(text: str) -> None:
    page = sheet([text, "plain"], ["plain", text])
    assert [page[place].value for place in ("A2", "B3")] == [text, text]
    assert [page[place].data_type for place in ("A2", "B3")] == ["s", "s"]
    marked = [[cell.quotePrefix for cell in row] for row in page["A2:B3"]]
    assert marked == [[True, False], [False, True]]


def test_numbers_and_dates_are_numbers_and_dates() -> None:
    page = sheet([1.5, datetime.date(2026, 1, 2)], [None, datetime.date(26, 1, 2)])
    assert page["A2"].value == 1.5
    assert (page["B2"].value, page["B2"].is_date) == (datetime.datetime(2026, 1, 2), True)  # noqa: DTZ001
    assert (page["A3"].value, page["B3"].value) == (None, "0026-01-02")


def test_a_page_is_as_wide_as_the_table_and_repeats_its_headings() -> None:
    page = sheet(["a", "b"])
    setup = page.page_setup
    assert page.sheet_properties.pageSetUpPr.fitToPage
    assert (setup.orientation, setup.fitToWidth, setup.fitToHeight) == ("landscape", 1, 0)
    assert setup.paperSize == int(Worksheet.PAPERSIZE_LETTER)
    assert (page.print_title_rows, page.freeze_panes, page.auto_filter.ref) == (
        "$1:$1", "A2", "A1:B2",
    )  # fmt: skip


def test_a_wide_table_is_on_larger_paper() -> None:
    setup = sheet(widths=(20, 200)).page_setup
    assert setup.paperSize == int(Worksheet.PAPERSIZE_TABLOID)


def test_a_row_is_as_high_as_its_texts() -> None:
    page = sheet(["a", "b"], ["a", "x" * 100], ["a", "1\n2\n3\n4\n5"])
    assert page["B3"].alignment.wrap_text
    heights = [page.row_dimensions[row].height for row in (2, 3, 4)]
    assert heights[0] is None
    assert heights[1:] == sorted(heights[1:])
    assert 30 < heights[1] < heights[2]


@given(st.lists(st.tuples(st.text(min_size=1), st.floats(-1e9, 1e9))))
def test_what_goes_in_comes_out(rows: list[tuple[str, Cell]]) -> None:
    rows = [
        (text, number) for text, number in rows if not UNKEEPABLE.search(text) and "\r" not in text
    ]
    page = sheet(*([text, number] for text, number in rows))
    found = [(a.value.replace("x005F_", ""), b.value) for a, b in page.iter_rows(min_row=2)]
    assert found == [(text.replace("x005F_", ""), pytest.approx(number)) for text, number in rows]
