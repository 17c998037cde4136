"""What is late or due soon: which rows, for whom, in which order, in how many queries."""

import datetime
from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from assessments.cycle.actions import start_assessment
from assessments.follow_up.due import DAYS_AHEAD, Due, Kind
from assessments.follow_up.reads import DueRow, due_rows
from assessments.improvement.actions import ActionText, Aim, save_item, set_target
from assessments.initiatives.actions import create_initiative
from assessments.models import (
    Action,
    Assessment,
    Figures,
    Initiative,
    Membership,
    Participant,
    Person,
    Target,
)
from assessments.models.people import Role
from maturity.days import a_year_before, due_today
from maturity.models import Attribute, Channel, Council, Jurisdiction, Stage
from tests.cast import Cast


def in_days(number: int) -> datetime.date:
    return due_today() + datetime.timedelta(days=number)


def rows_of(person: Person, **given: str) -> list[DueRow]:
    # Anew, as a request reads them.
    due = Due(Person.objects.get(pk=person.pk), given)
    return due_rows(due.in_order(), due.today)


def listed(person: Person, **given: str) -> list[tuple[str, int]]:
    return [(row.kind.value, row.days) for row in rows_of(person, **given)]


def action(cast: Cast, day: datetime.date | None, title: str = "Made up", **more: object) -> Action:
    return save_item(cast.initiative, ActionText(title, "en", [], due=day, **more), by=cast.lead)  # type: ignore[arg-type]


def target(cast: Cast, day: datetime.date | None, level: int = 3, attribute: str = "ACC") -> Target:
    found = Attribute.objects.get(code=attribute)
    set_target(cast.initiative, found, Aim(level, day), by=cast.lead)
    return cast.initiative.targets.get(attribute=found)


def baseline(cast: Cast, as_of: datetime.date) -> None:
    """Every statement at "largely": level 3 in every attribute."""
    Assessment.objects.filter(pk=cast.assessment.pk).update(as_of=as_of)
    cast.assessment.refresh_from_db()
    cast.rate_all()
    cast.approve()


def other_initiative(cast: Cast, council: str = "PSSDC", lead: str = "CA-ON") -> Initiative:
    return create_initiative(
        by=cast.secretariat,
        code=f"OTHER-{council}",
        name_en="Another made-up service",
        name_fr="Un autre service inventé",
        council=Council.objects.get(code=council),
        lead=Jurisdiction.objects.get(code=lead),
        partners=[],
        channels=list(Channel.objects.filter(code="ONLINE")),
    )


def test_nothing_is_due_at_first(cast: Cast) -> None:
    assert listed(cast.secretariat) == []


def test_an_open_assessment_is_due_up_to_90_days_ahead(cast: Cast) -> None:
    for days, found in ((-1, [-1]), (0, [0]), (DAYS_AHEAD, [DAYS_AHEAD]), (DAYS_AHEAD + 1, [])):
        Assessment.objects.update(due=in_days(days))
        assert listed(cast.secretariat) == [("assessment", each) for each in found]


def test_a_submitted_assessment_waits_for_review_and_is_not_due(cast: Cast) -> None:
    Assessment.objects.update(due=in_days(-5))
    cast.submit()
    week_ago = timezone.now() - datetime.timedelta(days=7)
    Assessment.objects.update(submitted_at=week_ago)
    (row,) = rows_of(cast.secretariat)
    assert (row.kind, row.people) == (Kind.REVIEW, (cast.cochair,))
    assert row.when in ("waiting for 7 days", "waiting for 6 days")


def test_who_was_asked_to_review_is_named(cast: Cast) -> None:
    cast.submit()
    Assessment.objects.update(reviewer=cast.secretariat)
    (row,) = rows_of(cast.cochair)
    assert row.people == (cast.secretariat,)


def test_an_open_action_is_its_owners(cast: Cast) -> None:
    action(cast, in_days(-3), assignee=cast.contributor)
    action(cast, None, "Without a day")
    action(cast, in_days(-9), "Done", status="done")
    (row,) = rows_of(cast.secretariat)
    assert (row.who, row.people, row.when) == (
        "Fictitious contributor", (cast.contributor,), "3 days late",
    )  # fmt: skip


def test_an_action_of_somebody_outside_is_nobodys_in_the_portal(cast: Cast) -> None:
    action(cast, in_days(3), owner="A made-up firm")
    (row,) = rows_of(cast.secretariat)
    assert (row.who, row.people) == ("A made-up firm", ())


def test_an_action_whose_owner_left_the_team_says_so(cast: Cast) -> None:
    action(cast, in_days(3), assignee=cast.contributor)
    Membership.objects.filter(person=cast.contributor).delete()
    (row,) = rows_of(cast.secretariat)
    assert (row.who, row.people) == ("Fictitious contributor (no longer on the team)", ())


def test_a_target_is_due_until_the_newest_baseline_attains_it(cast: Cast) -> None:
    target(cast, in_days(-10), level=3)
    target(cast, None, attribute="CON")
    assert listed(cast.secretariat) == [("target", -10)]
    baseline(cast, in_days(-20))
    assert listed(cast.secretariat) == []


def test_a_target_that_the_newest_baseline_misses_is_late(cast: Cast) -> None:
    baseline(cast, in_days(-20))
    profile = Figures.objects.get().profile
    profile["ACC"]["level"] = 1
    Figures.objects.update(profile=profile)
    target(cast, in_days(-10), level=2)
    target(cast, in_days(-10), level=2, attribute="CON")
    assert [row.what for row in rows_of(cast.secretariat)] == [
        "Target – Easy access and accessible, level 2"
    ]


