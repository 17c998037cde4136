"""Dates that cannot be, and dates that are asked about."""

import datetime
from typing import Any

import pytest

from assessments.cycle.actions import change_date, set_due
from assessments.models import Action, Target
from assessments.review import actions as workflow
from maturity.faults import Faults
from maturity.models import Criterion, Stage
from tests.cast import Cast

PASSED = "This date has passed. Correct it, or confirm that it is right."
ACTION = {"title": "Try it", "title_language": "en", "status": "planned"}


def errors(cast: Cast, page: str, given: dict[str, Any]) -> dict[str, list[str]]:
    """What a page answers to what the lead posts; nothing where it is saved."""
    path = cast.plan("new/") if page == "plan/new/" else cast.url(page)
    response = cast.client("lead").post(path, given)
    return {} if response.status_code == 302 else dict(response.context["form"].errors)


@pytest.mark.parametrize("day", ["2206-12-01", "9999-12-31", "0026-11-01", "1900-01-01"])
def test_a_situation_is_of_a_day_that_was(cast: Cast, day: str) -> None:
    assert list(errors(cast, "dates/", {"as_of": day})) == ["as_of"]
    stage = Stage.objects.exclude(pk=cast.assessment.stage_id).first()
    start = {"stage": stage.pk, "as_of": day}
    page = cast.client("lead").post("/en/initiatives/TEST/start/", start)
    assert list(page.context["form"].errors) == ["as_of"]


def test_the_next_situation_is_not_before_the_last(cast: Cast) -> None:
    cast.submit()
    workflow.approve(cast.assessment, by=cast.people["cochair"])
    stage = cast.assessment.stage_id
    start = {"stage": stage, "as_of": "2026-10-30"}
    page = cast.client("lead").post("/en/initiatives/TEST/start/", start)
    assert page.context["form"].errors == {
        "as_of": ["The last baseline is as of October 31, 2026. Choose that date or a later one."]
    }
    later = cast.import_(as_of="2026-11-01")
    with pytest.raises(Faults, match="as_of: The last baseline is as of"):
        change_date(later, by=cast.lead, as_of=datetime.date(2026, 10, 30))


def test_a_file_may_bring_older_history(cast: Cast) -> None:
    cast.submit()
    workflow.approve(cast.assessment, by=cast.people["cochair"])
    assert str(cast.import_(as_of="2020-01-31").as_of) == "2020-01-31"


def test_nothing_is_due_before_its_situation(cast: Cast) -> None:
    assert list(errors(cast, "dates/", {"as_of": "2026-10-31", "due": "2026-10-30"})) == ["due"]


def test_a_day_that_has_passed_is_asked_about_once(cast: Cast) -> None:
    given = {"as_of": "2010-01-01", "due": "2019-01-31"}
    client = cast.client("lead")
    page = client.post(cast.url("dates/"), given).content.decode()
    assert PASSED in page
    assert 'name="due_is_right"' in page
    assert page.index('name="due"') < page.index('name="due_is_right"')
    assert client.post(cast.url("dates/"), given | {"due_is_right": "on"}).status_code == 302
    # What is stored already is not asked about again.
    assert client.post(cast.url("dates/"), given).status_code == 302


def test_what_passes_meanwhile_is_not_asked_about(cast: Cast) -> None:
    set_due(cast.assessment, by=cast.lead, due=datetime.date(2020, 1, 31))
    assert errors(cast, "dates/", {"as_of": "2019-10-31", "due": "2020-01-31"}) == {}


def test_the_day_of_an_action_is_asked_about_unless_it_is_done(cast: Cast) -> None:
    about = [Criterion.objects.get(code="ACC-01").pk]
    given = ACTION | {"criteria": about, "due": "2019-01-31"}
    assert errors(cast, "plan/new/", given) == {"due": [PASSED]}
    assert errors(cast, "plan/new/", given | {"due_is_right": "on"}) == {}
    assert errors(cast, "plan/new/", given | {"title": "Past", "status": "done"}) == {}
    assert Action.objects.count() == 2


def test_a_target_has_a_date(cast: Cast) -> None:
    client = cast.client("lead")
    page = client.post(cast.plan("targets/"), {"ACC-level": "2"}).content.decode()
    assert "Choose the date by which to reach this level." in page
    client.post(cast.plan("targets/"), {"ACC-level": "2", "ACC-by": "2096-01-31"})
    assert Target.objects.count() == 1


def test_a_target_below_what_is_attained_is_asked_about(cast: Cast) -> None:
    cast.rate_all("F")
    client, given = cast.client("lead"), {"ACC-level": "2", "ACC-by": "2096-01-31"}
    page = client.post(cast.plan("targets/"), given).content.decode()
    assert "Level 3 is already attained. Choose a higher one, or confirm." in page
    assert Target.objects.count() == 0
    client.post(cast.plan("targets/"), given | {"ACC-level_is_right": "on"})
    assert Target.objects.count() == 1
    check = client.get(cast.url("check/")).content.decode()
    assert "Targets below the level attained" in check
    assert "Targets without a date" not in check


def test_a_target_without_a_date_is_asked_about_in_the_check(cast: Cast) -> None:
    cast.import_(targets=[{"attribute": "ACC", "level": 2}])
    assert "Targets without a date" in cast.client("lead").get(cast.url("check/")).content.decode()
