"""Spreadsheets: nothing in them is a formula, and programs read them as UTF-8."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.web.spreadsheet import SEPARATORS, Cell, cell, csv_file


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+1",
        "-1",
        "- 1",
        "-x",
        "- SUM(A1)",
        "- cmd|x!A1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        "\N{FULLWIDTH EQUALS SIGN}1",
    ],
)
def test_a_text_that_looks_like_a_formula_gets_an_apostrophe(text: str) -> None:
    assert cell(text) == f"'{text}"


@pytest.mark.parametrize(
    "value",
    [-1, -1.5, 0, None, "", "a=1", "1", "– none", " text", "- moins de pas", "+ d’aide\n- 2 fois"],
)
def test_other_values_stay_as_they_are(value: Cell) -> None:
    assert cell(value) == value


def test_a_file_begins_with_the_mark_and_ends_its_lines() -> None:
    assert b"".join(csv_file([["é", -1], ["-1", 'a "b", c']], "en")) == (
        b'\xef\xbb\xbf\xc3\xa9,-1\r\n\'-1,"a ""b"", c"\r\n'
    )


def test_french_files_have_semicolons_and_decimal_commas() -> None:
    assert (
        b"".join(csv_file([["a;b", -1.5, 2, "2.5"]], "fr")) == b'\xef\xbb\xbf"a;b";-1,5;2;2.5\r\n'
    )


@pytest.mark.parametrize("language", ["en", "fr"])
@given(rows=st.lists(st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=2)))
def test_what_goes_in_comes_out_without_formulas(language: str, rows: list[list[str]]) -> None:
    text = b"".join(csv_file(rows, language)).decode("utf-8-sig")
    read = list(csv.reader(io.StringIO(text, newline=""), delimiter=SEPARATORS[language]))
    assert read == [[str(cell(value)) for value in row] for row in rows]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("- moins de pas", "- moins de pas"),
        ("- 3", "'- 3"),
        ("-x", "'-x"),
        ("- cmd|' /C calc'!A0", "'- cmd|' /C calc'!A0"),
    ],
)
def test_a_line_of_a_list_is_no_formula(text: str, kept: str) -> None:
    assert cell(text) == kept
