"""Mokken’s analysis, against its definitions written out again."""

import math
import random
from collections import Counter
from itertools import combinations, pairwise, permutations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.method.validation import Why, h_interval, mokken
from assessments.method.validation.mokken import guttman_errors

ROWS = st.integers(2, 4).flatmap(
    lambda k: st.lists(st.lists(st.integers(0, 3), min_size=k, max_size=k), min_size=2, max_size=12)
)
STEPS = [1, 2, 3]


def weights(one: list[int], other: list[int]) -> dict[tuple[int, int], float]:
    """Guttman weights, as means over every order of equally popular steps that an item allows."""
    popular = {("one", s): sum(x >= s for x in one) for s in STEPS}
    popular |= {("other", s): sum(y >= s for y in other) for s in STEPS}
    orders = [
        order
        for order in permutations(popular)
        if all(popular[a] >= popular[b] for a, b in pairwise(order))
        and all(
            order.index((item, a)) < order.index((item, b))
            for item in ("one", "other")
            for a, b in combinations(STEPS, 2)
        )
    ]
    found = {}
    for x, y in product(range(4), repeat=2):
        score = {"one": x, "other": y}
        total = 0
        for order in orders:
            passed = [score[item] >= step for item, step in order]
            total += sum(later > earlier for earlier, later in combinations(passed, 2))
        found[x, y] = total / len(orders)
    return found


class Naive:
    """H of weighted patterns, with weights that stay as they are when patterns are moved."""

    def __init__(self, rows: list[list[int]]) -> None:
        self.patterns = Counter(map(tuple, rows))
        self.pairs = list(combinations(range(len(rows[0])), 2))
        self.weights = {
            (i, j): weights([row[i] for row in rows], [row[j] for row in rows])
            for i, j in self.pairs
        }

    def h(self, counts: dict[tuple, float], pairs: list[tuple[int, int]]) -> float:
        errors = chance = 0.0
        n = sum(counts.values())
        for i, j in pairs:
            at_i, at_j = Counter(), Counter()
            for row, count in counts.items():
                at_i[row[i]] += count  # type: ignore[assignment]
                at_j[row[j]] += count  # type: ignore[assignment]
                errors += count * self.weights[i, j][row[i], row[j]]
            for x, y in product(range(4), repeat=2):
                chance += self.weights[i, j][x, y] * at_i[x] * at_j[y] / n
        return 1 - errors / chance

    def error(self, pairs: list[tuple[int, int]]) -> float:
        """The delta method, with each slope taken as the difference between two close places."""
        variance = 0.0
        for pattern, count in self.patterns.items():
            high, low = dict(self.patterns), dict(self.patterns)
            high[pattern], low[pattern] = count + 1e-5, count - 1e-5  # type: ignore[assignment]
            variance += count * ((self.h(high, pairs) - self.h(low, pairs)) / 2e-5) ** 2
        return math.sqrt(variance)


@given(ROWS)
def test_h_and_its_standard_errors_are_what_the_delta_method_says(rows: list[list[int]]) -> None:
    found, naive = mokken(rows), Naive(rows)
    varying = [n for n, column in enumerate(zip(*rows, strict=True)) if len(set(column)) > 1]
    pairs = [pair for pair in naive.pairs if set(pair) <= set(varying)]
    if not pairs:
        assert (found.h, found.h_se) == (None, None)
        return
    assert found.h == pytest.approx(naive.h(naive.patterns, pairs), abs=1e-9)
    assert found.h_se == pytest.approx(naive.error(pairs), abs=1e-6)
    for item in varying:
        own = [pair for pair in pairs if item in pair]
        assert found.item_h[item] == pytest.approx(naive.h(naive.patterns, own), abs=1e-9)
        assert found.item_h_se[item] == pytest.approx(naive.error(own), abs=1e-6)
    for pair in pairs:
        assert found.pair_h[pair] == pytest.approx(naive.h(naive.patterns, [pair]), abs=1e-9)
        assert found.pair_h_se[pair] == pytest.approx(naive.error([pair]), abs=1e-6)


@given(ROWS)
def test_ht_is_h_of_the_transposed_rows(rows: list[list[int]]) -> None:
    varying = [row for row in rows if len(set(row)) > 1]

    def covariance(a: list[int], b: list[int]) -> float:
        k = len(a)
        return sum(x * y for x, y in zip(a, b, strict=True)) / k - sum(a) * sum(b) / k**2

    pairs = list(combinations(varying, 2))
    if not pairs:
        assert mokken(rows).ht is None
        return
    found = sum(covariance(a, b) for a, b in pairs)
    most = sum(covariance(sorted(a), sorted(b)) for a, b in pairs)
    assert mokken(rows).ht == pytest.approx(found / most)


