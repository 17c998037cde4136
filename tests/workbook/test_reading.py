"""Reading a workbook that came back: what it says, and every fault at its cell."""

import datetime
import unicodedata
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from assessments.rating.actions import Answer, ResultAnswer
from assessments.workbook.layout import KEYS
from assessments.workbook.reading import OtherAssessment
from maturity.faults import Faults
from maturity.folding import fold
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
    with_text,
)

pytestmark = pytest.mark.slow

NO_RATING = (
    "is not a rating: choose or type one of Not achieved (N), Partially achieved (P), Largely "
    "achieved (L), Fully achieved (F), Not applicable (NA)"
)


def test_a_filled_in_row_is_read() -> None:
    data = filled(
        made(),
        ("ACC-01", "rating", "Largely achieved"),
        ("ACC-01", "comment", "Une remarque\r\nsur deux lignes "),
        ("ACC-01", "comment_language", "Français"),
    )
    values = {
        "rating": "L",
        "comment": "Une remarque\nsur deux lignes",
        "comment_language": "fr",
    }
    assert entries(data) == [("ACC-01", "", values)]


@pytest.mark.parametrize("word", ["largely  ACHIEVED", "En grande partie atteint", "L", "l"])
def test_a_rating_may_be_in_either_language(word: str) -> None:
    assert entries(filled(made(), ("ACC-01", "rating", word))) == [("ACC-01", "", {"rating": "L"})]


@pytest.mark.parametrize("word", ["N/A", "n.a.", "NA", "S.O.", "s. o.", "S/O", "Sans  objet"])
def test_not_applicable_may_be_in_the_words_that_people_type(word: str) -> None:
    data = filled(made(), ("ACC-01", "rating", word), ("ACC-01", "reason", "None"))
    assert entries(data)[0][2]["rating"] == "NA"


@pytest.mark.parametrize("word", ["NR", "Not rated", "non évalué", "non e\u0301value\u0301"])
def test_a_rating_that_says_there_is_none_is_none(word: str) -> None:
    assert entries(filled(made(), ("ACC-01", "rating", word))) == []


@pytest.mark.parametrize(
    "code",
    [
        "ACC\u201101",
        "acc–01",
        "ACC\u221201",
        " ACC - 01",
        "ACC\u00ad\u201001",
        "\uff21\uff23\uff23\uff0d\uff10\uff11",
    ],
)
def test_a_code_is_known_by_any_dash(code: str) -> None:
    def edit(book: Workbook) -> None:
        cell(book, "ACC-01", "rating").value = "F"
        cell(book, "ACC-01", "code").value = code

    assert entries(edited(made(), edit)) == [("ACC-01", "", {"rating": "F"})]


@given(
    st.sampled_from(["ACC-01", "R1", "Not applicable", "Sans objet", "Par téléphone"]), st.data()
)
def test_case_spaces_and_composition_are_folded(text: str, data: st.DataObject) -> None:
    form = data.draw(st.sampled_from(["NFC", "NFD", "NFKC", "NFKD"]))
    space = data.draw(st.sampled_from([" ", "  ", "\u00a0", "\u202f", "\n"]))
    other = data.draw(st.sampled_from([text, text.upper(), text.lower()]))
    assert fold(unicodedata.normalize(form, other.replace(" ", space))) == fold(text)


def test_a_percentage_among_the_ratings_is_told_as_it_was_typed() -> None:
    def edit(book: Workbook) -> None:
        rating = cell(book, "ACC-01", "rating")
        rating.value, rating.number_format = 1, "0%"

    assert faults(edited(made(), edit)) == [("Easy access", 6, "E – Rating", f"“100%” {NO_RATING}")]


def test_a_text_in_no_language_is_in_that_of_the_workbook() -> None:
    data = filled(made(language="fr"), ("ACC-01", "comment", "Bon"))
    assert entries(data) == [("ACC-01", "", {"comment": "Bon", "comment_language": "fr"})]


def test_an_emptied_row_says_so() -> None:
    data = filled(made(standing("ACC-01", Answer("L"))), ("ACC-01", "rating", None))
    assert entries(data) == [("ACC-01", "", {})]


def test_a_reason_goes_with_not_applicable() -> None:
    answer = Answer("NA", reason="None", reason_language="en")
    data = filled(made(standing("ACC-01", answer)), ("ACC-01", "rating", "Fully achieved"))
    assert entries(data) == [("ACC-01", "", {"rating": "F"})]


def test_an_indicator_is_read_with_numbers_and_dates_as_excel_keeps_them() -> None:
    data = filled(
        made(),
        ("R1", "indicator_name", 2026),
        ("R1", "indicator_value", 62.5),
        ("R1", "indicator_unit", "%"),
        ("R1", "indicator_date", datetime.datetime.fromisoformat("2026-06-30T14:05")),
    )
    values = {
        "indicator_name": "2026",
        "indicator_value": Decimal("62.5"),
        "indicator_unit": "%",
        "indicator_date": "2026-06-30",
    }
    assert entries(data) == [("R1", "", values)]


@pytest.mark.parametrize(
    ("kept", "format_", "number"),
    [(1 / 3, "General", "0.333333"), (2 / 3, "0%", "66.666667"), (0.1 + 0.2, "General", "0.3")],
)
def test_a_number_that_a_formula_gave_is_rounded(kept: float, format_: str, number: str) -> None:
    def edit(book: Workbook) -> None:
        cell(book, "R1", "indicator_name").value = "x"
        value = cell(book, "R1", "indicator_value")
        value.value, value.number_format = kept, format_

    assert entries(edited(made(), edit))[0][2]["indicator_value"] == Decimal(number)


