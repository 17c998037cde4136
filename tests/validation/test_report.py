"""The validation report: every figure has a value or a reason, and is judged once it can be."""

import dataclasses
import datetime

import pytest

from assessments.method.validation import Verdict, Why
from assessments.method.validation.simulation import Truth, simulate_assessments
from assessments.validation.figures import (
    Figure,
    Judgement,
    Pending,
    Threshold,
    ValidationReport,
    judged,
)
from assessments.validation.reads import RatingSheet, RawAssessment, RawRatings, ValidatedStatement
from assessments.validation.report import validation_report
from maturity.thresholds import DEFAULTS

TODAY = datetime.date(2026, 12, 1)
LETTERS = "NPLF"
STATEMENTS = tuple(
    ValidatedStatement(f"{attribute}-{n:02}", attribute, level)
    for attribute in ("ACC", "CON")
    for n, level in enumerate((1, 1, 2, 2, 3, 3), start=1)
)
LEVELS = tuple(each.level for each in STATEMENTS)


def raw(
    truth: Truth, seed: int = 1, statements: tuple[ValidatedStatement, ...] | None = None
) -> RawRatings:
    """A simulated population as if it had been read, an assessment a day."""
    found, known = simulate_assessments(truth, seed), statements or STATEMENTS
    made = []
    for n, (agreed, own, spoken) in enumerate(
        zip(found.agreed, found.own, found.languages, strict=True)
    ):
        raters = ("CA", "CA-BC", "CA-QC")[: truth.raters]
        made.append(
            RawAssessment(
                initiative=f"I{n:03}",
                stage=("DES", "DEL")[n % 2],
                as_of=TODAY - datetime.timedelta(days=n + 1),
                approved_on=TODAY - datetime.timedelta(days=n + 1),
                newest=True,
                codes=tuple(LETTERS[value] for value in agreed),
                units={
                    (each.code, None): tuple(row[k] for row in own) for k, each in enumerate(known)
                },
                raters=raters,
                sheets=tuple(
                    RatingSheet(who, language, tuple(row))
                    for who, language, row in zip(raters, spoken, own, strict=True)
                ),
                progress=sum(agreed) / len(agreed),
                results={"R1": min(agreed)},
                indicators={},
            )
        )
    return RawRatings("2017-draft", known, tuple(made), ())


def figure(report: ValidationReport, part: str, name: str, *subject: str) -> Figure:
    (found,) = (
        figure
        for each, group, figure in report.each()
        if (each.name, group.subject, figure.name) == (part, subject, name)
    )
    return found


@pytest.fixture(scope="module")
def report() -> ValidationReport:
    return validation_report(raw(Truth(LEVELS, 150, agreement=0.9, spread=2)), TODAY, rounds=100)


@pytest.mark.parametrize("assessments", [0, 1, 2, 100])
def test_every_figure_has_a_value_or_a_reason(assessments: int) -> None:
    found = validation_report(raw(Truth(LEVELS, assessments)), TODAY, rounds=10)
    for _part, _group, each in found.each():
        assert (each.value is None) == (each.reason is not None)
        if each.value is None:
            assert not isinstance(each.verdict, Judgement)


def test_an_order_that_is_true_is_found(report: ValidationReport) -> None:
    h = figure(report, "order", "mokken_h", "ACC")
    assert h.value is not None
    assert h.interval is not None
    assert h.interval.low < h.value < h.interval.high
    assert (h.n, h.threshold, h.verdict) == (150, Threshold(least=0.3), Judgement.MET)
    assert figure(report, "pairs", "less_achieved", "ACC-01", "ACC-05").value == 1
    assert figure(report, "level_pairs", "less_achieved", "ACC/1", "ACC/3").value == 1


def test_agreement_has_its_verdict_in_words(report: ValidationReport) -> None:
    alpha = figure(report, "agreement", "krippendorff_alpha")
    assert (alpha.n, alpha.verdict) == (1800, Verdict.RELIABLE)
    assert figure(report, "agreement", "raters_needed").value == 1


def test_each_government_is_held_against_the_others(report: ValidationReport) -> None:
    differences = [
        figure(report, "severity", "mean_difference", who).value for who in ("CA", "CA-BC", "CA-QC")
    ]
    assert sum(each or 0 for each in differences) == pytest.approx(0)


def test_both_languages_are_compared_statement_by_statement(report: ValidationReport) -> None:
    change = figure(report, "languages", "nagelkerke_change", "ACC-03")
    assert (change.verdict, change.n >= 120) == (Judgement.MET, True)
    assert figure(report, "feedback", "unclear_fr", "ACC-03").reason == Why.NO_DATA


