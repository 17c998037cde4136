"""A workbook that was saved in LibreOffice's own format says what Excel's says."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.comments import Comment

from assessments.rating.answers import Answer, ResultAnswer
from assessments.workbook.files import checked
from maturity.faults import Faults
from maturity.json_file import UNKEEPABLE
from tests.workbook.opendocuments import MIMETYPE, opendocument
from tests.workbook.sheets import (
    cell,
    edited,
    entries,
    filled,
    made,
    packed,
    parts,
    reading,
    standing,
)

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("language", ["en", "fr"])
def test_an_untouched_one_brings_nothing_new(language: str) -> None:
    answers = (
        standing("ACC-01", Answer("L", "Two\nlines  and\ttab", "en")),
        standing("ACC-02", Answer("F"), "ONLINE"),
        standing("R1", ResultAnswer("F", indicator_name="x", indicator_value=Decimal("62.5"))),
    )
    found = reading(opendocument(made(*answers, language=language)))
    assert (found.faults, found.entries, found.leftovers) == ([], [], ())


@pytest.mark.parametrize(
    "change",
    [
        ("ACC-01", "rating", "Largely achieved"),
        ("ACC-01", "comment", 3),
        ("ACC-01", "comment", True),
        ("ACC-01", "reason", " a  b\n\nc "),
        ("ACC-01", "rating", "Very good"),
        ("R1", "indicator_value", 1 / 3),
    ],
)
def test_what_is_filled_in_is_read_as_in_excel(change: tuple[str, str, Any]) -> None:
    data = filled(made(), ("R1", "indicator_name", "x"), ("R1", "indicator_value", 1), change)
    assert reading(opendocument(data)) == reading(data)


@given(
    st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60).filter(
        lambda text: not UNKEEPABLE.search(text) and "_x" not in text and text.isprintable()
    )
)
def test_any_comment_is_read_as_in_excel(text: str) -> None:
    def edit(book: Workbook) -> None:
        comment = cell(book, "ACC-01", "comment")
        comment.value, comment.data_type = text, "s"

    data = edited(made(), edit)
    assert reading(opendocument(data)).entries == reading(data).entries


def test_notes_merged_cells_and_remarks_are_found() -> None:
    def edit(book: Workbook) -> None:
        page = book["Easy access"]
        cell(book, "ACC-01", "rating").comment = Comment("Counter closed", "x")
        page["L9"] = "A remark"

    found = reading(opendocument(edited(made(), edit)))
    assert found.entries[0].values["comment"] == "Counter closed"
    assert [(each.row, each.column, each.text) for each in found.leftovers] == [
        (9, "L", "A remark")
    ]


def test_the_result_of_a_formula_is_taken() -> None:
    data = filled(made(), ("R1", "indicator_name", "x"), ("R1", "indicator_value", "=1/3"))
    values = entries(opendocument(data, results={"=1/3": 1 / 3}))[0][2]
    assert values["indicator_value"] == Decimal("0.333333")
    assert "Contains a formula" in reading(opendocument(data)).faults[0].message


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"META-INF/manifest.xml": b"<manifest:encryption-data/>"}, "protected by a password"),
        ({"Basic/Standard/Module1.xml": b"<a/>"}, "contains macros"),
        ({"mimetype": MIMETYPE.replace(b"spreadsheet", b"text")}, "another kind of file"),
        ({"content.xml": b"<a/>" * 200_001}, "far more than a workbook"),
    ],
)
def test_what_cannot_be_taken_is_told(more: dict[str, bytes], said: str) -> None:
    with pytest.raises(Faults, match=said):
        checked(packed(parts(opendocument(made())) | more))


@pytest.mark.parametrize(
    "content", [b"", b"<x", b"<x/>", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'],
)  # fmt: skip
def test_a_damaged_one_is_told(content: bytes) -> None:
    with pytest.raises(Faults):
        reading(packed({"mimetype": MIMETYPE, "content.xml": content}))
