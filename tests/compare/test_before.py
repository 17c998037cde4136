"""Comparing before there is enough to compare."""

from assessments.review import actions as workflow
from tests.cast import Cast
from tests.compare.test_pages import COMPARE, faults, texts


def test_an_initiative_without_a_baseline_is_told(cast: Cast) -> None:
    response = cast.client("lead").get(COMPARE, {"i": "TEST"})
    assert faults(response) == ["“A made-up service” has no baseline yet."]


def test_before_the_first_baseline_the_page_says_what_it_will_show(cast: Cast) -> None:
    response = cast.client("lead").get("/en/initiatives/TEST/peers/")
    assert texts(response).count("It has no baseline yet.") == 1


def test_fewer_than_five_are_not_shown(cast: Cast) -> None:
    cast.submit()
    workflow.approve(cast.assessment, by=cast.people["cochair"])
    for role in ("secretariat", "lead"):
        response = cast.client(role).get("/en/initiatives/TEST/peers/")
        assert (response.context["peers"].total, response.context["peers"].rows) == (None, ())
        assert texts(response).count("Fewer than 5 other initiatives have a baseline") == 1
