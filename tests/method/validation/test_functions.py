"""Monotonicity and invariant item ordering, group by group."""

import math
import random
from statistics import NormalDist, fmean, stdev

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.method.validation import Crossing, Why, mokken
from assessments.method.validation.distributions import student_tail
from assessments.method.validation.functions import item_ordering, monotonicity
from assessments.method.validation.rest import groups, least_size, prorated


def drawn(n: int, items: int, seed: int) -> list[list[int]]:
    drawing = random.Random(seed)  # noqa: S311
    rows = []
    for _ in range(n):
        able = drawing.gauss(1.5, 0.6)
        rows.append(
            [min(3, max(0, round(able + drawing.gauss(0, 1) - k * 0.05))) for k in range(items)]
        )
    return rows


def naive_groups(rests: list[int]) -> list[list[int]]:
    """Groups of rows by their rest score, filled up until each is large enough."""
    n = len(rests)
    size = 50 if n < 150 else n // 3 if n <= 250 else n // 10 if n >= 500 else n // 5
    found: list[list[int]] = []
    group: list[int] = []
    for score in sorted(set(rests)):
        group += [row for row, rest in enumerate(rests) if rest == score]
        if len(group) >= size:
            found.append(group)
            group = []
    if group:
        found[-1] += group
    return found


@pytest.mark.parametrize(("n", "seed"), [(100, 1), (200, 2), (320, 3), (600, 4)])
def test_monotonicity_is_what_its_definition_says(n: int, seed: int) -> None:
    rows = drawn(n, 4, seed)
    for item, found in enumerate(monotonicity(rows)):
        means = [
            [sum(rows[r][item] >= step for r in group) / len(group) for step in (1, 2, 3)]
            for group in naive_groups([sum(row) - row[item] for row in rows])
        ]
        drops = [
            low[s] - high[s] for s in range(3) for k, high in enumerate(means) for low in means[:k]
        ]
        assert found is not None
        assert found.groups == len(means)
        assert found.violations == sum(drop >= 0.03 for drop in drops)
        assert found.largest == pytest.approx(max([d for d in drops if d >= 0.03], default=0))


@pytest.mark.parametrize(("n", "seed"), [(100, 5), (200, 6), (320, 7), (600, 8)])
def test_item_ordering_is_what_its_definition_says(n: int, seed: int) -> None:
    rows = drawn(n, 5, seed)
    found = item_ordering(rows)
    means = [fmean(row[k] for row in rows) for k in range(5)]
    assert list(found.order) == sorted(range(5), key=lambda k: (-means[k], k))
    expected = []
    for place, easier in enumerate(found.order):
        for harder in found.order[place + 1 :]:
            gains = [
                [rows[r][harder] - rows[r][easier] for r in group]
                for group in naive_groups([sum(row) - row[easier] - row[harder] for row in rows])
            ]
            wrong = [gain for gain in gains if fmean(gain) > 0.09 + 1e-12]
            significant = 0
            for gain in wrong:
                t = fmean(gain) / (stdev(gain) / math.sqrt(len(gain)))
                significant += student_tail(t, len(gain) - 1) < 0.05
            if wrong:
                largest = pytest.approx(max(fmean(gain) for gain in wrong))
                expected.append(Crossing(easier, harder, len(wrong), largest, significant))
    assert list(found.crossings) == expected
    assert found.invariant == (not any(each.significant for each in expected))


def crossing_rows() -> list[list[int]]:
    """Item 0 is easier for those who are low, item 1 for those who are high."""
    return [[2, 0, 0, 0, 1]] * 60 + [[2, 3, 3, 3, 3]] * 50


def test_items_that_cross_are_found_and_break_the_order() -> None:
    found = item_ordering(crossing_rows())
    assert (found.order[0], found.order[1]) == (0, 4)
    assert found.crossings[0].groups == 1
    assert (found.violations[0] > 0, found.invariant) == (True, False)


def test_too_few_rows_say_so() -> None:
    found = mokken(drawn(99, 4, 1))
    assert found.monotonicity == (None,) * 4
    assert (found.ordering.invariant, found.ordering.undefined) == (None, Why.TOO_FEW)
    assert found.undefined == {"monotonicity": Why.TOO_FEW, "ordering": Why.TOO_FEW}


@pytest.mark.parametrize(("number", "why"), [(0, Why.NO_DATA), (1, Why.ONE_ITEM), (2, Why.TOO_FEW)])
def test_an_order_needs_three_items(number: int, why: Why) -> None:
    rows = [row[:number] for row in drawn(120, 2, 1)] if number else []
    assert item_ordering(rows).undefined == why


def test_ratings_of_0_and_1_alone_are_tested_as_such() -> None:
    found = item_ordering([[1, 0, 0, 0, 0]] * 60 + [[0, 1, 1, 1, 1]] * 50)
    assert found.crossings[0] == Crossing(0, 1, 1, 1.0, 1)


def test_missing_ratings_are_made_up_from_the_others_in_rest_scores() -> None:
    assert prorated(5, 2, 4) == 10
    assert prorated(5, 2, 3) == 8  # 7.5, and halves go up
    assert prorated(3, 1, 3) is None
    assert prorated(0, 0, 0) is None


def test_groups_are_as_large_as_in_the_package_mokken() -> None:
    assert [least_size(n) for n in (10, 149, 150, 250, 251, 499, 500)] == [
        50,
        50,
        50,
        83,
        50,
        99,
        50,
    ]


@given(st.lists(st.integers(0, 9), min_size=1), st.integers(1, 10))
def test_equal_scores_are_in_one_group_of_at_least_the_size(scores: list[int], size: int) -> None:
    ends = groups(scores, size)
    assert ends == sorted(set(ends))
    if ends:
        assert ends[-1] == max(scores)
        below = [-1, *ends]
        for low, high in zip(below, ends, strict=False):
            assert sum(low < score <= high for score in scores) >= size
    else:
        assert len(scores) < size


@pytest.mark.parametrize(
    # Tables of Student’s t: one-sided 5 % and 2.5 % points.
    ("t", "df", "p"),
    [(6.3138, 1, 0.05), (2.91999, 2, 0.05), (1.8124611, 10, 0.05), (2.0452296, 29, 0.025)],
)
def test_students_tail_is_that_of_the_tables(t: float, df: int, p: float) -> None:
    assert student_tail(t, df) == pytest.approx(p, rel=1e-5)
    assert student_tail(-t, df) == pytest.approx(1 - p, rel=1e-5)


def test_students_tail_nears_the_normal_one() -> None:
    assert student_tail(1.6449, 2000) == pytest.approx(1 - NormalDist().cdf(1.6449), abs=2e-4)
