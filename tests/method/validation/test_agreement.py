"""Agreement, against published figures and the definitions written out again."""

from collections import Counter
from fractions import Fraction
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.method.validation import (
    Interval,
    Verdict,
    agreement,
    agreement_of,
    alpha_interval,
    brennan_prediger,
    gwet_ac2,
    krippendorff_alpha,
    pairwise_agreement,
    verdict,
)

FOUR = [0, 1, 2, 3]
UNITS = st.lists(st.lists(st.sampled_from([0, 1, 2, 3, None]), max_size=5), min_size=1, max_size=12)

# 4 observers, 12 units, 5 categories: Krippendorff, Computing Krippendorff’s Alpha (2011), and
# cac.raw4raters of Gwet’s R package irrCAC.
OBSERVERS = [
    "1 2 3 3 2 1 4 1 2 . . .", "1 2 3 3 2 2 4 1 2 5 . 3",
    ". 3 3 3 2 3 4 2 2 5 1 .", "1 2 3 3 2 4 4 1 2 5 1 .",
]  # fmt: skip
PUBLISHED = list(
    zip(*([None if r == "." else int(r) for r in line.split()] for line in OBSERVERS), strict=True)
)
FIVE = [1, 2, 3, 4, 5]
NO_WEIGHTS = [[Fraction(a == b) for b in FIVE] for a in FIVE]
QUADRATIC = [[1 - Fraction((a - b) ** 2, 16) for b in FIVE] for a in FIVE]


@pytest.mark.parametrize(
    ("metric", "alpha"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849)]
)
def test_krippendorffs_published_example(metric: str, alpha: float) -> None:
    assert round(krippendorff_alpha(PUBLISHED, metric) or 0, 3) == alpha


@pytest.mark.parametrize(
    ("weights", "chance", "coefficient"),
    [
        # irrCAC, overview.Rmd and weighting.Rmd: gwet.ac1.raw and bp.coeff.raw, to five digits.
        (NO_WEIGHTS, agreement._gwets_chance, 0.77544),
        (QUADRATIC, agreement._gwets_chance, 0.91400),
        (QUADRATIC, agreement._even_chance, 0.90152),
    ],
)
def test_gwets_published_example(weights: list, chance: object, coefficient: float) -> None:
    found = agreement._chance_corrected(PUBLISHED, weights, FIVE, chance)  # type: ignore[arg-type]
    assert round(found or 0, 5) == coefficient


def test_gwets_ordinal_weights_of_four_categories() -> None:
    # Gwet, Handbook of Inter-Rater Reliability: 1 − C(distance + 1, 2) / C(4, 2).
    assert [[float(6 * w) for w in row] for row in agreement.ordinal_weights(4)] == [
        [6, 5, 3, 0], [5, 6, 5, 3], [3, 5, 6, 5], [0, 3, 5, 6],
    ]  # fmt: skip


def chance_corrected_by_definition(units: list[list[int | None]], even: bool) -> float | None:
    """AC2, or Brennan–Prediger, in floats, unit by unit, from the table of counts."""
    weights = [[1 - (abs(a - b) * (abs(a - b) + 1) / 2) / 6 for b in FOUR] for a in FOUR]
    tables = [Counter(r for r in unit if r is not None) for unit in units]
    tables = [table for table in tables if table]
    twice = [table for table in tables if table.total() > 1]
    if not twice:
        return None
    observed = 0.0
    for table in twice:
        for a in FOUR:
            near = sum(weights[a][b] * table[b] for b in FOUR)
            observed += table[a] * (near - 1) / (table.total() * (table.total() - 1)) / len(twice)
    shares = [sum(table[a] / table.total() for table in tables) / len(tables) for a in FOUR]
    all_weights = sum(map(sum, weights))
    chance = all_weights / 16 if even else all_weights / 12 * sum(p * (1 - p) for p in shares)
    return (observed - chance) / (1 - chance)


@given(UNITS)
def test_ac2_is_what_its_definition_says(units: list) -> None:
    assert gwet_ac2(units, FOUR) == pytest.approx(chance_corrected_by_definition(units, False))


@given(UNITS)
def test_brennan_prediger_is_what_its_definition_says(units: list) -> None:
    expected = chance_corrected_by_definition(units, True)
    assert brennan_prediger(units, FOUR) == pytest.approx(expected)


