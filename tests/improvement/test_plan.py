"""The plan of an initiative: who reads it, targets with their moves, where it stands."""

import datetime
from typing import Any

import pytest

from assessments.improvement.actions import ActionText, Aim, save_item, set_target
from assessments.models import Action, Event, Target, TargetChange
from assessments.review import actions as workflow
from maturity.models import Attribute, Criterion
from tests.cast import Cast

BY = datetime.date(2096, 10, 31)
LATER = datetime.date(2097, 10, 31)
WHY = {"ACC-why": "Made up.", "ACC-why_language": "en"}


def attribute(code: str = "ACC") -> Attribute:
    return Attribute.objects.get(code=code)


def criterion(code: str = "ACC-01") -> Criterion:
    return Criterion.objects.get(code=code)


def aim(cast: Cast, level: int | None, by: datetime.date | None = BY, why: str = "") -> None:
    said = Aim(level, by, why, "en" if why else "")
    set_target(cast.initiative, attribute(), said, by=cast.lead)


def act(cast: Cast, title: str = "Try it", **more: Any) -> Action:
    return save_item(cast.initiative, ActionText(title, "en", [criterion()], **more), by=cast.lead)


def read(cast: Cast, role: str = "lead", page: str = "", language: str = "en") -> str:
    return cast.client(role).get(cast.plan(page, language)).content.decode()


def test_it_goes_on_from_one_assessment_to_the_next(cast: Cast) -> None:
    aim(cast, 2)
    act(cast)
    cast.submit()
    workflow.approve(cast.assessment, by=cast.cochair)
    later = cast.import_(as_of="2026-11-15")
    assert (later.cycle, later.targets.count(), later.actions.count()) == (2, 1, 1)
    assert cast.export(later)["targets"] == [{"attribute": "ACC", "level": 2, "by": str(BY)}]


def test_a_baseline_keeps_it_as_it_was(cast: Cast) -> None:
    aim(cast, 3)
    action = act(cast)
    cast.submit()
    baseline = workflow.approve(cast.assessment, by=cast.cochair)
    aim(cast, 2, why="Made up.")
    save_item(cast.initiative, ActionText("Try it", "en", status="done"), by=cast.lead, row=action)
    kept = baseline.content["assessment"]
    assert [each["level"] for each in kept["targets"]] == [3]
    assert [each["status"] for each in kept["actions"]] == ["planned"]
    page = cast.client("cochair").get(cast.url("profile/")).content.decode()
    assert "The plan has gone on since." in page
    assert "Target lowered from level 3 to level 2" in page
    row = page.partition("Try it</a></th>")[2].partition("</tr>")[0]
    assert ("Planned" in row, "Done" in row) == (True, True)


def test_what_is_due_otherwise_led_otherwise_or_called_otherwise_is_told(cast: Cast) -> None:
    action = act(cast, due=BY, owner="Somebody")
    cast.rate_all()
    cast.approve()
    said = vars(ActionText.of(action)) | {"title": "Try it twice", "due": LATER, "owner": "Another"}
    save_item(cast.initiative, ActionText(**said), by=cast.lead, row=action)
    page = cast.client("cochair").get(cast.url("profile/")).content.decode()
    section = page.partition("The plan has gone on since.")[2]
    for words in ("Try it twice", "2096-10-31", "2097-10-31", "Somebody", "Another"):
        assert words in section
    assert "No longer in the plan" not in page


def test_a_reason_needs_a_target(cast: Cast) -> None:
    page = cast.client("lead").post(cast.plan("targets/"), WHY).content.decode()
    assert "Choose the level that this is the reason for." in page
    aim(cast, None, None, "Made up.")
    assert not Event.objects.filter(verb="set_target").exists()


def test_a_plan_that_nobody_touched_is_still_as_approved(cast: Cast) -> None:
    aim(cast, 3)
    cast.submit()
    workflow.approve(cast.assessment, by=cast.cochair)
    page = cast.client("cochair").get(cast.url("profile/")).content.decode()
    assert "The plan is still as it was approved on" in page


@pytest.mark.parametrize(
    ("level", "by", "told"),
    [
        (1, BY, "Target lowered from level 2 to level 1 on"),
        (3, BY, "Target raised from level 2 to level 3 on"),
        (2, LATER, "Target postponed from October 31, 2096 to October 31, 2097 on"),
        (2, datetime.date(2095, 10, 31), "Target brought forward from October 31, 2096"),
        (None, None, "Target of level 2 removed on"),
    ],
)
def test_a_target_that_moved_is_told_at_its_gap(
    cast: Cast, level: int | None, by: datetime.date | None, told: str
) -> None:
    aim(cast, 2)
    aim(cast, level, by, "Made up: a partner left.")
    change = TargetChange.objects.last()
    assert change is not None
    assert (change.old_level, change.level, change.changed_by) == (2, level, cast.lead)
    page = read(cast)
    assert told in page
    assert "Made up: a partner left." in page


def test_the_moves_are_in_the_snapshot_and_the_report(cast: Cast) -> None:
    aim(cast, 3)
    aim(cast, 2, why="Made up: a partner left.")
    cast.submit()
    baseline = workflow.approve(cast.assessment, by=cast.cochair)
    (move,) = baseline.content["plan"]["moves"]
    assert (move["old_level"], move["level"], move["why"]["text"]) == (
        3, 2, "Made up: a partner left.",
    )  # fmt: skip
    report = cast.client("cochair").get(cast.url("report/?open=en-gaps")).content.decode()
    assert "Target lowered from level 3 to level 2" in report


def test_a_new_reason_alone_is_no_move(cast: Cast) -> None:
    aim(cast, 2)
    aim(cast, 2, why="Made up.")
    assert (Target.objects.get().why, TargetChange.objects.count()) == ("Made up.", 1)


