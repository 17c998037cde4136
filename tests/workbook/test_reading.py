"""Reading a workbook that came back: what it says, and every fault at its cell."""

from typing import Any

import pytest
from openpyxl import Workbook

from assessments.rating.answers import Answer
from assessments.workbook.layout import KEYS
from assessments.workbook.reading import OtherAssessment
from maturity.faults import Faults
from tests.workbook.sheets import (
    at_foot,
    cell,
    edited,
    entries,
    faults,
    filled,
    made,
    reading,
    standing,
)

pytestmark = pytest.mark.slow

NO_RATING = (
    "is not a rating: choose or type one of Not achieved (N), Partially achieved (P), Largely "
    "achieved (L), Fully achieved (F), Not applicable (NA)"
)


def test_sheets_may_be_in_any_order_and_others_beside_them() -> None:
    def edit(book: Workbook) -> None:
        book.move_sheet("Results", -3)
        book.create_sheet("My notes")["A1"] = "x"

    data = edited(filled(made(), ("ACC-01", "rating", "L")), edit)
    assert entries(data) == [("ACC-01", "", {"rating": "L"})]


def test_rows_may_be_moved() -> None:
    def edit(book: Workbook) -> None:
        page = book["Easy access"]
        for column in range(1, 10):
            page.cell(30, column).value = page.cell(6, column).value
            page.cell(6, column).value = None

    data = edited(filled(made(), ("ACC-01", "rating", "L")), edit)
    assert entries(data) == [("ACC-01", "", {"rating": "L"})]


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("keys", [True, False])
def test_columns_may_be_moved(language: str, keys: bool) -> None:
    def edit(book: Workbook) -> None:
        page = book.worksheets[1]
        if not keys:
            page.delete_rows(1)
        page.insert_cols(5)
        page.move_range("A1:A40", cols=12)

    data = edited(filled(made(language=language), ("ACC-01", "rating", "L")), edit)
    assert entries(data) == [("ACC-01", "", {"rating": "L"})]


# Channels.


def test_a_criterion_can_be_rated_channel_by_channel_at_the_foot() -> None:
    def edit(book: Workbook) -> None:
        cell(book, "ACC-01", "rating").value = None
        at_foot(book, "Easy access", "ACC-01", "Online", "Fully achieved")
        at_foot(book, "Easy access", "acc-01 ", "par téléphone", "P", row=1)

    assert entries(edited(made(standing("ACC-01", Answer("L"))), edit)) == [
        ("ACC-01", "", {}),
        ("ACC-01", "ONLINE", {"rating": "F"}),
        ("ACC-01", "PHONE", {"rating": "P"}),
    ]


def test_an_emptied_row_may_be_filled_in_again_at_the_foot() -> None:
    def edit(book: Workbook) -> None:
        at_foot(book, "Easy access", "ACC-01", None, "F")
        at_foot(book, "Easy access", "ACC-02", "Online", None, row=1)

    assert entries(edited(made(), edit)) == [("ACC-01", "", {"rating": "F"})]


def test_a_criterion_is_rated_one_way_or_the_other() -> None:
    def edit(book: Workbook) -> None:
        at_foot(book, "Easy access", "ACC-01", "Online", "F")

    assert faults(edited(made(standing("ACC-01", Answer("L"))), edit)) == [
        ("Easy access", 6, "D – Channel", '"ACC-01" is rated both for all channels and for one')
    ]


def test_a_row_cannot_be_there_twice() -> None:
    def edit(book: Workbook) -> None:
        at_foot(book, "Easy access", "ACC-01", "Online", "F")
        at_foot(book, "Easy access", "ACC-01", "En ligne", "N", row=1)

    assert faults(edited(made(), edit)) == [
        ("Easy access", 11, "A – Code", 'Duplicate "ACC-01" for the channel "Online"')
    ]


@pytest.mark.parametrize(
    ("channel", "message"),
    [
        ("By mail", 'The initiative does not have the channel "By mail"'),
        (
            "Pigeon",
            "“Pigeon” is not a channel: choose or type one of All channels, Online, By phone",
        ),
    ],
)
def test_a_channel_is_one_of_the_initiatives(channel: str, message: str) -> None:
    def edit(book: Workbook) -> None:
        at_foot(book, "Easy access", "ACC-01", channel, "F")

    assert faults(edited(made(), edit)) == [("Easy access", 10, "D – Channel", message)]


# Faults.


