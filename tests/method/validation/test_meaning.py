"""Rank correlation and known groups, against worked examples."""

import pytest

from assessments.method.validation import RankTest, Why, kruskal_wallis, spearman


def test_spearmans_correlation_of_a_worked_example() -> None:
    # IQ and hours of television of ten people (Wikipedia, Spearman’s rank correlation coefficient).
    iq = [106, 100, 86, 101, 99, 103, 97, 113, 112, 110]
    hours = [7, 27, 2, 50, 28, 29, 20, 12, 6, 17]
    assert spearman(zip(iq, hours, strict=True)) == RankTest(
        pytest.approx(-29 / 165), pytest.approx(0.627188, abs=1e-6), 10
    )


def test_ties_share_their_ranks() -> None:
    # Pearson’s correlation of the ranks 1.5 1.5 3 4 and 1 2 3.5 3.5.
    assert spearman([(1, 1), (1, 2), (2, 3), (3, 3)]).value == pytest.approx(4 / 4.5)


def test_pairs_with_a_missing_side_are_left_out() -> None:
    points = [(1, 1), (2, 2), (3, 3)]
    assert spearman([*points, (None, 4), (4, None)]) == RankTest(1, 0, 3)


@pytest.mark.parametrize(
    ("points", "n", "why"),
    [
        ([], 0, Why.NO_DATA),
        ([(1, 1), (2, 2)], 2, Why.TOO_FEW),
        ([(1, 1), (1, 2), (1, 3)], 3, Why.NO_VARIATION),
    ],
)
def test_a_correlation_that_is_not_computable_says_why(points: list, n: int, why: Why) -> None:
    assert spearman(points) == RankTest(None, None, n, why)


def test_kruskal_and_wallis_of_a_worked_example() -> None:
    # Ranks 1–3, 4–6 and 7–9: H = 12/90 · (6² + 15² + 24²)/3 − 30 = 7.2, p = exp(−3.6).
    assert kruskal_wallis([[1, 2, 3], [4, 5, 6], [7, 8, None, 9], []]) == RankTest(
        pytest.approx(7.2), pytest.approx(0.0273237, abs=1e-7), 9
    )


def test_ties_are_corrected_for() -> None:
    # Ranks 1.5 1.5 and 3.5 3.5: H = 12/20 · (9 + 49)/2 − 15 = 2.4, through 1 − 12/60.
    assert kruskal_wallis([[1, 1], [2, 2]]).value == pytest.approx(2.4 / 0.8)


@pytest.mark.parametrize(
    ("samples", "n", "why"),
    [
        ([], 0, Why.NO_DATA),
        ([[1, 2], [None]], 2, Why.TOO_FEW),
        ([[1, 1], [1]], 3, Why.NO_VARIATION),
    ],
)
def test_groups_that_cannot_be_compared_say_why(samples: list, n: int, why: Why) -> None:
    assert kruskal_wallis(samples) == RankTest(None, None, n, why)
