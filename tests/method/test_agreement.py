"""Agreement figures, against published and independently computed values."""

import math
import statistics
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.method import agreement
from assessments.method.agreement import (
    Consensus,
    consensus,
    krippendorff_alpha,
    pairwise_agreement,
)

UNITS = st.lists(
    st.lists(st.sampled_from(["N", "P", "L", "F", "NA", None]), min_size=2, max_size=5),
    min_size=1,
    max_size=12,
)


def alpha_by_definition(units: list[list[str | None]]) -> float | None:
    """Krippendorff's alpha for ordinal data, straight from its definition, in floats."""
    values = {"N": 0, "P": 1, "L": 2, "F": 3}
    lists = [[values[r] for r in unit if r in values] for unit in units]
    lists = [each for each in lists if len(each) > 1]
    o = [[0.0] * 4 for _ in range(4)]
    for each in lists:
        for c, k in permutations(range(len(each)), 2):
            o[each[c]][each[k]] += 1 / (len(each) - 1)
    n_c = [sum(row) for row in o]
    n = sum(n_c)

    def delta(c: int, k: int) -> float:
        c, k = min(c, k), max(c, k)
        return (sum(n_c[c : k + 1]) - (n_c[c] + n_c[k]) / 2) ** 2

    pairs = [(c, k) for c in range(4) for k in range(4)]
    expected = sum(n_c[c] * n_c[k] * delta(c, k) for c, k in pairs)
    if n == 0 or math.isclose(expected, 0, abs_tol=1e-12):
        return None
    observed = sum(o[c][k] * delta(c, k) for c, k in pairs) / n
    return 1 - observed / (expected / (n * (n - 1)))


def test_krippendorffs_published_example(monkeypatch: pytest.MonkeyPatch) -> None:
    # 4 observers, 12 units, 5 categories (Krippendorff, Computing Krippendorff's Alpha, 2011).
    observers = [
        "1 2 3 3 2 1 4 1 2 . . .", "1 2 3 3 2 2 4 1 2 5 . 3",
        ". 3 3 3 2 3 4 2 2 5 1 .", "1 2 3 3 2 4 4 1 2 5 1 .",
    ]  # fmt: skip
    monkeypatch.setattr(agreement, "VALUES", {str(n): n for n in range(1, 6)})
    sheets = [[None if r == "." else r for r in line.split()] for line in observers]
    assert round(krippendorff_alpha(list(zip(*sheets, strict=True))), 3) == 0.815


@given(UNITS)
def test_alpha_is_what_its_definition_says(units: list[list[str | None]]) -> None:
    assert krippendorff_alpha(units) == pytest.approx(alpha_by_definition(units))


@given(UNITS)
def test_the_order_of_participants_never_matters(units: list[list[str | None]]) -> None:
    assert krippendorff_alpha([unit[::-1] for unit in units]) == krippendorff_alpha(units)


@pytest.mark.parametrize("units", [[], [["N", None]], [["L", "L"], ["L", "L"]], [["NA", "NA"]]])
def test_alpha_is_undefined_without_pairs_or_variation(units: list) -> None:
    assert krippendorff_alpha(units) is None


def test_perfect_agreement_with_variation_is_1() -> None:
    assert krippendorff_alpha([["N", "N"], ["F", "F"]]) == 1


def test_pairwise_agreement_is_pooled_over_units() -> None:
    # Three pairs of which one agrees, and one pair that agrees.
    assert pairwise_agreement([["L", "L", "P"], ["N", "N"], ["F", None]]) == 0.5


def test_pairwise_agreement_is_undefined_without_pairs() -> None:
    assert pairwise_agreement([["L"], []]) is None


@pytest.mark.parametrize(
    ("ratings", "suggested", "agreed"),
    [
        (["L", "L", "L", "F"], "L", True),
        (["L", "L", "F"], "L", False),  # two of three are less than 75 %
        (["N", "F", "F", "F"], "F", True),
        (["N", "P"], "N", False),  # the lower median of two
        (["L"], "L", False),  # nobody to agree with
        (["NA", "NA", "NA", "L"], "NA", True),
        ([], None, False),
    ],
)
def test_the_consensus_rule(ratings: list[str], suggested: str | None, agreed: bool) -> None:
    found = consensus(ratings)
    assert (found.suggested, found.agreed) == (suggested, agreed)


def test_a_consensus_counts_its_ratings() -> None:
    assert consensus(["L", "P", "L", None]) == Consensus({"L": 2, "P": 1}, "L", False)


@given(st.lists(st.integers(0, 3), min_size=2))
def test_quartiles_are_those_of_type_7(values: list[int]) -> None:
    ordered = sorted(values)
    expected = statistics.quantiles(ordered, n=4, method="inclusive")
    found = [float(agreement._quantile(ordered, quarter)) for quarter in (1, 2, 3)]
    assert found == pytest.approx(expected)
