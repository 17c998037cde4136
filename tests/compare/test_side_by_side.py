"""Initiatives side by side, and against their peers: what follows from their levels."""

import datetime
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.baselines.values import AttributeContent, Content, Wording
from assessments.compare.marks import own_mark
from assessments.compare.peers import PeerRow, Peers
from assessments.compare.side_by_side import Lead, Side, SideBySide, side_by_side
from assessments.councils.content import Breakdown as Spread
from assessments.method.validation.verdict import Agreement, Verdict
from assessments.standings.withholding import may_total, shown

LEVELS = st.none() | st.integers(0, 3)
COUNTS = st.lists(st.integers(0, 12), min_size=5, max_size=5)

NONE = Agreement(None, None, None, None, Verdict.NOT_COMPUTABLE)


def attribute(code: str, level: int | None, previous: int | None = None) -> AttributeContent:
    return AttributeContent(
        code=code,
        name=Wording(f"Attribute {code}", False),
        attained=level,
        words=None,
        progress=None,
        next_share=0.0,
        target=None,
        target_by=None,
        target_why=None,
        target_moves=(),
        gap=None,
        top=3,
        previous=previous,
        blocking=(),
        levels=(),
    )


def side(name: str, levels: dict[str, int | None], stage: str = "DEL") -> Side:
    found = Content(
        language="en", initiative=name, initiative_code=name, council="", lead="", lead_code="",
        partners=(), channels=(), priorities=(), stage=stage, as_of=datetime.date(2026, 10, 31),
        cycle=1, state="approved", edition="2017-draft", rule="cumulative",
        title=Wording("", False), vision=Wording("", False), levels=(), scale=(), overall=None,
        rated=0, total=46, attributes=tuple(attribute(*each, 1) for each in levels.items()),
        results=(), actions=(), plays=(), lessons=(), participants=(), agreement=NONE,
        previous_as_of=None, stages=(), life_cycle=(), approval=None,
    )  # fmt: skip
    return Side(name, stage, None, found, may_export=False)


def beside(*levels: Sequence[int | None]) -> SideBySide:
    """One, Two and so on, by what each has attained in A, B and so on."""
    names = ("One", "Two", "Three", "Four")
    return side_by_side(
        [
            side(name, dict(zip("ABC", row, strict=False)))
            for name, row in zip(names, levels, strict=False)
        ]
    )


def test_where_they_lie_furthest_apart() -> None:
    compared = beside((0, 1, 2), (2, 1, 0), (1, 1, 1))
    assert ([row.code for row in compared.widest], compared.widest[0].apart) == (["A", "C"], 2)


def test_who_stands_highest_alone() -> None:
    compared = beside((3, 2, 1), (1, 2, 0), (0, 1, 3))
    assert compared.leads == (Lead("One", ("Attribute A",)), Lead("Three", ("Attribute C",)))


def test_nobody_leads_where_all_are_alike() -> None:
    compared = beside((1, 2), (1, 2))
    assert (compared.leads, compared.widest, [row.code for row in compared.alike]) == (
        (),
        (),
        ["A", "B"],
    )


def test_what_does_not_apply_has_no_level_to_differ_by() -> None:
    compared = beside((None, 3), (2, None))
    assert ([row.apart for row in compared.rows], compared.can_be_told_apart) == (
        [None, None],
        False,
    )


def test_an_attribute_of_one_edition_alone_has_a_place_for_the_other() -> None:
    compared = beside((1,), (2, 3))
    assert [(row.code, row.levels) for row in compared.rows] == [("A", (1, 2)), ("B", (None, 3))]


def test_what_was_before_is_not_compared() -> None:
    compared = beside((1,), (2,))
    assert [cell and cell.previous for cell in compared.rows[0].cells] == [None, None]


def test_stages_are_told_apart() -> None:
    one, other = side("One", {"A": 1}), side("Two", {"A": 1}, "DES")
    found = [side_by_side(each).same_stage for each in ([one], [one, one], [one, other])]
    assert found == [True, True, False]


@given(st.lists(st.lists(LEVELS, min_size=3, max_size=3), min_size=1, max_size=4))
def test_the_order_of_the_sides_changes_no_difference(levels: list[list[int | None]]) -> None:
    one, other = beside(*levels), beside(*reversed(levels))
    assert [row.apart for row in one.rows] == [row.apart for row in other.rows]


