"""What a workbook would change, and where someone was quicker."""

from assessments.rating.answers import Answer, ResultAnswer
from assessments.workbook.changes import AnswerChange, StoredAnswer, content, plan
from tests.workbook.sheets import at_foot, cell, edited, filled, made, reading, standing


def planned(data: bytes, *now: StoredAnswer) -> list[AnswerChange]:
    return plan(content(reading(data)), now)


def test_a_row_that_was_filled_in_is_a_change() -> None:
    before = standing("ACC-01", Answer("L"))
    (change,) = planned(filled(made(before), ("ACC-01", "rating", "F")), before)
    assert (change.name, change.answer, change.now) == ("ACC-01", Answer("F"), before)
    assert not change.conflict


def test_what_someone_else_wrote_alike_is_no_change() -> None:
    data = filled(made(), ("ACC-01", "rating", "F"))
    assert planned(data, standing("ACC-01", Answer("F"))) == []


def test_what_someone_else_changed_is_a_conflict_where_the_workbook_changes_it_too() -> None:
    data = filled(made(standing("ACC-01", Answer("L"))), ("ACC-01", "rating", "F"))
    (change,) = planned(data, standing("ACC-01", Answer("P")))
    assert change.conflict


def test_what_someone_else_changed_is_left_alone_where_the_workbook_does_not_touch_it() -> None:
    data = made(standing("ACC-01", Answer("L")))
    assert planned(data, standing("ACC-01", Answer("P"))) == []


def by_channel(*before: StoredAnswer) -> bytes:
    def edit(book) -> None:
        cell(book, "ACC-01", "rating").value = None
        at_foot(book, "Easy access", "ACC-01", "Online", "F")

    return edited(made(*before), edit)


def test_ratings_by_channel_replace_the_one_for_all() -> None:
    before = standing("ACC-01", Answer("L"))
    whole, online = planned(by_channel(before), before)
    assert (whole.values, online.name, online.replaced) == ({}, "ACC-01-ONLINE", (before,))
    assert not online.conflict


def test_it_is_a_conflict_where_what_would_be_replaced_has_changed() -> None:
    now = standing("ACC-01", Answer("N"))
    changes = planned(by_channel(standing("ACC-01", Answer("L"))), now)
    assert [change.conflict for change in changes] == [True, True]


def test_an_indicator_comes_through_what_is_kept() -> None:
    before = standing("R1", ResultAnswer())
    data = filled(
        made(),
        ("R1", "indicator_name", "x"),
        ("R1", "indicator_value", 62.5),
        ("R1", "indicator_date", "2026-06-30"),
    )
    (change,) = planned(data, before)
    answer = change.result_answer
    assert (str(answer.indicator_value), str(answer.indicator_date)) == ("62.5", "2026-06-30")


def test_its_state_is_another_once_anything_of_it_changes() -> None:
    data = by_channel(standing("ACC-01", Answer("L")))
    states = {planned(data, standing("ACC-01", Answer(each)))[1].state for each in "NPF"}
    assert len(states) == 3
