"""Raters and repeated ratings: reliability, kappa, ICC, the smallest change that is no noise."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.method.validation import (
    RaterReliability,
    Why,
    intraclass_correlation,
    rater_reliability,
    smallest_detectable_change,
    weighted_kappa,
)

# Six targets and four judges: Shrout & Fleiss 1979, table 2; ICC(1,1) = .17, ICC(2,1) = .29.
SHROUT_FLEISS = [
    [9, 2, 5, 8],
    [6, 1, 3, 2],
    [8, 4, 6, 8],
    [7, 1, 2, 6],
    [10, 5, 6, 9],
    [6, 2, 4, 7],
]


def test_the_reliability_of_one_rater_of_a_published_example() -> None:
    found = rater_reliability(SHROUT_FLEISS)
    # 0.165742, and ICC(1,4) = 0.442797 (R, psych::ICC of the same table).
    assert found.one == pytest.approx(0.165742, abs=1e-6)
    assert found.of(4) == pytest.approx(0.442797, abs=1e-6)


def test_the_intraclass_correlation_of_a_published_example() -> None:
    # 0.289764 (R, psych::ICC of the same table).
    assert intraclass_correlation(SHROUT_FLEISS) == pytest.approx(0.289764, abs=1e-6)


def test_as_many_raters_as_are_needed_reach_what_is_wanted() -> None:
    found = RaterReliability(0.5, None)
    assert found.needed(0.8) == 4
    assert found.of(4) == pytest.approx(0.8)
    assert found.needed(0.81) == 5


def test_raters_who_differ_more_than_units_are_never_enough() -> None:
    found = rater_reliability([[0, 3], [3, 0]])
    assert (found.one, found.needed(), found.of(3)) == (-1, None, None)


def test_units_may_have_different_numbers_of_raters() -> None:
    # By hand: means 1.5, 0 and 3 of 2, 3 and 2 raters; the fourth unit has but one.
    found = rater_reliability([[1, 2, None], [0, 0, 0], [3, 3, None], [2, None, None]])
    between = (2 * 1.5**2 + 2 * 3**2 - 9**2 / 7) / 2
    within = 0.5 / 4
    usual = (7 - 17 / 7) / 2
    expected = (between - within) / (between + (usual - 1) * within)
    assert found.one == pytest.approx(expected)


@pytest.mark.parametrize(
    ("units", "why"),
    [([], Why.NO_PAIRS), ([[1, 2]], Why.NO_PAIRS), ([[1, 1], [1, 1]], Why.NO_VARIATION)],
)
def test_a_reliability_that_is_not_computable_says_why(units: list, why: Why) -> None:
    found = rater_reliability(units)
    assert found == RaterReliability(None, why)
    assert (found.of(2), found.needed()) == (None, None)


PAIRS = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=1)


@given(PAIRS)
def test_kappa_is_what_its_definition_says(pairs: list[tuple[int, int]]) -> None:
    n = len(pairs)
    observed = sum((x - y) ** 2 for x, y in pairs) / n
    expected = sum((x - y) ** 2 for x, _ in pairs for _, y in pairs) / n**2
    if expected:
        assert weighted_kappa(pairs) == pytest.approx(1 - observed / expected)
    else:
        assert weighted_kappa(pairs) is None


def test_missing_sides_are_left_out() -> None:
    pairs = [(0, 1), (2, 2), (3, 3)]
    more = [*pairs, (None, 1), (2, None)]
    assert weighted_kappa(more) == weighted_kappa(pairs)
    assert intraclass_correlation(more) == intraclass_correlation(pairs)
    assert smallest_detectable_change(more) == smallest_detectable_change(pairs)


def test_the_smallest_detectable_change_is_1_96_times_root_2_sem() -> None:
    # Differences 1 and −1: each rating’s own error variance is half their mean square.
    sem = math.sqrt(0.5)
    assert smallest_detectable_change([(0, 1), (2, 1)]) == pytest.approx(1.96 * math.sqrt(2) * sem)


def test_nothing_is_said_of_nothing() -> None:
    assert weighted_kappa([]) is None
    assert smallest_detectable_change([(None, 1)]) is None
    assert intraclass_correlation([]) is None
    assert intraclass_correlation([[1, 1], [1, 1]]) is None
    assert intraclass_correlation([[1], [2]]) is None
