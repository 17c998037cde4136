"""What is late today on a dashboard: overdue actions and targets past due, and whose they are."""

import datetime
import re
from typing import Any

import pytest
from django.utils import timezone

from assessments.cycle.actions import start_assessment
from assessments.improvement.actions import Aim, set_target
from assessments.initiatives.actions import update_initiative
from assessments.models import Action, Membership, Target
from assessments.models.people import Role
from assessments.partners.actions import ask_to_rate
from assessments.seeding import scale
from assessments.standings import bits
from assessments.standings.conditions import Chosen
from assessments.standings.index import read as read_index
from assessments.standings.late import Late, read
from maturity.models import Attribute, Council, Jurisdiction
from tests.cast import Cast

PAST, FUTURE = "2026-01-31", "2099-01-31"


def action(title: str, due: str | None, status: str = "planned") -> dict[str, Any]:
    said = {"title": {"lang": "en", "text": title}, "criteria": ["ACC-01"], "status": status}
    return {**said, "due": due} if due else said


@pytest.fixture
def baselined(cast: Cast) -> Cast:
    """The cast's initiative, at level 0 in ACC and at level 3 in all other attributes."""
    cast.rate_all("F")
    cast.import_(ratings=[{"criterion": "ACC-01", "rating": "N"}])
    cast.approve()
    plan(
        cast,
        targets={"ACC": (1, PAST), "CON": (2, PAST), "EFF": (3, FUTURE)},
        actions=[
            action("Overdue", PAST),
            action("Overdue too", PAST, "in_progress"),
            action("Done", PAST, "done"),
            action("Cancelled", PAST, "cancelled"),
            action("To come", FUTURE),
            action("Without a day", None),
        ],
    )
    return cast


def plan(cast: Cast, targets: dict[str, tuple[int, str]], actions: list[dict[str, Any]]) -> None:
    for code, (level, by) in targets.items():
        attribute = Attribute.objects.get(code=code, edition=cast.assessment.edition)
        aim = Aim(level, datetime.date.fromisoformat(by))
        set_target(cast.initiative, attribute, aim, by=cast.lead)
    for each in actions:
        Action.objects.create(
            initiative=cast.initiative,
            title=each["title"]["text"],
            title_language="en",
            due=each.get("due"),
            status=each["status"],
        )


def move_targets(cast: Cast, by: datetime.date) -> None:
    for each in cast.initiative.targets.all():
        set_target(cast.initiative, each.attribute, Aim(each.level, by), by=cast.lead)


def everything() -> Chosen:
    index, today = read_index(), timezone.localdate()
    codes = tuple(Attribute.objects.values_list("code", flat=True).distinct())
    return Chosen(index, index.everything, today, today - datetime.timedelta(365), "", codes)


def counted(late: Late) -> tuple[int, int]:
    """How many actions are overdue, and how many targets past due."""
    chosen = everything()
    past_due = sum(each.bit_count() for each in late.past_due(chosen).values())
    return late.overdue_actions(late.overdue(chosen)), past_due


def test_open_actions_and_targets_not_attained_whose_day_has_passed(baselined: Cast) -> None:
    assert counted(read()) == (2, 1)


def test_a_day_has_passed_once_it_has_ended_everywhere(baselined: Cast) -> None:
    yesterday = timezone.localdate() - datetime.timedelta(2)
    tomorrow = timezone.localdate() + datetime.timedelta(1)
    Action.objects.update(due=yesterday)
    move_targets(baselined, tomorrow)
    assert counted(read()) == (4, 0)


def test_an_initiative_without_a_baseline_does_not_count(cast: Cast) -> None:
    plan(cast, {"ACC": (1, PAST)}, [action("Overdue", PAST)])
    assert counted(read()) == (0, 0)


def test_the_plan_of_a_team_that_one_is_blind_to_is_left_out(baselined: Cast) -> None:
    assert counted(read([baselined.initiative.pk])) == (0, 0)


@pytest.mark.database("model")
def test_it_is_what_the_rows_say_of_many(db: None) -> None:
    list(scale.add(range(1, 25), seed=5))
    late, chosen = read(), everything()
    today = timezone.localdate()
    levels = {code: chosen.levels(code, chosen.counted) for code in chosen.attributes}

    def attained(target: Target) -> int | None:
        number = target.initiative.listing.number
        found = [n for n in range(4) if number in bits.Digits(levels[target.attribute.code][n])]
        return found[0] if found else None

    targets = Target.objects.filter(by__lt=today).select_related("initiative__listing", "attribute")
    expected = [each for each in targets if (attained(each) or 0) < each.level]
    overdue = [each for each in Action.objects.open() if each.due and each.due < today]
    assert counted(late) == (len(overdue), len(expected))
    assert 0 < len(expected) < len(targets)


def page(cast: Cast, role: str, path: str) -> str:
    return cast.client(role).get(f"/en/{path}").text


def cells(html: str) -> list[str]:
    """The figures of the table of what is late."""
    table = html.partition('id="late-table"')[2].partition("</table>")[0]
    return re.findall(r'<td class="num">(?:<[^>]+>)?([^<]+)', table)


def test_the_dashboard_tells_them_and_whom_they_concern(baselined: Cast) -> None:
    html = page(baselined, "secretariat", "councils/JC/")
    assert cells(html) == ["2", "1", "1", "1"]
    for kind in ("actions", "targets"):
        found = re.search(rf'href="/en/(initiatives/\?[^"]*late={kind})"', html)
        assert found
        listed = page(baselined, "secretariat", found[1].replace("&amp;", "&"))
        assert "A made-up service" in listed
    move_targets(baselined, datetime.date.fromisoformat(FUTURE))
    listed = page(baselined, "secretariat", "initiatives/?late=targets")
    assert "A made-up service" not in listed


def test_it_says_since_when(baselined: Cast) -> None:
    oldest = datetime.date(2025, 12, 24)
    Action.objects.filter(title="Overdue too").update(due=oldest)
    said = (
        "2 actions overdue, the oldest since December 24, 2025; 1 target past due since January 31"
    )
    assert said in page(baselined, "secretariat", "councils/JC/")


@pytest.mark.parametrize("role", ["cochair", "council_viewer"])
def test_the_joint_table_reads_what_is_late_of_another_council_by_name(
    baselined: Cast, role: str
) -> None:
    council = Council.objects.get(code="PSSDC")
    update_initiative(baselined.initiative, by=baselined.secretariat, council=council)
    html = page(baselined, role, "councils/JC/").partition('aria-labelledby="late"')[2]
    assert "/en/initiatives/TEST/plan/" in html.partition("</section>")[0]
    assert "late=actions" in html


def test_another_day_than_today_says_nothing_of_it(baselined: Cast) -> None:
    yesterday = timezone.localdate() - datetime.timedelta(1)
    assert "late-table" not in page(baselined, "secretariat", f"councils/JC/?at={yesterday}")


def test_whose_government_rates_alone_reads_nothing_of_the_plan(baselined: Cast) -> None:
    stage, as_of = baselined.assessment.stage, datetime.date(2026, 10, 31)
    again = start_assessment(baselined.initiative, stage, by=baselined.lead, as_of=as_of)
    canada = Jurisdiction.objects.get(code="CA")
    ask_to_rate(again, [canada], by=baselined.lead)
    Membership.objects.create(
        person=baselined.contributor, role=Role.VIEWER, council=baselined.initiative.council
    )
    listed = page(baselined, "contributor", "initiatives/?late=actions")
    assert "A made-up service" not in listed
    assert "A made-up service" in page(baselined, "viewer", "initiatives/?late=actions")