@given(ROWS)
def test_guttman_errors_are_failed_easier_steps_of_other_items(rows: list[list[int]]) -> None:
    k = len(rows[0])
    steps = [(item, step) for item in range(k) for step in STEPS]
    popular = {(i, s): sum(row[i] >= s for row in rows) for i, s in steps}
    for row, found in zip(rows, guttman_errors(rows), strict=True):
        errors = 0.0
        for (i, s), (j, t) in permutations(steps, 2):
            if i != j and row[i] < s and row[j] >= t:
                errors += (popular[i, s] > popular[j, t]) + (popular[i, s] == popular[j, t]) / 2
        assert found == errors


def test_a_perfect_scale_has_an_h_of_1_and_no_errors() -> None:
    rows = [[0, 0], [1, 0], [2, 1], [3, 1], [3, 3]]
    found = mokken(rows)
    assert (found.h, found.item_h) == (1, (1, 1))
    assert found.h_se == pytest.approx(0)


def test_a_missing_rating_leaves_its_row_out_of_its_pairs() -> None:
    rows = [[0, 0, 1], [1, 2, 0], [2, 1, 3], [3, 3, 2]]
    with_a_gap = mokken([*rows, [3, 0, None]])
    assert with_a_gap.pair_h[0, 2] == mokken(rows).pair_h[0, 2]
    assert with_a_gap.pair_h[0, 1] == mokken([*rows, [3, 0, 0]]).pair_h[0, 1]


@given(st.lists(st.lists(st.sampled_from([0, 1, 2, 3, None]), min_size=3, max_size=3)))
def test_a_row_of_nothing_changes_nothing(rows: list[list[int | None]]) -> None:
    if rows:
        found, more = mokken(rows), mokken([*rows, [None] * 3])
        assert (more.h, more.h_se, more.item_h, more.ht) == (
            found.h,
            found.h_se,
            found.item_h,
            found.ht,
        )
        assert more.guttman_errors == (*found.guttman_errors, None)


@pytest.mark.parametrize(
    ("rows", "h", "ht"),
    [
        ([], Why.NO_DATA, Why.INCOMPLETE),
        ([[1, 2]], Why.NO_VARIATION, Why.INCOMPLETE),
        ([[1, 2], [1, 2]], Why.NO_VARIATION, None),
        ([[1, 1], [1, 1]], Why.NO_VARIATION, Why.NO_VARIATION),
        ([[1], [2]], Why.ONE_ITEM, Why.NO_VARIATION),
        ([[1, None], [2, None], [None, 0], [None, 3]], Why.NO_PAIRS, Why.INCOMPLETE),
    ],
)
def test_what_is_not_computable_says_why(rows: list, h: Why, ht: Why | None) -> None:
    found = mokken(rows)
    assert (found.undefined["h"], found.undefined.get("ht")) == (h, ht)
    assert (found.h, found.h_se) == (None, None)


def test_items_that_never_vary_are_left_out_and_named() -> None:
    found = mokken([[0, 3, 1], [2, 3, 1], [3, 3, 2]])
    assert (found.left_out, found.item_h[1], found.item_h_se[1]) == ((1,), None, None)


def test_who_rates_upside_down_is_named() -> None:
    rows = [[n % 4, min(n % 4, 2), min(n % 4, 1), 0] for n in range(20)]
    assert mokken([*rows, [0, 1, 2, 3]]).misfits == (20,)


def test_h_has_an_interval_by_initiative() -> None:
    drawing = random.Random(4)  # noqa: S311
    rows: list[list[int | None]] = []
    for _ in range(60):
        able = drawing.gauss(1.5, 1)
        rows.append([min(3, max(0, round(able + drawing.gauss(0, 0.7)))) for _ in range(4)])
    rows[3][2] = None
    found, h = h_interval(rows, [n // 2 for n in range(60)], rounds=200), mokken(rows).h
    assert found is not None
    assert h is not None
    assert found.low < h < found.high


def test_an_interval_of_one_initiative_has_no_width() -> None:
    rows = [[0, None, 1], [1, 2, 0], [2, 1, 3], [3, 3, 2]]
    found = h_interval(rows, ["A"] * 4, rounds=3)
    assert found is not None
    assert [found.low, found.high] == [pytest.approx(mokken(rows).h)] * 2


@pytest.mark.parametrize("rows", [[], [[1]], [[1], [2]], [[1, 1], [1, 1]]])
def test_an_interval_of_nothing_is_none(rows: list) -> None:
    assert h_interval(rows, range(len(rows)), rounds=5) is None