def test_a_misplaced_statement_is_told() -> None:
    truth = Truth(LEVELS, 100, misplaced=2, misplaced_by=3)
    found = validation_report(raw(truth), TODAY, rounds=100)
    share = figure(found, "pairs", "less_achieved", "ACC-01", "ACC-03")
    assert share.verdict == Judgement.NOT_MET


def test_what_cannot_be_said_yet_is_named_with_the_day_on_which_it_can() -> None:
    found = validation_report(raw(Truth(LEVELS, 20, french=0)), TODAY, rounds=10)
    # Twenty in as many days: ten more take ten days, sixty more sixty. Nobody rates in French.
    assert found.pending == (
        Pending("without_caution", 20, 30, datetime.date(2026, 12, 11)),
        Pending("order", 20, 80, datetime.date(2027, 1, 30)),
        Pending("languages", 0, 120, None),
    )
    assert figure(found, "order", "mokken_h", "ACC").verdict == Judgement.TOO_EARLY


def test_of_nothing_it_is_said_that_there_is_nothing() -> None:
    found = validation_report(RawRatings("2017-draft", STATEMENTS, (), ()), TODAY)
    assert (found.assessments, found.initiatives, found.participants) == (0, 0, 0)
    assert [(each.have, each.ready) for each in found.pending] == [(0, None)] * 3


def test_what_was_rated_again_soon_without_an_action_is_compared() -> None:
    one, two, late = raw(Truth(LEVELS, 3)).newest
    first = dataclasses.replace(one, initiative="I", stage="DES", newest=False)
    again = dataclasses.replace(
        two, initiative="I", stage="DES", as_of=first.as_of + datetime.timedelta(days=60),
        acted_on=frozenset({"ACC-01"}),
    )  # fmt: skip
    later = dataclasses.replace(
        late, initiative="I", stage="DES", as_of=again.as_of + datetime.timedelta(days=61)
    )
    found = validation_report(
        RawRatings("2017-draft", STATEMENTS, (later,), (first, again)), TODAY, rounds=1
    )
    assert figure(found, "retest", "smallest_detectable_change").n == len(STATEMENTS) - 1


def test_a_figure_is_judged_from_enough_on() -> None:
    wanted = Threshold(least=0.5)
    verdicts = [
        judged("x", value, n, threshold=wanted, judged_from=30).verdict
        for value, n in ((1, 29), (1, 30), (0, 30))
    ]
    assert verdicts == [Judgement.TOO_EARLY, Judgement.MET, Judgement.NOT_MET]
    assert judged("x", None, 30, threshold=wanted, judged_from=30) == Figure(
        "x", None, 30, Why.NO_DATA, None, wanted
    )


def judged_by(assessments: int, **thresholds: float) -> ValidationReport:
    found = raw(Truth(LEVELS, assessments, agreement=0.9, spread=2))
    own = dataclasses.replace(found, thresholds={**DEFAULTS, **thresholds})
    return validation_report(own, TODAY, rounds=10)


def test_an_edition_is_judged_by_its_own_thresholds() -> None:
    found = judged_by(
        50, homogeneity=0.99, order_assessments=40, least_assessments=51, language_ratings=300
    )
    h = figure(found, "order", "mokken_h", "ACC")
    assert (h.threshold, h.verdict) == (Threshold(least=0.99), Judgement.NOT_MET)
    assert figure(found, "statements", "item_rest", "ACC-01").verdict == Judgement.TOO_EARLY
    assert figure(found, "agreement", "krippendorff_alpha").verdict == Verdict.RELIABLE
    assert [(each.name, each.needed) for each in found.pending] == [
        ("without_caution", 51), ("languages", 300),
    ]  # fmt: skip


def test_what_is_reliable_or_tentative_is_for_the_edition_to_say() -> None:
    strict = judged_by(50, alpha_reliable=0.99, alpha_tentative=0.98)
    alpha = figure(strict, "agreement", "krippendorff_alpha")
    assert (alpha.threshold, alpha.verdict) == (Threshold(least=0.99), Verdict.NOT_RELIABLE)


def test_no_figure_is_held_against_what_neither_the_edition_nor_custom_says(
    report: ValidationReport,
) -> None:
    customary = {0, 0.035, 0.05}
    used = {
        value
        for _part, _group, each in report.each()
        if each.threshold
        for value in (each.threshold.least, each.threshold.most)
        if value is not None
    }
    assert used <= {*DEFAULTS.values(), *customary}
