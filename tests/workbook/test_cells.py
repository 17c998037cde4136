"""What is taken from the cells of a workbook: words, numbers, dates and texts."""

import datetime
import unicodedata
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from assessments.rating.answers import Answer, ResultAnswer
from maturity.folding import fold
from tests.workbook.sheets import (
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


@pytest.mark.parametrize(
    ("language", "text", "kept"),
    [
        ("en", "Le formulaire est en langage clair et les agents peuvent aider.", "fr"),
        ("fr", "The form is in plain language, and staff can help with it.", "en"),
        ("fr", "Service", "fr"),
    ],
)
def test_a_text_in_no_language_that_is_plainly_in_one_is_in_that(
    language: str, text: str, kept: str
) -> None:
    data = filled(made(language=language), ("ACC-01", "comment", text))
    assert entries(data) == [("ACC-01", "", {"comment": text, "comment_language": kept})]


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
        ("", "Contains a formula: enter its result instead, as text or as a number"),
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
    message = "Is only a year: write the full date, year-month-day, such as 2026-10-31"
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
