"""What the last ballot says of the statements stands in the validation report."""

import pytest

from assessments.ballots.results import VoterAnswer, statement_result
from assessments.method.validation import Why
from assessments.validation.computing import report_now
from assessments.validation.figures import Figure, Judgement, ReportPart, ValidationReport
from assessments.validation.report import validation_report
from tests.ballots.asked import answer, extra, opened, over
from tests.cast import Cast
from tests.validation.test_report import LEVELS, TODAY, Truth, raw


def part_of(report: ValidationReport) -> ReportPart:
    return next(each for each in report.parts if each.name == "ballot")


def figures(report: ValidationReport) -> dict[str, tuple[Figure, ...]]:
    return {each.subject[0]: each.figures for each in part_of(report).groups}


@pytest.mark.parametrize(
    ("votes", "share", "verdict"),
    [
        ([4, 3, 4, 4, 3, 4, 4, 2, 1], 0.78, Judgement.MET),
        ([4, 4, 4, 2, 1], 0.6, Judgement.NOT_MET),
        ([4, 4], 1.0, Judgement.TOO_EARLY),
        ([], None, None),
    ],
)
def test_an_i_cvi_is_judged_as_it_is_published(
    votes: list[int], share: float | None, verdict: Judgement | None
) -> None:
    asked = statement_result("ACC-01", 1, [VoterAnswer(n, each) for n, each in enumerate(votes)])
    report = validation_report(raw(Truth(LEVELS, 3)), TODAY, rounds=10, asked=[asked])
    validity, kappa = figures(report)["ACC-01"]
    assert (validity.value, validity.verdict, validity.n) == (share, verdict, len(votes))
    assert (kappa.verdict, kappa.value is None) == (None, not votes)


def test_without_a_ballot_nothing_is_known() -> None:
    (group,) = part_of(validation_report(raw(Truth(LEVELS, 3)), TODAY, rounds=10)).groups
    assert [(each.value, each.reason) for each in group.figures] == [(None, Why.NOT_KEPT)]


def test_it_is_of_the_last_ballot_that_is_over(cast: Cast) -> None:
    people = extra(3)
    for codes, points in ((("ACC-01",), 1), (("ACC-02",), 4)):
        ballot = opened(cast, people=people, codes=codes)
        for person in people:
            answer(ballot, person, codes[0], relevance=points)
        over(ballot, cast)
    opened(cast, people=people, codes=("ACC-03",))
    found = figures(report_now("2017-draft"))
    assert {code: each[0].value for code, each in found.items()} == {"ACC-02": 1.0}
