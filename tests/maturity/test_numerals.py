"""Numbers as people type them."""

from decimal import Decimal

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from maturity.numerals import Ambiguous, read_number, written


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("62", "62"),
        ("1 234", "1234"),
        ("12\u00a0500,5", "12500.5"),
        ("12\u202f500,5", "12500.5"),
        ("12.500,5", "12500.5"),
        ("12,500.5", "12500.5"),
        ("1,234,567", "1234567"),
        ("1.234.567,8", "1234567.8"),
        ("12 500,125", "12500.125"),
        ("1234,567", "1234.567"),
        ("0,125", "0.125"),
        ("45.0", "45"),
        ("\u22125,5", "-5.5"),
        ("0", "0"),
    ],
)
def test_a_number_is_read_in_either_language(typed: str, number: str) -> None:
    assert read_number(typed) == Decimal(number)


@pytest.mark.parametrize("typed", ["", "many", "1,23,4", "1.2.3", "45.", "1e5", "1_0", "٣", ".5"])
def test_what_is_no_number_is_none(typed: str) -> None:
    assert read_number(typed) is None


@pytest.mark.parametrize(
    ("typed", "thousands", "decimals"),
    [("45,000", 45000, "45"), ("12.500", 12500, "12.5"), ("-1,234", -1234, "-1.234")],
)
def test_what_could_be_either_is_asked_about(typed: str, thousands: int, decimals: str) -> None:
    assert read_number(typed) == Ambiguous(typed, Decimal(thousands), Decimal(decimals))


@pytest.mark.parametrize(
    ("language", "question"),
    [
        (
            "en",
            "“45,000” can be read in two ways. Write 45000 if you mean thousands, or 45.0 if you "
            "mean decimals.",
        ),
        (
            "fr",
            "« 45,000 » peut se lire de deux façons. Écrivez 45000 s’il s’agit de milliers, ou "
            "45,0 s’il s’agit de décimales.",
        ),
    ],
)
def test_the_question_says_how_to_write_each(language: str, question: str) -> None:
    with override(language):
        asked = read_number("45,000")
        assert isinstance(asked, Ambiguous)
        assert asked.question.replace("\u00a0", " ") == question


@given(st.decimals(-(10**11), 10**11, places=6), st.sampled_from(["en", "fr"]))
def test_what_a_field_shows_is_read_again_as_the_same(number: Decimal, language: str) -> None:
    with override(language):
        assert read_number(written(number)) == number


@pytest.mark.parametrize(
    ("number", "english", "french"),
    [("45000", "45000", "45000"), ("12.5", "12.5", "12,5"), ("1.234", "1.2340", "1,2340")],
)
def test_a_field_has_the_reader_s_mark(number: str, english: str, french: str) -> None:
    for language, shown in (("en", english), ("fr", french)):
        with override(language):
            assert written(Decimal(number)) == shown