def test_a_target_that_does_not_apply_is_not_attained(cast: Cast) -> None:
    baseline(cast, in_days(-20))
    profile = Figures.objects.get().profile
    profile["ACC"]["level"] = None
    Figures.objects.update(profile=profile)
    target(cast, in_days(-10), level=1)
    assert listed(cast.secretariat) == [("target", -10)]


def test_the_baseline_of_the_latest_situation_is_the_one_that_counts(cast: Cast) -> None:
    baseline(cast, in_days(-20))
    target(cast, in_days(-10), level=3)
    second = start_assessment(
        cast.initiative, Stage.objects.get(code="DES"), by=cast.lead, as_of=in_days(-400)
    )
    first, cast.assessment = cast.assessment, second
    cast.rate_all("N")
    cast.approve()
    assert (first != second, listed(cast.secretariat)) == (True, [])


@pytest.mark.parametrize(("age", "found"), [(0, []), (280, [85]), (365, [0]), (400, [-35])])
def test_a_baseline_is_due_when_it_is_12_months_old(cast: Cast, age: int, found: list[int]) -> None:
    baseline(cast, a_year_before(in_days(365 - age)))
    expected = [("baseline", each) for each in found]
    assert listed(cast.secretariat) == expected


def test_the_most_overdue_comes_first(cast: Cast) -> None:
    action(cast, in_days(4))
    target(cast, in_days(-30))
    Assessment.objects.update(due=in_days(-2))
    assert listed(cast.secretariat) == [("target", -30), ("assessment", -2), ("action", 4)]


def test_the_list_can_be_narrowed(cast: Cast) -> None:
    action(cast, in_days(4))
    action(cast, in_days(-4), "Another")
    Target.objects.create(
        initiative=other_initiative(cast),
        attribute=Attribute.objects.get(code="ACC"),
        level=1,
        by=in_days(1),
    )
    everyone = cast.secretariat
    assert listed(everyone, kind="target") == [("target", 1)]
    assert listed(everyone, council="PSSDC") == [("target", 1)]
    assert len(listed(everyone, council="JC")) == 3
    assert listed(everyone, council=Council.ALONE) == [("action", -4), ("action", 4)]
    assert listed(everyone, jurisdiction="CA-ON") == [("target", 1)]
    assert listed(everyone, late="yes") == [("action", -4)]


def test_a_co_chair_has_what_their_council_may_see(cast: Cast) -> None:
    action(cast, in_days(-4))
    Assessment.objects.update(due=in_days(-2))
    assert listed(cast.cochair) == []
    Assessment.objects.update(submitted_at=timezone.now())
    assert listed(cast.cochair) == [("action", -4), ("assessment", -2)]
    assert listed(cast.people["other_cochair"]) == []


def test_a_co_chair_of_the_joint_councils_has_others_from_their_first_baseline_on(
    cast: Cast,
) -> None:
    Initiative.objects.update(council=Council.objects.get(code="PSCIOC"))
    action(cast, in_days(-4))
    Assessment.objects.update(submitted_at=timezone.now())
    assert listed(cast.cochair) == []
    baseline(cast, in_days(-20))
    assert listed(cast.cochair) == [("action", -4)]


def test_an_initiative_that_a_co_chair_leads_elsewhere_is_not_of_their_council(
    cast: Cast,
) -> None:
    Membership.objects.create(
        person=cast.people["other_cochair"], role=Role.LEAD, initiative=cast.initiative
    )
    action(cast, in_days(-4))
    assert listed(cast.people["other_cochair"]) == []


def test_plans_to_which_the_reader_is_blind_are_left_out(cast: Cast) -> None:
    canada = Jurisdiction.objects.get(code="CA")
    Membership.objects.create(
        person=cast.cochair, role=Role.CONTRIBUTOR, initiative=cast.initiative, jurisdiction=canada
    )
    action(cast, in_days(-4))
    target(cast, in_days(-4))
    Assessment.objects.update(submitted_at=timezone.now(), due=in_days(-1))
    assert len(listed(cast.cochair)) == 3
    Participant.objects.create(assessment=cast.assessment, jurisdiction=canada)
    assert listed(cast.cochair) == [("assessment", -1)]
    Assessment.objects.update(state="submitted")
    assert listed(cast.cochair) == []


def test_counts_agree_with_rows(cast: Cast) -> None:
    action(cast, in_days(-4))
    action(cast, in_days(4), "Another")
    target(cast, in_days(-4))
    found = Due(cast.secretariat).tallies()
    assert {each.kind.value: (each.number, each.late) for each in found} == {
        "assessment": (0, 0), "review": (0, 0), "action": (2, 1), "target": (1, 1),
        "baseline": (0, 0),
    }  # fmt: skip


def many(cast: Cast, number: int) -> None:
    """So many actions more, each of an initiative of its own."""
    council, lead = cast.initiative.council, cast.initiative.lead
    made = Initiative.objects.bulk_create(
        Initiative(code=f"N-{each}", name_en="N", name_fr="N", council=council, lead=lead)
        for each in range(number)
    )
    Action.objects.bulk_create(
        Action(initiative=each, title="A", title_language="en", due=in_days(-1)) for each in made
    )


@pytest.mark.parametrize("role", ["secretariat", "cochair"])
def test_one_row_takes_as_many_queries_as_300(cast: Cast, role: str) -> None:
    action(cast, in_days(-4))
    Assessment.objects.update(submitted_at=timezone.now())

    def asked(page: Callable[[], object]) -> int:
        with CaptureQueriesContext(connection) as queries:
            page()
        return len(queries)

    client = cast.client(role)
    client.get("/en/follow-up/")
    one = asked(lambda: client.get("/en/follow-up/"))
    many(cast, 300)
    assert asked(lambda: client.get("/en/follow-up/")) == one
