"""Figures without names: what is withheld cannot be worked out."""

import itertools
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.standings.withholding import enough, withhold

type Row = tuple[int, ...]


def rows_of(total: int, kinds: int) -> Iterator[Row]:
    """Every breakdown of a total."""
    for bars in itertools.combinations(range(total + kinds - 1), kinds - 1):
        ends = (-1, *bars, total + kinds - 1)
        yield tuple(after - before - 1 for before, after in itertools.pairwise(ends))


@pytest.mark.parametrize("kinds", [2, 3, 4])
@pytest.mark.parametrize("total", range(5, 19))
def test_no_withheld_cell_follows_even_for_whoever_knows_the_rule(total: int, kinds: int) -> None:
    """Each withheld cell could have another value in a row that would be published alike."""
    possible: dict[tuple[int | None, ...], list[set[int]]] = {}
    for row in rows_of(total, kinds):
        seen = possible.setdefault(withhold(row), [set() for _kind in range(kinds)])
        for values, value in zip(seen, row, strict=True):
            values.add(value)
    told = [
        shown
        for shown, seen in possible.items()
        for cell, values in zip(shown, seen, strict=True)
        if cell is None and len(values) == 1
    ]
    assert told == []


@given(st.lists(st.integers(0, 30), min_size=1, max_size=6))
def test_no_cell_with_too_few_is_published(row: list[int]) -> None:
    shown = withhold(row)
    assert all(cell in (None, value) for cell, value in zip(shown, row, strict=True))
    assert enough(*(cell for cell in shown if cell is not None))
    assert len(row) == 1 or shown.count(None) != 1


LEVEL = st.sampled_from((0, 0, 1, 2, 3, None))