def alpha_by_definition(units: list[list[int | None]], metric: str) -> float | None:
    """Krippendorff’s alpha straight from its definition, in floats."""
    lists = [[r for r in unit if r is not None] for unit in units]
    lists = [each for each in lists if len(each) > 1]
    o = [[0.0] * 4 for _ in range(4)]
    for each in lists:
        for c, k in permutations(range(len(each)), 2):
            o[each[c]][each[k]] += 1 / (len(each) - 1)
    n_c = [sum(row) for row in o]
    n = sum(n_c)

    def delta(c: int, k: int) -> float:
        low, high = sorted((c, k))
        ordinal = sum(n_c[low : high + 1]) - (n_c[low] + n_c[high]) / 2
        return {"nominal": float(c != k), "ordinal": ordinal**2, "interval": (c - k) ** 2}[metric]

    pairs = [(c, k) for c in FOUR for k in FOUR]
    expected = sum(n_c[c] * n_c[k] * delta(c, k) for c, k in pairs)
    if expected < 1e-9:
        return None
    return 1 - (n - 1) * sum(o[c][k] * delta(c, k) for c, k in pairs) / expected


@given(UNITS, st.sampled_from(["nominal", "ordinal", "interval"]))
def test_alpha_is_what_its_definition_says(units: list, metric: str) -> None:
    assert krippendorff_alpha(units, metric) == pytest.approx(alpha_by_definition(units, metric))


@given(UNITS)
def test_neither_the_order_of_raters_nor_of_units_matters(units: list) -> None:
    turned = [unit[::-1] for unit in reversed(units)]
    assert agreement_of(turned, FOUR) == agreement_of(units, FOUR)


@pytest.mark.parametrize("units", [[], [[]], [[1, None]], [[1], [2]], [[None, None]]])
def test_nothing_is_said_of_what_nobody_rated_twice(units: list) -> None:
    found = agreement_of(units, FOUR)
    assert (found.alpha, found.ac2, found.brennan_prediger, found.equal_pairs) == (None,) * 4
    assert found.verdict == Verdict.NOT_COMPUTABLE


def test_alpha_of_equal_ratings_is_undefined_and_the_others_are_1() -> None:
    found = agreement_of([[2, 2], [2, 2, 2]], FOUR)
    assert (found.alpha, found.ac2, found.brennan_prediger, found.equal_pairs) == (None, 1, 1, 1)
    assert found.verdict == Verdict.TOO_LITTLE_VARIATION


def test_pairwise_agreement_is_pooled_over_units() -> None:
    assert pairwise_agreement([[2, 2, 1], [0, 0], [3, None]]) == 0.5


def test_where_nearly_all_ratings_are_equal_a_low_alpha_does_not_mean_disagreement() -> None:
    found = agreement_of([[3, 3]] * 56 + [[3, 2]] * 4, FOUR)
    assert (round(found.alpha or 0, 2), round(found.equal_pairs or 0, 2)) == (-0.03, 0.93)
    assert found.verdict == Verdict.TOO_LITTLE_VARIATION


@pytest.mark.parametrize(
    ("figures", "kind"),
    [
        ((0.80, 0.5, 0.5, 0.5), Verdict.RELIABLE),
        ((0.667, 0.9, 0.9, 0.8), Verdict.TENTATIVE),
        ((0.666, 0.9, 0.9, 0.89), Verdict.NOT_RELIABLE),
        ((0.1, 0.9, 0.7, 0.95), Verdict.NOT_RELIABLE),
        ((0.1, 0.9, 0.9, 0.95), Verdict.TOO_LITTLE_VARIATION),
    ],
)
def test_the_verdict_comes_from_all_four_figures(figures: tuple, kind: Verdict) -> None:
    assert verdict(*figures) == kind


def test_alpha_has_an_interval_by_initiative() -> None:
    units = [[n % 4, (n + (n % 5 == 0)) % 4] for n in range(40)]
    found = alpha_interval(units, [n // 4 for n in range(40)], rounds=200)
    alpha = krippendorff_alpha(units)
    assert found is not None
    assert alpha is not None
    assert found.low < alpha < found.high
    assert found.rounds == 200


def test_an_interval_of_one_initiative_has_no_width() -> None:
    units = [[0, 0], [3, 2]]
    alpha = krippendorff_alpha(units)
    assert alpha is not None
    assert alpha_interval(units, ["A", "A"], rounds=5) == Interval(alpha, alpha, 5)


def test_an_interval_of_nothing_is_none() -> None:
    assert alpha_interval([], [], rounds=5) is None
    assert alpha_interval([[1, 1]], ["A"], rounds=5) is None
