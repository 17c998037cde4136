"""What is read of approved baselines: raw ratings, of governments and of teams."""

import pytest

from assessments.editions.actions import create_draft
from assessments.models import Baseline
from assessments.validation.reads import RatingSheet, RawRatings, raw_ratings
from maturity.models import Edition
from maturity.thresholds import DEFAULTS, PROPOSED
from tests.cast import Cast


@pytest.fixture
def rated(cast: Cast) -> RawRatings:
    """The cast's assessment: two governments have finished, one has not."""
    cast.rate_all("L")
    cast.import_(
        ratings=[{"criterion": "ACC-02", "rating": "P"}],
        results=[
            {
                "result": "R1",
                "rating": "F",
                "indicator": {"name": "Satisfied", "value": 72.5, "unit": "%"},
            }
        ],
        participants=[
            {
                "jurisdiction": "CA",
                "finished": True,
                "ratings": [
                    {"criterion": "ACC-01", "rating": "F", "page_language": "en"},
                    {"criterion": "ACC-02", "rating": "N", "page_language": "en"},
                    {"criterion": "ACC-03", "rating": "P", "page_language": "fr"},
                ],
            },
            {
                "jurisdiction": "CA-BC",
                "finished": True,
                "ratings": [
                    {
                        "criterion": "ACC-01",
                        "rating": "NA",
                        "reason": {"lang": "en", "text": "Made up."},
                    },
                    {"criterion": "ACC-02", "rating": "P", "page_language": "fr"},
                ],
            },
        ],
    )
    cast.approve()
    return raw_ratings("2017-draft")


def test_statements_come_in_the_order_of_the_edition(rated: RawRatings) -> None:
    assert len(rated.statements) == 46
    first = rated.statements[0]
    assert (first.code, first.attribute, first.level) == ("ACC-01", "ACC", 1)


def test_what_a_team_rated_is_taken_as_it_stands(rated: RawRatings) -> None:
    (assessment,) = rated.newest
    assert assessment.codes[:3] == ("L", "P", "L")
    assert assessment.values[:3] == (2, 1, 2)
    assert (assessment.results["R1"], assessment.indicators) == (3, {"R1": 72.5})


def test_governments_stand_side_by_side_at_each_place(rated: RawRatings) -> None:
    (assessment,) = rated.newest
    assert assessment.raters == ("CA", "CA-BC")
    assert assessment.units[("ACC-01", None)] == (3, None)
    assert assessment.units[("ACC-02", None)] == (0, 1)
    assert assessment.units[("ACC-03", None)] == (1, None)


def test_a_sheet_has_what_was_rated_in_the_language_of_most_of_it(rated: RawRatings) -> None:
    (assessment,) = rated.newest
    rest = (None,) * 43
    assert assessment.sheets == (
        RatingSheet("CA", "en", (3, 0, None, *rest)),
        RatingSheet("CA-BC", "fr", (None, 1, None, *rest)),
    )


def test_without_governments_the_team_has_the_sheet(cast: Cast) -> None:
    cast.rate_all("L")
    cast.approve()
    (assessment,) = raw_ratings("2017-draft").newest
    assert (len(assessment.sheets), assessment.sheets[0].jurisdiction) == (1, None)


def test_what_is_not_approved_does_not_count(cast: Cast) -> None:
    cast.rate_all("L")
    assert raw_ratings("2017-draft").newest == ()
    assert not Baseline.objects.exists()


def test_another_edition_has_nothing(rated: RawRatings) -> None:
    assert raw_ratings("1999") == RawRatings("1999", (), (), ())


@pytest.mark.database("approved")
@pytest.mark.django_db
def test_baselines_are_read_with_three_queries(django_assert_num_queries) -> None:
    with django_assert_num_queries(3):
        assert len(raw_ratings("2017-draft").newest) == 1


def test_thresholds_are_those_of_the_edition(cast: Cast) -> None:
    assert raw_ratings("2017-draft").thresholds == DEFAULTS
    draft = create_draft(Edition.objects.get(), "2027-1", by=cast.secretariat)
    assert draft.document["thresholds"] == PROPOSED
