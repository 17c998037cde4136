"""Populations of which the truth is known, and that the figures find it."""

import math

import pytest

from assessments.method.validation import (
    krippendorff_alpha,
    language_dif,
    ordered_pairs,
    scalogram,
)
from assessments.method.validation.simulation import Truth, difficulties, simulate_assessments

LEVELS = (1, 1, 2, 2, 3, 3, 3)


def achieved(rows: list[list[int]]) -> list[list[int]]:
    return [[int(value >= 2) for value in row] for row in rows]


def test_the_same_seed_gives_the_same_population() -> None:
    truth = Truth(LEVELS, 10)
    assert simulate_assessments(truth, 1) == simulate_assessments(truth, 1)
    assert simulate_assessments(truth, 1) != simulate_assessments(truth, 2)


def test_a_population_has_what_its_truth_says() -> None:
    found = simulate_assessments(Truth(LEVELS, 10, raters=3, french=0), 1)
    rows, languages, assessments = found.sheets()
    assert (len(found.agreed), len(rows), languages) == (10, 30, ["en"] * 30)
    assert assessments[:4] == [0, 0, 0, 1]
    assert {len(row) for row in rows} == {7}
    assert {value for row in rows for value in row} <= {0, 1, 2, 3}
    assert found.agreed[0][0] == sorted(row[0] for row in found.own[0])[1]


def test_an_assessment_may_have_one_language() -> None:
    found = simulate_assessments(Truth(LEVELS, 20, one_language=True), 1)
    assert {len(set(each)) for each in found.languages} == {1}
    assert {each[0] for each in found.languages} == {"en", "fr"}


def test_statements_are_as_hard_as_their_truth_says() -> None:
    truth = Truth(LEVELS, 0, misplaced=2, misplaced_by=2)
    assert difficulties(truth) == [-1.5, -1.5, -2, 0, 1.5, 1.5, 1.5]
    assert difficulties(Truth(LEVELS, 0, cumulative=False)) == [0] * 7


def test_a_cumulative_population_has_a_scale_and_another_has_none() -> None:
    cumulative = scalogram(achieved(simulate_assessments(Truth(LEVELS, 300), 1).agreed))
    flat = scalogram(achieved(simulate_assessments(Truth(LEVELS, 300, cumulative=False), 1).agreed))
    assert (cumulative.scalability or 0) > (flat.scalability or 0)
    assert (cumulative.reproducibility or 0) > (flat.reproducibility or 0)


def test_raters_agree_as_far_as_their_truth_says() -> None:
    alphas = [
        krippendorff_alpha(simulate_assessments(Truth(LEVELS, 200, agreement=share), 1).units())
        for share in (0, 0.5, 1)
    ]
    assert alphas[2] == 1
    assert (alphas[0] or 0) < (alphas[1] or 0) < 1


def test_a_misplaced_statement_is_found_among_pairs() -> None:
    truth = Truth(LEVELS, 200, misplaced=2, misplaced_by=3)
    rows = achieved(simulate_assessments(truth, 1).agreed)
    pairs = ordered_pairs(rows, LEVELS, range(200), rounds=200)
    turned = {(pair.lower, pair.higher) for pair in pairs if (pair.share or 0) <= 0.05}
    assert turned == {(0, 2), (1, 2)}


def test_a_shifted_translation_is_found_and_estimated() -> None:
    truth = Truth(LEVELS, 600, raters=1, translated=3, shift=1)
    found = language_dif(*simulate_assessments(truth, 1).sheets())
    assert [place for place, item in enumerate(found) if item.flagged] == [3]
    # The rest score is not the maturity itself, so that slopes are somewhat flatter.
    assert found[3].shift == pytest.approx(1, abs=0.35)
    assert math.isclose(found[0].shift or 0, 0, abs_tol=0.5)
