"""Reading: finding an assessment by what people have at hand."""

import pytest

from assessments.baselines.reads import assessment_by_id, current_snapshot
from maturity.faults import Faults
from tests.cast import Cast


def test_an_assessment_is_found_by_its_id(cast: Cast) -> None:
    assert assessment_by_id(str(cast.assessment.pk)) == cast.assessment


def test_an_assessment_is_found_by_the_id_of_its_baseline(cast: Cast) -> None:
    cast.rate_all()
    assert assessment_by_id(str(cast.approve().pk)) == cast.assessment


@pytest.mark.parametrize("key", ["", "x", "6", "00000000-0000-0000-0000-000000000000", "a\nb"])
def test_an_unknown_id_is_a_fault(cast: Cast, key: str) -> None:
    with pytest.raises(Faults, match=r"^ID: no assessment or baseline has the id “"):
        assessment_by_id(key)


def test_an_approved_assessment_is_shown_from_its_baseline(cast: Cast) -> None:
    cast.rate_all()
    baseline = cast.approve()
    assert current_snapshot(assessment_by_id(str(baseline.pk))) == baseline.content


def test_a_draft_is_shown_as_it_is_now(cast: Cast) -> None:
    cast.rate_all("F")
    taken = current_snapshot(assessment_by_id(str(cast.assessment.pk)))
    assert (taken["state"], taken["approval"], taken["effective"]["ACC-01"]) == (
        "in_progress", None, "F",
    )  # fmt: skip