@pytest.mark.parametrize(
    ("column", "typed", "message"),
    [
        ("E – Rating", "Very good", f"“Very good” {NO_RATING}"),
        ("E – Rating", 3, f"“3” {NO_RATING}"),
        ("E – Rating", "100%", f"“100%” {NO_RATING}"),
        ("E – Rating", "?", f"“?” {NO_RATING}"),
        ("E – Rating", "Not applicable", None),
        (
            "F – Comment",
            "=1+1",
            "Contains a formula: enter its result instead, as text or as a number",
        ),
        ("F – Comment", "x" * 10_001, "Has 10,001 characters; at most 10,000 are kept"),
        (
            "G – Language of the comment",
            "Deutsch",
            "“Deutsch” is not one of the languages: English, Français",
        ),
    ],
)
def test_a_fault_is_told_at_its_cell(column: str, typed: str, message: str | None) -> None:
    key = {"E": "rating", "F": "comment", "G": "comment_language"}[column[0]]
    found = faults(filled(made(), ("ACC-01", key, typed)))
    if message is None:
        column, message = (
            "H – Why is it not applicable?",
            "Is missing: “not applicable” needs a reason",
        )
    assert found == [("Easy access", 6, column, message)]


@pytest.mark.parametrize(
    ("column", "typed", "place", "message"),
    [
        ("indicator_value", "many", "I – Value", "Must be a number, such as 62"),
        ("indicator_value", "0.1234567", "I – Value", "Has more than 6 decimals"),
        (
            "indicator_date",
            "30/06/2026",
            "K – Date of measurement",
            "Is not a date (year-month-day, such as 2026-10-31)",
        ),
        (
            "indicator_unit",
            "x" * 61,
            "J – Unit",
            "Has 61 characters; at most 60 are kept",
        ),
    ],
)
def test_a_fault_of_an_indicator_is_told_at_its_cell(
    column: str, typed: Any, place: str, message: str
) -> None:
    whole = (("R1", "indicator_name", "x"), ("R1", "indicator_value", 1))
    assert faults(filled(made(), *whole, ("R1", column, typed))) == [("Results", 5, place, message)]


def test_an_indicator_needs_its_name() -> None:
    assert faults(filled(made(), ("R1", "indicator_value", 5))) == [
        ("Results", 5, "H – Name of the indicator", "Is missing")
    ]


def test_all_faults_are_told_at_once() -> None:
    data = filled(made(), ("ACC-01", "rating", "x"), ("CON-01", "comment", "=A1"))
    assert [place[:3] for place in faults(data)] == [
        ("Easy access", 6, "E – Rating"),
        ("Consistent", 6, "F – Comment"),
    ]


def test_an_error_of_excels_is_told() -> None:
    def edit(book: Workbook) -> None:
        cell(book, "ACC-01", "comment").value = "#REF!"
        cell(book, "ACC-01", "comment").data_type = "e"

    assert faults(edited(made(), edit)) == [
        ("Easy access", 6, "F – Comment", "Contains an error (#REF!)")
    ]


def test_an_answer_needs_a_code_of_its_sheet() -> None:
    data = edited(made(), lambda book: at_foot(book, "Easy access", "CON-01", None, "F"))
    message = "“CON-01” is not a code of this sheet"
    assert faults(data) == [("Easy access", 10, "A – Code", message)]
    data = edited(made(), lambda book: at_foot(book, "Easy access", None, None, "F"))
    assert faults(data) == [("Easy access", 10, "A – Code", "The code is missing")]


@pytest.mark.parametrize("edit", ["rename", "delete"])
def test_a_sheet_that_is_gone_is_named(edit: str) -> None:
    def change(book: Workbook) -> None:
        if edit == "rename":
            book["Consistent"].title = "Mine"
        else:
            del book["Consistent"]

    message = "The sheet is missing, or has another name."
    assert faults(edited(made(), change)) == [("Consistent", 0, "", message)]


def test_a_column_that_is_gone_is_named() -> None:
    data = edited(made(), lambda book: book["Consistent"].delete_cols(6))
    assert faults(data) == [("Consistent", 0, "Comment", "The column is missing.")]


def test_a_workbook_without_its_keys_is_refused() -> None:
    def edit(book: Workbook) -> None:
        del book[KEYS]

    with pytest.raises(Faults) as raised:
        reading(edited(made(), edit))
    assert f"The hidden sheet “{KEYS}”, which says what the workbook belongs to, is missing" in str(
        raised.value
    )


@pytest.mark.parametrize("format_", ["ccs-workbook/2", None, 7])
def test_a_workbook_of_another_kind_is_refused(format_: Any) -> None:
    def edit(book: Workbook) -> None:
        book[KEYS]["B1"] = format_

    with pytest.raises(Faults, match="does not recognize this kind of workbook"):
        reading(edited(made(), edit))


@pytest.mark.parametrize("named", ["00000000-0000-4000-8000-000000000000", "junk", None])
def test_a_workbook_of_another_assessment_is_refused(named: str | None) -> None:
    def edit(book: Workbook) -> None:
        book[KEYS]["B2"] = named

    with pytest.raises(OtherAssessment) as raised:
        reading(edited(made(), edit))
    assert str(raised.value.pk) == (named if named and "-" in named else "None")