@pytest.mark.parametrize(
    "eased", [{"ACC-level": "1"}, {"ACC-by": str(LATER)}, {"ACC-level": "", "ACC-by": ""}]
)
def test_less_or_later_needs_a_reason(cast: Cast, eased: dict[str, str]) -> None:
    aim(cast, 2)
    client, path = cast.client("lead"), cast.plan("targets/")
    given = {"ACC-level": "2", "ACC-by": str(BY)} | eased
    page = client.post(path, given).content.decode()
    assert "Say why the target is lowered, postponed or removed." in page
    assert Target.objects.get().level == 2
    assert client.post(path, given | WHY).status_code == 302
    assert TargetChange.objects.last().why == "Made up."  # type: ignore[union-attr]


def test_the_last_move_says_why_once_the_target_is_gone(cast: Cast) -> None:
    aim(cast, 2)
    given = {"ACC-level": "", "ACC-by": ""} | WHY
    cast.client("lead").post(cast.plan("targets/"), given)
    assert not Target.objects.exists()
    assert "Target of level 2 removed" in read(cast)


def test_levels_are_those_of_the_baseline_or_of_the_first_assessment(cast: Cast) -> None:
    aim(cast, 2)
    assert "which is not approved" in read(cast)
    cast.rate_all("F")
    cast.approve()
    page = read(cast)
    assert "Levels are those of the last baseline" in page
    assert "1 of 1 target is reached." in page


def test_a_target_that_is_past_due_says_so(cast: Cast) -> None:
    aim(cast, 2, datetime.date(2020, 1, 31))
    assert "Past due" in read(cast)


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("way", ["", "?as=list", "?as=board", "?as=timeline", "?as=nothing"])
def test_every_way_shows_the_actions(cast: Cast, way: str, language: str) -> None:
    act(cast, "Made up", due=datetime.date(2020, 1, 31), start=datetime.date(2019, 1, 31))
    page = cast.client("viewer").get(cast.plan(way, language)).content.decode()
    assert "Made up" in page
    assert {"en": "overdue: 1", "fr": "en retard"}[language] in page


def test_a_plan_without_anything_says_what_to_do_first(cast: Cast) -> None:
    page = read(cast)
    assert "No target is set yet." in page
    assert "No actions yet." in page


def test_the_council_reads_it_from_the_first_submission_on(cast: Cast) -> None:
    act(cast)
    assert cast.client("cochair").get(cast.plan()).status_code == 404
    cast.submit()
    assert "Try it" in read(cast, "cochair")
    assert "Add an action" not in read(cast, "cochair")
    assert cast.client("other_cochair").get(cast.plan()).status_code == 404


def test_whoever_rates_blindly_does_not_read_it(cast: Cast) -> None:
    from assessments.partners.actions import ask_to_rate

    act(cast)
    partner = cast.initiative.partners.get(code="CA")
    ask_to_rate(cast.assessment, [partner], by=cast.lead)
    assert cast.client("contributor").get(cast.plan()).status_code == 403
    assert (
        cast.client("contributor").get(cast.plan().replace("plan/", "plan.ics")).status_code == 403
    )


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize(("way", "queries"), [("list", 17), ("board", 17), ("timeline", 16)])
def test_it_takes_a_fixed_number_of_queries(
    cast: Cast, number: int, way: str, queries: int, django_assert_num_queries
) -> None:
    for each in range(number):
        action = act(cast, f"Made up {each}", due=BY, assignee=cast.contributor)
        action.updates.create(person=cast.lead, status="planned", text="x", text_language="en")
    aim(cast, 3)
    aim(cast, 2)
    cast.submit()
    workflow.approve(cast.assessment, by=cast.cochair)
    client = cast.client("viewer")
    client.get(cast.plan())
    with django_assert_num_queries(queries):
        client.get(cast.plan(f"?as={way}"))


def test_the_old_address_leads_there(cast: Cast) -> None:
    assert cast.client("viewer").get(cast.url("plan/")).url == cast.plan()


def test_every_change_is_told_in_the_history_of_its_assessments(cast: Cast) -> None:
    aim(cast, 2)
    act(cast)
    page = cast.client("lead").get(cast.url("history/")).content.decode()
    assert ("Set a target" in page, "Added an action" in page) == (True, True)
    assert set(Event.objects.filter(verb__in=["set_target", "save_action"]).values_list(
        "initiative_id", flat=True)) == {cast.initiative.pk}  # fmt: skip


def many(cast: Cast, number: int) -> None:
    """Actions in bulk: making one asks who is told of it."""
    made = Action.objects.bulk_create(
        Action(initiative=cast.initiative, title=f"Made up {each}", title_language="en", due=BY)
        for each in range(number)
    )
    criteria = Action.criteria.through
    criteria.objects.bulk_create(
        criteria(action_id=each.pk, criterion_id=criterion().pk) for each in made
    )


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize(("way", "shown"), [("list", 50), ("board", 20), ("timeline", 40)])
def test_of_many_actions_some_are_shown_and_the_rest_is_led_to(
    cast: Cast, way: str, shown: int, language: str
) -> None:
    many(cast, 120)
    page = read(cast, "viewer", f"?as={way}", language)
    assert len(page.encode()) < 100_000
    section = page.partition('<h2 id="actions">')[2].partition("<footer")[0].partition("<title>")[0]
    assert section.count("Made up") + page.count("<rect") == shown
    assert {"list": "page=2", "board": "?status=planned#actions", "timeline": "80"}[way] in page
    assert "Made up 119" in read(cast, "viewer", "?status=planned&page=3")
    assert "Made up" not in read(cast, "viewer", "?status=done")