@pytest.mark.parametrize(
    ("result", "said"),
    [
        ("<v>0.333333333333333</v>", Decimal("0.333333")),
        ("", "Holds a formula: put its result there instead, as text or number"),
    ],
)
def test_the_result_of_a_formula_is_taken_where_it_is_a_number(result: str, said: Any) -> None:
    data = filled(made(), ("R1", "indicator_name", "x"), ("R1", "indicator_value", "=1/3"))
    data = with_text(data, "xl/worksheets/sheet4.xml", "<f>1/3</f><v />", f"<f>1/3</f>{result}")
    found = reading(data)
    messages = [fault.message for fault in found.faults]
    assert messages == [said] if isinstance(said, str) else not messages
    assert messages or found.entries[0].values["indicator_value"] == said


@pytest.mark.parametrize("typed", ["62,5", "62.5", " 6 2,5 "])
def test_a_number_may_be_text(typed: str) -> None:
    data = filled(made(), ("R1", "indicator_name", "x"), ("R1", "indicator_value", typed))
    assert entries(data)[0][2]["indicator_value"] == Decimal("62.5")


def test_a_number_typed_with_a_percent_sign_is_the_number_that_was_typed() -> None:
    def edit(book: Workbook) -> None:
        cell(book, "R1", "indicator_name").value = "x"
        value = cell(book, "R1", "indicator_value")
        value.value, value.number_format = 0.62, "0%"

    values = entries(edited(made(), edit))[0][2]
    assert (values["indicator_value"], values["indicator_unit"]) == (Decimal(62), "%")


def test_a_date_may_be_text() -> None:
    answer = ResultAnswer(indicator_name="x", indicator_value=Decimal(1))
    data = filled(made(standing("R1", answer)), ("R1", "indicator_date", "2026-06-30"))
    assert entries(data)[0][2]["indicator_date"] == "2026-06-30"


@pytest.mark.parametrize(
    ("typed", "text"),
    [(3, "3"), (2.5, "2.5"), (True, "TRUE"), (datetime.date(2026, 1, 2), "2026-01-02")],
)
def test_what_is_no_text_is_taken_as_text_where_that_is_clear(typed: Any, text: str) -> None:
    assert entries(filled(made(), ("ACC-01", "comment", typed)))[0][2]["comment"] == text


@pytest.mark.parametrize(
    ("typed", "kept", "changes"),
    [
        ("\u202eabc\u200f", "abc", {"removed"}),
        ("a_x0007_b", "ab", {"removed"}),
        ("First line_x000B_second line", "First line\nsecond line", set()),
        ("\uf0b7\tfirst point", "•\tfirst point", {"replaced"}),
        ("de\u0301but", "début", set()),
    ],
)
def test_texts_pass_the_door_and_what_was_changed_is_known(
    typed: str, kept: str, changes: set[str]
) -> None:
    data = filled(made(), ("ACC-01", "comment", typed))
    assert (entries(data)[0][2]["comment"], reading(data).changes) == (kept, changes)


def test_a_code_with_a_hyphen_that_does_not_break_is_known() -> None:
    data = filled(made(), ("ACC-01", "comment", "x"), ("ACC-01", "code", "ACC\u201101"))
    assert entries(data)[0][0] == "ACC-01"


@pytest.mark.parametrize("typed", [2026, "2026", datetime.date(1905, 7, 18)])
def test_a_year_alone_is_no_date(typed: Any) -> None:
    message = "Is a year alone: write the whole date, year-month-day, such as 2026-10-31"
    found = faults(filled(made(), ("R1", "indicator_date", typed)))
    assert [each[3] for each in found] == [message]


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        (datetime.date(2206, 12, 1), "in the future"),
        ("9999-12-31", "in the future"),
        (datetime.date(1950, 1, 1), "before the year 2000"),
        (20_000, "before the year 2000"),
    ],
)
def test_days_are_judged_as_forms_judge_them(typed: Any, message: str) -> None:
    row = [("R1", "indicator_name", "x"), ("R1", "indicator_value", 1)]
    found = faults(filled(made(), *row, ("R1", "indicator_date", typed)))
    assert [message in each[3] for each in found] == [True]


def test_the_number_that_excel_keeps_of_a_date_is_that_date() -> None:
    row = [("R1", "indicator_name", "x"), ("R1", "indicator_value", 1)]
    data = filled(made(), *row, ("R1", "indicator_date", 46_203))
    assert entries(data)[0][2]["indicator_date"] == "2026-06-30"


def test_a_text_that_could_be_two_numbers_is_asked_about() -> None:
    found = faults(filled(made(), ("R1", "indicator_value", "45,000")))
    assert [each[3] for each in found] == [
        "“45,000” can be read in two ways. Write 45000 if you mean thousands, or 45.0 if you mean "
        "decimals."
    ]


# Rows, columns and sheets that were moved.


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
        ("F – Comment", "=1+1", "Holds a formula: put its result there instead, as text or number"),
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
        ("Easy access", 6, "F – Comment", "Holds an error (#REF!)")
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
    assert f"The hidden sheet “{KEYS}” is missing" in str(raised.value)


@pytest.mark.parametrize("format_", ["ccs-workbook/2", None, 7])
def test_a_workbook_of_another_kind_is_refused(format_: Any) -> None:
    def edit(book: Workbook) -> None:
        book[KEYS]["B1"] = format_

    with pytest.raises(Faults, match="not of a kind that this portal knows"):
        reading(edited(made(), edit))


@pytest.mark.parametrize("named", ["00000000-0000-4000-8000-000000000000", "junk", None])
def test_a_workbook_of_another_assessment_is_refused(named: str | None) -> None:
    def edit(book: Workbook) -> None:
        book[KEYS]["B2"] = named

    with pytest.raises(OtherAssessment) as raised:
        reading(edited(made(), edit))
    assert str(raised.value.pk) == (named if named and "-" in named else "None")
