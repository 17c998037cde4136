"""No figure fails on what there may be: nothing, one of anything, all equal, much missing."""

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.method.validation import (
    agreement_of,
    alpha_interval,
    h_interval,
    item_analysis,
    language_dif,
    mokken,
    ordered_pairs,
    rater_reliability,
    scalogram,
)

ODD: list[Any] = [
    [], [[]], [[], []], [[1]], [[None]], [[1], [1]], [[0, 1]], [[None, None]] * 3, [[1, 1]] * 40,
    [[n % 2, 1] for n in range(40)], [[1, None]] * 20 + [[None, 0]] * 20,
]  # fmt: skip


@pytest.mark.parametrize("rows", ODD)
def test_odd_rows_have_figures_or_none(rows: Any) -> None:
    number = len(rows[0]) if rows else 0
    languages = ["en"] * (len(rows) - 3) + ["fr"] * 3
    scalogram(rows)
    mokken(rows)
    item_analysis(rows)
    agreement_of(rows, [0, 1, 2, 3])
    rater_reliability(rows)
    alpha_interval(rows, range(len(rows)), rounds=3)
    h_interval(rows, range(len(rows)), rounds=3)
    ordered_pairs(rows, range(number), range(len(rows)), rounds=3)
    assert len(language_dif(rows, languages[: len(rows)])) == number


@given(
    st.integers(1, 5).flatmap(
        lambda k: st.lists(
            st.lists(st.sampled_from([0, 1, 2, 3, None]), min_size=k, max_size=k),
            min_size=1,
            max_size=60,
        )
    ),
    st.randoms(),
)
def test_no_figure_is_infinite_or_not_a_number(rows: list, drawing: Any) -> None:
    languages = [drawing.choice(["en", "fr"]) for _ in rows]
    found = mokken(rows)
    figures = [found.h, found.h_se, found.ht, *found.item_h, *found.item_h_se]
    figures += [*found.pair_h.values(), *found.pair_h_se.values(), *found.guttman_errors]
    for item in language_dif(rows, languages):
        figures += [item.uniform_chi2, item.nonuniform_chi2, item.nagelkerke_change, item.p]
        assert (item.uniform_chi2 is None) <= (item.undefined is not None)
    patterns = [[None if v is None else int(v > 1) for v in row] for row in rows]
    scale, items = scalogram(patterns), item_analysis(patterns)
    figures += [scale.reproducibility, scale.scalability, scale.loevinger_h, items.kr20]
    assert all(math.isfinite(each) for each in figures if each is not None)
    assert ("h" in found.undefined) == (found.h is None)
    assert ("loevinger_h" in scale.undefined) == (scale.loevinger_h is None)
    assert ("scalability" in scale.undefined) == (scale.scalability is None)
    assert ("kr20" in items.undefined) == (items.kr20 is None)
