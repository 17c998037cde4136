"""Where a level hangs on a statement whose own level is in doubt, profile and report say so."""

import pytest

from tests.cast import Cast

SAID = {
    "en": "Integrity is at level 2; at level 1 if INT-03 belongs to level 2.",
    "fr": "Intégrité\N{NO-BREAK SPACE}: au niveau 2; au niveau 1 si INT-03 relève du niveau 2.",
}


@pytest.fixture
def hanging(cast: Cast) -> Cast:
    """All statements are largely achieved, but one that may belong to level 2."""
    cast.rate_all()
    cast.import_(ratings=[{"criterion": "INT-03", "rating": "N"}])
    return cast


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_profile_says_which_level_it_would_be(hanging: Cast, language: str) -> None:
    page = hanging.client("lead").get(hanging.url("profile/", language)).text
    # At its top, and where the attribute is read.
    assert page.count(SAID[language]) == 2


def test_a_profile_without_such_a_level_says_nothing(cast: Cast) -> None:
    cast.rate_all()
    page = cast.client("lead").get(cast.url("profile/")).text
    assert "in doubt" in page
    assert "belongs to level" not in page


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_report_of_a_baseline_says_it_from_its_snapshot(hanging: Cast, language: str) -> None:
    baseline = hanging.approve()
    page = hanging.client("lead").get(hanging.url("report/", language)).text
    assert page.count(SAID[language]) == 1
    (integrity,) = (
        each for each in baseline.content["model"]["attributes"] if each["code"] == "INT"
    )
    doubted = {each["code"]: each.get("alt_level") for each in integrity["criteria"]}
    assert doubted == {"INT-01": None, "INT-02": None, "INT-03": 2, "INT-04": None}
