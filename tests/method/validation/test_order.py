"""The scalogram and pairs of statements, against their definitions written out again."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.method.validation import Scalogram, Why, ordered_pairs, scalogram

COMPLETE = st.integers(1, 6).flatmap(
    lambda k: st.lists(st.lists(st.sampled_from([0, 1]), min_size=k, max_size=k), min_size=1)
)
MISSING = st.integers(1, 5).flatmap(
    lambda k: st.lists(st.lists(st.sampled_from([0, 1, None]), min_size=k, max_size=k))
)


def by_definition(patterns: list[list[int]]) -> tuple:
    """Errors, CR, MMR, CS, H and item H in floats, cell by cell."""
    n, k = len(patterns), len(patterns[0])
    sums = [sum(row[j] for row in patterns) for j in range(k)]
    order = sorted(range(k), key=lambda j: (-sums[j], j))
    errors = 0
    for row in patterns:
        ideal = dict.fromkeys(range(k), 0) | dict.fromkeys(order[: sum(row)], 1)
        errors += sum(row[j] != ideal[j] for j in range(k))
    cr, mmr = 1 - errors / (n * k), sum(max(s, n - s) for s in sums) / (n * k)
    cs = None if mmr == 1 else (cr - mmr) / (1 - mmr)
    found: dict[int, list[float]] = {j: [0, 0] for j in range(-1, k)}
    for easy, hard in combinations(order, 2):
        wrong = sum(row[hard] > row[easy] for row in patterns)
        chance = (n - sums[easy]) * sums[hard] / n
        for j in (-1, easy, hard):
            found[j][0] += wrong
            found[j][1] += chance
    h = [None if chance == 0 else 1 - wrong / chance for wrong, chance in found.values()]
    return errors, cr, mmr, cs, h[0], h[1:]


@given(COMPLETE)
def test_a_scalogram_is_what_its_definition_says(patterns: list[list[int]]) -> None:
    found = scalogram(patterns)
    errors, cr, mmr, cs, h, item_h = by_definition(patterns)
    assert found.errors == errors
    assert (found.reproducibility, found.minimal_marginal_reproducibility) == (
        pytest.approx(cr),
        pytest.approx(mmr),
    )
    assert found.scalability == pytest.approx(cs)
    assert found.loevinger_h == pytest.approx(h)
    assert list(found.item_h) == [pytest.approx(each) for each in item_h]


def test_a_worked_scalogram() -> None:
    # Items 0 and 1 are as often achieved: the order given decides, and row 5 has two errors.
    assert scalogram([[1, 1, 0], [1, 0, 0], [1, 1, 1], [0, 0, 0], [0, 1, 0]]) == Scalogram(
        errors=2,
        reproducibility=pytest.approx(13 / 15),
        minimal_marginal_reproducibility=pytest.approx(10 / 15),
        scalability=pytest.approx(0.6),
        loevinger_h=pytest.approx(0.5),
        item_h=(pytest.approx(0.375), pytest.approx(0.375), pytest.approx(1)),
        order=(0, 1, 2),
        left_out=(),
        undefined={},
    )


@given(MISSING)
def test_a_row_of_nothing_changes_nothing(patterns: list[list[int | None]]) -> None:
    if patterns:
        assert scalogram([*patterns, [None] * len(patterns[0])]) == scalogram(patterns)


def test_missing_ratings_are_no_cells() -> None:
    found = scalogram([[1, None], [1, 0], [None, 0], [0, 1]])
    # Six cells; the last row alone differs from its ideal pattern.
    assert (found.errors, found.reproducibility) == (2, pytest.approx(1 - 2 / 6))


@pytest.mark.parametrize(
    ("patterns", "undefined"),
    [
        ([], dict.fromkeys(
            ("reproducibility", "minimal_marginal_reproducibility", "scalability", "loevinger_h"),
            Why.NO_DATA,
        )),
        ([[1, 1], [1, 1]], {"scalability": Why.NO_VARIATION, "loevinger_h": Why.NO_VARIATION}),
        ([[1], [0]], {"loevinger_h": Why.ONE_ITEM}),
        ([[1, None], [0, None], [None, 1], [None, 0]], {"loevinger_h": Why.NO_PAIRS}),
    ],
)  # fmt: skip
def test_what_is_not_computable_says_why(patterns: list, undefined: dict) -> None:
    found = scalogram(patterns)
    assert found.undefined == undefined
    assert [getattr(found, name) for name in undefined] == [None] * len(undefined)


def test_items_that_everyone_achieves_are_named() -> None:
    found = scalogram([[1, 1, 0], [1, 0, 0]])
    assert (found.left_out, found.item_h) == ((0, 2), (None, None, None))


def test_pairs_of_different_levels_are_compared_in_resamples() -> None:
    patterns = [[1, 1, 0], [1, 0, 1], [1, 1, 0]]
    pairs = ordered_pairs(patterns, [1, 2, 2], ["A", "B", "C"], rounds=500)
    assert [(pair.lower, pair.higher) for pair in pairs] == [(0, 1), (0, 2)]
    # Item 1 is less achieved unless B is never drawn: 1 − (2/3)³ = .70; item 2 unless B alone is.
    assert [pair.share for pair in pairs] == [
        pytest.approx(0.70, abs=0.06),
        pytest.approx(0.96, abs=0.03),
    ]


def test_initiatives_are_drawn_as_a_whole() -> None:
    pairs = ordered_pairs([[1, 0], [0, 1], [1, 0]], [1, 2], ["A", "A", "A"], rounds=50)
    assert pairs[0].share == 1


def test_equal_shares_do_not_count_as_less() -> None:
    assert ordered_pairs([[1, 1]], [1, 2], ["A"], rounds=10)[0].share == 0


def test_a_pair_that_nobody_rates_has_no_share() -> None:
    assert ordered_pairs([[1, None]], [1, 2], ["A"], rounds=10)[0].share is None
    assert ordered_pairs([], [1, 2], [], rounds=10)[0].share is None
