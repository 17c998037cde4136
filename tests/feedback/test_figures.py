"""What the validation report makes of it, and who sees that."""

import uuid

import pytest
from django.utils import timezone

from assessments.feedback.actions import add_times, say_unclear
from assessments.feedback.reads import Feedback, feedback_on
from assessments.method.validation import Why, median_seconds, share_unclear
from assessments.method.validation.simulation import Truth
from assessments.models import ValidationRun
from assessments.partners.actions import ask_to_rate, save_opinion
from assessments.rating.actions import save_answer
from assessments.rating.answers import Answer
from assessments.validation.document import as_document
from assessments.validation.report import validation_report
from maturity.models import Criterion, Edition, Jurisdiction
from tests.cast import Cast
from tests.validation.test_report import LEVELS, TODAY, figure, raw

A, B, C = ((uuid.uuid4(), None) for _each in range(3))


def criterion(code: str = "ACC-02") -> Criterion:
    return Criterion.objects.get(code=code)


@pytest.mark.parametrize(
    ("rated", "unclear", "share"),
    [
        (set(), set(), None),
        (set(), {A}, None),
        ({A, B}, set(), 0.0),
        ({A, B}, {B}, 0.5),
        ({A}, {A, C}, 1.0),
    ],
)
def test_a_share_is_of_those_who_rated(rated: set, unclear: set, share: float | None) -> None:
    assert share_unclear(rated, unclear) == share


@pytest.mark.parametrize(
    ("seconds", "median"),
    [
        ([], (None, Why.NOT_KEPT)),
        ([[10], [20], [30], [40]], (None, Why.TOO_FEW)),
        ([[10], [20], [30], [40], []], (None, Why.TOO_FEW)),
        ([[10], [20], [30], [40], [50]], (30, None)),
        ([[10], [20], [30], [40], [50], [60]], (35, None)),
        # Who rates often counts once.
        ([[10], [20], [30], [40], [900, 900, 15]], (30, None)),
    ],
)
def test_a_median_is_of_at_least_five_people(seconds: list[list[int]], median: tuple) -> None:
    assert median_seconds(dict(enumerate(seconds))) == median


def test_it_is_read_by_statement_language_and_set_of_ratings(cast: Cast) -> None:
    [sheet] = ask_to_rate(cast.assessment, [Jurisdiction.objects.get(code="CA")], by=cast.lead)
    team, own = (cast.assessment.pk, None), (cast.assessment.pk, sheet.pk)
    save_answer(cast.assessment, criterion(), None, Answer("L"), by=cast.lead, page="en")
    save_opinion(sheet, criterion(), None, Answer("P"), by=cast.contributor, page="fr")
    # Without a language, or without a rating, it is of none.
    save_answer(cast.assessment, criterion("SEC-01"), None, Answer("L"), by=cast.lead)
    said = Answer("", comment="Later", comment_language="en")
    save_answer(cast.assessment, criterion("ACC-01"), None, said, by=cast.lead, page="en")
    say_unclear(cast.assessment, criterion(), note="", language="fr", by=cast.contributor)
    add_times(cast.assessment, {criterion(): 12}, language="en", by=cast.lead)
    assert feedback_on("2017-draft") == Feedback(
        rated={("ACC-02", "en"): {team}, ("ACC-02", "fr"): {own}},
        unclear={("ACC-02", "fr"): {own}},
        seconds={("ACC-02", "en"): {cast.lead.pk: [12]}},
    )
    assert feedback_on("1999") == Feedback()


def told() -> Feedback:
    """Half of those who rated the French found it unclear; five people took 40 seconds."""
    return Feedback(
        rated={("ACC-03", "en"): {A}, ("ACC-03", "fr"): {A, B}},
        unclear={("ACC-03", "fr"): {A}},
        seconds={("ACC-03", "en"): {uuid.uuid4(): [40] for _each in range(5)}},
    )


def test_the_report_has_each_figure_with_how_many_it_comes_from() -> None:
    report = validation_report(raw(Truth(LEVELS, 3)), TODAY, rounds=10, told=told())
    found = {
        name: figure(report, "feedback", name, "ACC-03")
        for name in ("unclear_en", "unclear_fr", "seconds_to_rate_en", "seconds_to_rate_fr")
    }
    assert {name: (each.value, each.n, each.reason) for name, each in found.items()} == {
        "unclear_en": (0.0, 1, None),
        "unclear_fr": (0.5, 2, None),
        "seconds_to_rate_en": (40, 5, None),
        "seconds_to_rate_fr": (None, 0, Why.NOT_KEPT),
    }
    assert {each.verdict for each in found.values()} == {None}


@pytest.mark.parametrize(("role", "sees"), [("secretariat", True), ("cochair", False)])
def test_the_secretariat_alone_sees_them(cast: Cast, role: str, sees: bool) -> None:
    report = validation_report(raw(Truth(LEVELS, 3)), TODAY, rounds=10, told=told())
    ValidationRun.objects.create(
        edition=Edition.objects.get(code="2017-draft"),
        asked_by=cast.secretariat,
        finished_at=timezone.now(),
        result=as_document(report),
    )
    page = cast.client(role).get("/en/model/validation/2017-draft/figures/").content.decode()
    assert [each in page for each in ("Are the statements clear?", "Found unclear in French")] == [
        sees, sees,
    ]  # fmt: skip
