"""Difficulty, item–rest correlation, KR-20, floor and ceiling."""

from statistics import correlation, pvariance

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.method.validation import Why, difficulty_intervals, item_analysis

COMPLETE = st.integers(2, 6).flatmap(
    lambda k: st.lists(st.lists(st.sampled_from([0, 1]), min_size=k, max_size=k), min_size=2)
)


@given(COMPLETE)
def test_the_analysis_is_what_its_definition_says(patterns: list[list[int]]) -> None:
    found = item_analysis(patterns)
    n, k = len(patterns), len(patterns[0])
    totals = [sum(row) for row in patterns]
    for j in range(k):
        scores = [row[j] for row in patterns]
        rests = [total - score for total, score in zip(totals, scores, strict=True)]
        assert found.difficulty[j] == sum(scores) / n
        varies = len(set(scores)) > 1 and len(set(rests)) > 1
        expected = pytest.approx(correlation(scores, rests)) if varies else None
        assert found.item_rest[j] == expected
    if len(set(totals)) > 1:
        single = sum(p * (1 - p) for p in found.difficulty if p is not None)
        assert found.kr20 == pytest.approx(k / (k - 1) * (1 - single / pvariance(totals)))
    else:
        assert (found.kr20, found.undefined) == (None, {"kr20": Why.NO_VARIATION})
    assert (found.floor, found.ceiling) == (totals.count(0) / n, totals.count(k) / n)


def test_kr20_of_a_perfect_scale() -> None:
    # Five items in Guttman’s order, one assessment at each total: Σpq = 35/36 and σ² = 35/12.
    patterns = [[int(item < total) for item in range(5)] for total in range(6)]
    assert item_analysis(patterns).kr20 == pytest.approx(5 / 4 * (1 - 1 / 3))


def test_missing_ratings_are_left_out() -> None:
    found = item_analysis([[1, None], [1, 0], [0, 0], [None, None]])
    assert found.difficulty == (2 / 3, 0)
    assert (found.complete, found.floor, found.ceiling) == (2, 0.5, 0)


def test_without_whole_assessments_there_is_no_kr20() -> None:
    found = item_analysis([[1, None], [None, 0]])
    assert found.undefined == dict.fromkeys(("kr20", "floor", "ceiling"), Why.INCOMPLETE)


def test_an_item_that_everyone_achieves_has_no_correlation() -> None:
    assert item_analysis([[1, 1], [1, 0]]).item_rest == (None, None)


@given(COMPLETE)
def test_a_difficulty_lies_within_its_interval_where_each_row_is_its_own_cluster(
    patterns: list[list[int]],
) -> None:
    found = difficulty_intervals(patterns, range(len(patterns)), rounds=200)
    for share, between in zip(item_analysis(patterns).difficulty, found, strict=True):
        assert share is not None
        assert between is not None
        assert between.low <= share <= between.high


def test_an_item_that_nobody_rates_has_no_interval() -> None:
    assert difficulty_intervals([[1, None], [0, None]], "AB", rounds=20)[1] is None
    assert difficulty_intervals([], [], rounds=20) == ()
