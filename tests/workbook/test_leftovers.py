"""What stands in a workbook and is not taken is told; notes on answers are taken."""

from collections.abc import Callable
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.comments import Comment

from assessments.rating.answers import Answer
from tests.workbook.sheets import (
    at_foot,
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

Told = list[tuple[str, int, str, str, str]]


def told(data: bytes, language: str = "en") -> Told:
    found = reading(data, language)
    assert found.faults == []
    return [(x.sheet, x.row, x.column, x.text, x.reason) for x in found.leftovers]


def noted(book: Workbook, code: str, column: str, text: str, author: str = "Reviewer") -> None:
    cell(book, code, column).comment = Comment(text, author)


@pytest.mark.parametrize("made_in", ["en", "fr"])
@pytest.mark.parametrize("read_in", ["en", "fr"])
def test_nothing_of_an_untouched_workbook_is_left(made_in: str, read_in: str) -> None:
    answers = (
        standing("ACC-01", Answer("L", "=x", "en")),
        standing("ACC-02", Answer("F"), "ONLINE"),
    )
    assert told(made(*answers, language=made_in), read_in) == []


def copied(book: Workbook) -> None:
    page = book.copy_worksheet(book["Easy access"])
    page.title = "Easy access (2)"
    page["E6"], page["F7"] = "Fully achieved", "Written on the copy"


def beside(book: Workbook) -> None:
    book["Easy access"]["L6"] = "A remark"


def below(book: Workbook) -> None:
    book["Easy access"]["B25"] = 2026


def above(book: Workbook) -> None:
    book["Easy access"]["D2"] = "A remark"


def over_a_statement(book: Workbook) -> None:
    cell(book, "ACC-01", "statement").value = "I do not find it."


def own_sheet(book: Workbook) -> None:
    book.create_sheet("My notes")["B2"] = "x" * 200


def merged(book: Workbook) -> None:
    cell(book, "ACC-01", "comment").value = "For both"
    place = cell(book, "ACC-01", "comment").row
    cell(book, "ACC-02", "code").value = None
    page = book["Easy access"]
    page.cell(place + 1, 1).value = "ACC-02"  # so that no heading is between them
    page.merge_cells(start_row=place, end_row=place + 1, start_column=6, end_column=6)


def note_on_a_statement(book: Workbook) -> None:
    noted(book, "ACC-01", "statement", "Why so?")


def note_on_the_guide(book: Workbook) -> None:
    book["How to fill in"]["A3"].comment = Comment("Who?", "x")


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        (copied, [("Easy access (2)", 6, "E", "Fully achieved", "sheet"),
                  ("Easy access (2)", 7, "F", "Written on the copy", "sheet")]),
        (beside, [("Easy access", 6, "L", "A remark", "outside")]),
        (below, [("Easy access", 25, "B", "2026", "outside")]),
        (above, [("Easy access", 2, "D", "A remark", "outside")]),
        (over_a_statement, [("Easy access", 6, "B", "I do not find it.", "outside")]),
        (own_sheet, [("My notes", 2, "B", "x" * 120 + "…", "sheet")]),
        (merged, [("Easy access", 6, "F", "For both", "merged")]),
        (note_on_a_statement, [("Easy access", 6, "B", "Why so?", "note")]),
        (note_on_the_guide, [("How to fill in", 3, "A", "Who?", "sheet")]),
    ],
)  # fmt: skip
def test_what_is_not_taken_is_told(edit: Callable[[Workbook], Any], expected: Told) -> None:
    assert told(edited(made(), edit)) == expected


def test_an_answer_on_a_copied_sheet_that_was_given_as_well_is_no_news() -> None:
    data = filled(made(), ("ACC-01", "rating", "Largely achieved"))
    data = edited(data, lambda book: book.copy_worksheet(book["Easy access"]))
    assert told(data) == []


def test_a_row_at_the_foot_is_taken() -> None:
    assert (
        told(edited(made(), lambda book: at_foot(book, "Easy access", "ACC-01", None, "F"))) == []
    )


# Notes.


@pytest.mark.parametrize("column", ["rating", "comment", "reason"])
def test_a_note_on_an_answer_is_its_comment(column: str) -> None:
    data = edited(made(), lambda book: noted(book, "ACC-01", column, "Reviewer:\nCounter closed"))
    comment = {"comment": "Counter closed", "comment_language": "en"}
    assert entries(data) == [("ACC-01", "", comment)]
    assert told(data) == []


def test_a_note_stands_below_the_comment_unless_the_comment_says_it() -> None:
    def edit(book: Workbook) -> None:
        noted(book, "ACC-01", "rating", "Counter closed")
        noted(book, "ACC-01", "comment", "Said already")

    data = edited(filled(made(), ("ACC-01", "comment", "Said already.")), edit)
    assert entries(data)[0][2]["comment"] == "Said already.\n\nCounter closed"


CONVERSATION = """<ThreadedComments
 xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments">
<threadedComment ref="E6" id="{1}"><text>Is it so?</text></threadedComment>
<threadedComment ref="E6" id="{2}" parentId="{1}"><text>It is.</text></threadedComment>
</ThreadedComments>"""
RELATION = (
    '<Relationship Id="t1" Target="/xl/threadedComments/threadedComment1.xml" '
    'Type="http://schemas.microsoft.com/office/2017/10/relationships/threadedComment"/>'
)


def test_a_conversation_is_taken_in_the_words_that_were_said() -> None:
    data = edited(made(), lambda book: noted(book, "ACC-01", "rating", "[Threaded comment] …"))
    known = parts(data)
    relations = "xl/worksheets/_rels/sheet2.xml.rels"
    end = b"</Relationships>"
    known[relations] = known[relations].replace(end, RELATION.encode() + end)
    known["xl/threadedComments/threadedComment1.xml"] = CONVERSATION.encode()
    assert entries(packed(known))[0][2]["comment"] == "Is it so?\nIt is."
