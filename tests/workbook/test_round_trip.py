"""A workbook that nobody touched says nothing, whatever stands in it."""

import datetime
from decimal import Decimal

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from assessments.rating.answers import Answer, ResultAnswer
from assessments.workbook.changes import StoredAnswer
from assessments.workbook.files import checked
from maturity.json_file import UNKEEPABLE
from tests.workbook.sheets import made, opened, reading, saved, standing

pytestmark = pytest.mark.slow
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=80).filter(
    lambda text: not UNKEEPABLE.search(text)
)
LANGUAGE = st.sampled_from(["en", "fr"])
ANSWER = st.builds(
    Answer,
    rating=st.sampled_from(["", "N", "P", "L", "F", "NA"]),
    comment=TEXT,
    comment_language=LANGUAGE,
    reason=TEXT,
    reason_language=LANGUAGE,
)
NUMBER = st.decimals(-(10**11), 10**11, places=6).map(Decimal.normalize)
RESULT = st.builds(
    ResultAnswer,
    rating=st.sampled_from(["", "P", "NA"]),
    comment=TEXT,
    comment_language=LANGUAGE,
    indicator_name=TEXT,
    indicator_value=st.none() | NUMBER,
    indicator_unit=TEXT,
    indicator_date=st.none() | st.dates(),
    indicator_source=TEXT,
)


@settings(max_examples=40)
@given(ANSWER, ANSWER, RESULT, LANGUAGE, st.booleans())
@example(Answer(comment="_x0041_ x005F_ _x000D_\r\n_x0007_"), Answer(), ResultAnswer(), "en", False)
@example(
    Answer(rating="L", comment="=1+1", reason="left over"),
    Answer(comment="-2\u202e+3\u200f@x"),
    ResultAnswer(
        indicator_name="x",
        indicator_value=Decimal("123456789012.345678"),
        indicator_date=datetime.date(1899, 12, 31),
    ),
    "fr",
    True,
)
def test_untouched_it_changes_nothing(
    one: Answer, other: Answer, result: ResultAnswer, language: str, by_channel: bool
) -> None:
    answers = [standing("ACC-01", one), standing("R1", result)]
    if by_channel:
        answers += [standing("CON-01", other, "PHONE"), standing("CON-01", one, "MAIL")]
    data = made(*answers, language=language)
    checked(data)
    found = reading(saved(opened(data)), "fr" if language == "en" else "en")
    assert (found.entries, found.faults) == ([], [])


def test_it_remembers_what_stood_at_the_download() -> None:
    answers = [standing("ACC-01", Answer("L")), standing("CON-01", Answer("N"), "PHONE")]
    assert reading(made(*answers)).seen == {
        ("ACC-01", ""): Answer("L").fingerprint,
        ("CON-01", "PHONE"): Answer("N").fingerprint,
    }


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(1)", "=HYPERLINK(1)"])
def test_no_text_is_a_formula(text: str) -> None:
    answer: StoredAnswer = standing("ACC-01", Answer(comment=text, comment_language="en"))
    book = opened(made(answer))
    kinds = {each.data_type for sheet in book for row in sheet.iter_rows() for each in row}
    assert "f" not in kinds