@pytest.mark.parametrize(
    ("known", "rest", "may"),
    [(0, 0, False), (4, 0, False), (5, 0, True), (0, 4, False), (0, 5, True), (9, 1, False),
     (9, 4, False), (1, 5, True)],
)  # fmt: skip
def test_five_have_to_stand_behind_it_and_behind_what_one_does_not_know(
    known: int, rest: int, may: bool
) -> None:
    assert may_total(known, rest) == may


@given(COUNTS, COUNTS)
def test_whoever_takes_away_what_they_know_finds_nobody(known: list[int], rest: list[int]) -> None:
    """What is left of a cell is nobody or at least five, and so is what all withheld ones hide."""
    cells = shown(known, rest)
    left = [None if cell is None else cell - seen for cell, seen in zip(cells, known, strict=True)]
    assert all(each is None or each == 0 or each >= 5 for each in left)
    hidden = [number for number, cell in zip(rest, cells, strict=True) if cell is None]
    assert len(hidden) != 1
    assert not hidden or max(hidden) >= 5 or len(hidden) == len(rest)


@given(COUNTS)
def test_whoever_knows_all_sees_all(known: list[int]) -> None:
    assert shown(known, [0] * 5) == tuple(known)


@given(COUNTS, COUNTS, st.integers(0, 4))
def test_what_is_withheld_does_not_depend_on_what_is_known(
    known: list[int], rest: list[int], place: int
) -> None:
    """Else two pages of one reader, from two initiatives of theirs, would differ by it."""
    more = [number + (at == place) for at, number in enumerate(known)]
    assert [cell is None for cell in shown(known, rest)] == [
        cell is None for cell in shown(more, rest)
    ]


def among(level: int | None, cells: tuple[int | None, ...], total: int) -> PeerRow:
    return PeerRow(attribute("A", level), Spread("Attribute A", cells, total))


def test_peers_stand_lower_the_same_or_higher() -> None:
    row = among(1, (5, 6, 7, 8, 9), 35)
    assert (row.lower, row.same, row.higher, row.side) == (5, 6, 15, -1)


def test_a_sum_with_a_withheld_figure_is_withheld() -> None:
    row = among(2, (5, None, 7, None, 0), 20)
    assert (row.lower, row.same, row.higher, row.side) == (None, 7, None, 0)


def test_without_a_level_nobody_stands_lower_or_higher() -> None:
    row = among(None, (5, 6, 7, 8, 9), 35)
    assert (row.lower, row.same, row.higher, row.side, row.own_step) == (None, None, None, 0, 4)


@given(LEVELS, COUNTS)
def test_every_peer_with_a_level_is_counted_once(level: int | None, counts: list[int]) -> None:
    row = among(level, tuple(counts), sum(counts))
    if level is not None:
        assert (row.lower or 0) + (row.same or 0) + (row.higher or 0) == sum(counts[:4])


@pytest.mark.parametrize(
    ("level", "cells", "x"),
    [(0, (10, 10, 0, 0, 0), "123.0"), (1, (10, 10, 0, 0, 0), "367.0"),
     (3, (10, 10, 0, 0, 0), "478.0"), (2, (10, None, 10, 0, 0), "367.0"),
     (0, (0, 20, 0, 0, 0), "12.0"), (1, (10, None, None, 0, 0), "")],
)  # fmt: skip
def test_the_mark_stands_over_the_peers_at_the_same_level(
    level: int, cells: tuple[int | None, ...], x: str
) -> None:
    assert own_mark(among(level, cells, 20)) == x


def test_where_it_is_ahead_and_behind() -> None:
    cells = [(2, (9, 1, 0, 0, 0)), (0, (1, 9, 0, 0, 0)), (0, (10, 0, 0, 0, 0))]
    rows = tuple(
        PeerRow(attribute(name, level), Spread(name, found, 10))
        for name, (level, found) in zip("ABC", cells, strict=True)
    )
    peers = Peers("DEL", (), None, "all", ("all",), "", True, 10, rows)
    assert (peers.ahead, peers.behind) == (("A",), ("B",))
