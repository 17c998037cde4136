"""Targets and actions in data files: as they are now, of plans that their reader may export."""

import csv
import io
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from assessments import rules
from assessments.improvement.actions import NO_AIM, ActionText, Aim, save_item, set_target
from assessments.lessons.actions import set_audience
from assessments.models import Baseline, Initiative, Person, Play
from assessments.models.people import Role
from assessments.people.actions import give_role
from assessments.playbook.actions import withdraw
from assessments.playbook.using import Use, use_play
from assessments.review import actions as workflow
from maturity.models import Attribute
from reports.exports import plans, scopes
from reports.exports.tables import TABLES
from tests.cast import ROLES, Cast
from tests.lessons.told import tell
from tests.planned import PAST, Planned, planned

pytestmark = pytest.mark.slow
FILES = ("initiatives/TEST/data", "councils/JC/data")


@pytest.fixture
def plan(cast: Cast) -> Planned:
    return planned(cast.initiative, by=cast.lead)


@pytest.fixture
def baseline(cast: Cast) -> Baseline:
    cast.submit()
    return workflow.approve(cast.assessment, by=cast.cochair)


def body(client: Client, address: str) -> bytes:
    response = client.get(address)
    assert response.status_code == 200, address
    return b"".join(response) if response.streaming else response.content  # type: ignore[arg-type]


def rows(client: Client, address: str, table: str) -> list[dict[str, str]]:
    """The rows of a CSV file in English, by the codes of their columns."""
    text = body(client, f"/en/{address}/{table}.csv").decode("utf-8-sig")
    keys = [column.key for column in TABLES[table].columns]
    lines = list(csv.reader(io.StringIO(text, newline="")))[1:]
    return [dict(zip(keys, line, strict=True)) for line in lines]


def facts(row: dict[str, str], *left_out: str) -> dict[str, str]:
    """What a row says that is not the same in all rows of the initiative."""
    same = {"plan_as_of", "initiative", "council_code", "council", "lead_code", "lead", *left_out}
    return {key: value for key, value in row.items() if key not in same}


def test_a_target_is_exported_with_where_it_stands_and_how_it_moved(
    cast: Cast, plan: Planned, baseline: Baseline
) -> None:
    (row,) = rows(cast.client("lead"), "initiatives/TEST/data", "targets")
    today = timezone.localdate().isoformat()
    assert (row["plan_as_of"], row["council_code"], row["lead_code"]) == (today, "JC", "CA-BC")
    assert facts(row) == {
        "initiative_code": "TEST",
        "attribute_code": "ACC",
        "attribute": plan.target.attribute.text_en,
        "target_level": "2",
        "target_by": "2028-03-31",
        "why": "Les fonds manquent",
        "why_language": "fr",
        "attained_level": "3",
        "gap": "0",
        "past_due": "0",
        "moves": "1",
        "moved_on": today,
        "moved_from_level": "3",
        "moved_to_level": "2",
        "moved_from_date": "2027-03-31",
        "moved_to_date": "2028-03-31",
        "moved_why": "Les fonds manquent",
        "moved_why_language": "fr",
    }


def test_an_action_is_exported_with_its_last_update(cast: Cast, plan: Planned) -> None:
    (row,) = rows(cast.client("lead"), "initiatives/TEST/data", "actions")
    assert facts(row) == {
        "initiative_code": "TEST",
        "action_id": str(plan.action.key),
        "title": "Open a counter",
        "title_language": "en",
        "criterion_codes": "ACC-01 CON-01",
        "status_code": "in_progress",
        "status": "Under way",
        "led_by": "Fictitious lead",
        "partner_codes": "CA",
        "partners": "Government of Canada",
        "start": "2026-01-01",
        "due": "2026-01-31",
        "overdue": "1",
        "closed_on": "",
        "effort_code": "M",
        "effort": "Medium",
        "effect": "Shorter ways",
        "play_code": "TRY-a",
        "play": "Map every door",
        "updates": "1",
        "updated_on": timezone.localdate().isoformat(),
        "update_status_code": "in_progress",
        "update_status": "Under way",
        "update": "C’est commencé.",
        "update_language": "fr",
        "documents": "1",
    }


def test_words_are_in_the_language_of_the_page(cast: Cast, plan: Planned) -> None:
    text = body(cast.client("lead"), "/fr/initiatives/TEST/data/actions.csv").decode("utf-8-sig")
    (line,) = list(csv.reader(io.StringIO(text), delimiter=";"))[1:]
    row = dict(zip([column.key for column in TABLES["actions"].columns], line, strict=True))
    assert (row["initiative"], row["play"]) == (
        "Un service inventé",
        "Dresser la carte des portes",
    )
    assert row["partners"] == "Gouvernement du Canada"


def test_a_target_that_never_moved_has_no_move_and_without_a_baseline_no_level(cast: Cast) -> None:
    set_target(cast.initiative, Attribute.objects.get(code="SMP"), Aim(1, PAST), by=cast.lead)
    (row,) = rows(cast.client("lead"), "initiatives/TEST/data", "targets")
    empty = [key for key, value in row.items() if not value]
    assert (row["past_due"], row["moves"]) == ("1", "0")
    assert empty == [
        "why", "why_language", "attained_level", "gap", "moved_on", "moved_from_level",
        "moved_to_level", "moved_from_date", "moved_to_date", "moved_why", "moved_why_language",
    ]  # fmt: skip


def test_a_target_that_was_removed_has_no_row_and_one_set_again_was_moved(cast: Cast) -> None:
    simple, client = Attribute.objects.get(code="SMP"), cast.client("lead")
    found = []
    for aim in (Aim(1), NO_AIM, Aim(3)):
        set_target(cast.initiative, simple, aim, by=cast.lead)
        found.append([
            (row["target_level"], row["moves"], row["moved_to_level"])
            for row in rows(client, "initiatives/TEST/data", "targets")
        ])  # fmt: skip
    assert found == [[("1", "0", "")], [], [("3", "1", "")]]


def test_what_was_said_of_a_play_that_was_withdrawn_is_its_code(cast: Cast, plan: Planned) -> None:
    Play.objects.update(published=None)
    (row,) = rows(cast.client("lead"), "initiatives/TEST/data", "actions")
    assert (row["play_code"], row["play"]) == ("TRY-a", "")


def test_the_files_of_a_baseline_have_the_plan_as_it_is_now(
    cast: Cast, plan: Planned, baseline: Baseline
) -> None:
    save_item(cast.initiative, ActionText("Planned after the approval", "en"), by=cast.lead)
    found = rows(cast.client("lead"), f"assessments/{cast.assessment.pk}/data", "actions")
    assert [row["title"] for row in found] == ["Open a counter", "Planned after the approval"]


def test_a_councils_file_has_each_plan_once_also_with_every_cycle(
    cast: Cast, plan: Planned, baseline: Baseline
) -> None:
    data = body(cast.client("cochair"), "/en/councils/JC/data/targets.csv?all=1").decode()
    assert [line[1] for line in csv.reader(io.StringIO(data))] == ["Initiative code", "TEST"]


def test_a_plan_without_a_baseline_is_in_the_councils_file_once_it_was_submitted(
    cast: Cast, plan: Planned
) -> None:
    client = cast.client("cochair")
    before = rows(client, "councils/JC/data", "targets")
    cast.submit()
    assert (before, len(rows(client, "councils/JC/data", "targets"))) == ([], 1)
    page = body(client, "/en/councils/JC/data/").decode()
    assert "There is no baseline yet: only the files of plans and lessons have rows." in page
    book = openpyxl.load_workbook(io.BytesIO(body(client, "/en/councils/JC/data/data.xlsx")))
    said = {row[0]: row[1] for row in book["About this file"].values}
    assert said["Number of plans"] == "1"
    told = [row[1] for row in book["About this file"].values]
    assert "There is no baseline yet: only the sheets of plans and lessons have rows." in told


@pytest.mark.parametrize("address", FILES)
def test_whoever_is_blind_to_the_team_gets_nothing_of_its_plan(
    cast: Cast, plan: Planned, address: str
) -> None:
    give_role(cast.contributor, Role.SECRETARIAT, by=cast.secretariat)
    client = cast.client("contributor")
    before = [len(rows(client, address, table)) for table in ("targets", "actions")]
    jurisdiction = cast.contributor.memberships.get(role=Role.CONTRIBUTOR).jurisdiction
    cast.assessment.participants.create(jurisdiction=jurisdiction)
    after = [len(rows(client, address, table)) for table in ("targets", "actions")]
    assert (before, after) == ([1, 1], [0, 0])


def test_the_plans_that_are_exported_are_those_of_both_rules(cast: Cast, plan: Planned) -> None:
    found = []
    for state in ("at work", "submitted", "asked"):
        if state == "submitted":
            cast.submit()
        elif state == "asked":
            give_role(cast.contributor, Role.SECRETARIAT, by=cast.secretariat)
            own = cast.contributor.memberships.get(role=Role.CONTRIBUTOR)
            cast.assessment.participants.create(jurisdiction=own.jurisdiction)
        for role in ROLES:
            person = Person.objects.get(pk=cast.people[role].pk)
            may = rules.may_export_initiative(person, cast.initiative)
            may = may and rules.may_see_plan(person, cast.initiative)
            assert rules.plans_exported_by(person).exists() == may, (state, role)
            found.append(may)
    assert (found.count(True), found.count(False)) == (2 + 3 + 3, 3 * len(ROLES) - 8)


def test_a_file_of_a_plan_is_called_by_its_day(cast: Cast, plan: Planned) -> None:
    response = cast.client("lead").get(cast.url("data/targets.csv", "fr"))
    day = timezone.localdate().isoformat()
    assert f'filename="TEST-cibles-{day}-fr.csv"' in response.headers["Content-Disposition"]


def test_hostile_texts_of_a_plan_are_texts(cast: Cast) -> None:
    planned(cast.initiative, by=cast.lead, text="=cmd|' /C calc'!A0")
    client = cast.client("lead")
    (row,) = rows(client, "initiatives/TEST/data", "actions")
    book = openpyxl.load_workbook(io.BytesIO(body(client, "/en/initiatives/TEST/data/data.xlsx")))
    n = [column.key for column in TABLES["actions"].columns].index("title")
    cell = next(iter(book["Actions"].iter_rows(min_row=2)))[n]
    assert row["title"] == "'=cmd|' /C calc'!A0"
    assert (cell.value, cell.data_type, cell.quotePrefix) == ("=cmd|' /C calc'!A0", "s", True)


def test_some_plans_are_read_at_a_time(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[int] = []
    original = plans.Plans.targets

    def targets(self: plans.Plans) -> Any:
        read.append(len(self.keys))
        return original(self)

    council, lead = cast.initiative.council, cast.initiative.lead
    for code in ("ONE", "TWO", "THREE"):
        other = Initiative.objects.create(code=code, council=council, lead=lead)
        save_item(other, ActionText("Try it", "en"), by=cast.lead)
    monkeypatch.setattr(plans.Plans, "targets", targets)
    monkeypatch.setattr("reports.exports.scopes.PLANS_AT_ONCE", 2)
    assert rows(cast.client("secretariat"), "councils/JC/data", "targets") == []
    assert read == [2, 1]


def test_plays_and_lessons_are_exported_as_they_are_now(cast: Cast, baseline: Baseline) -> None:
    play = Play.objects.get(code="ACC-b")
    use_play(cast.initiative, play, Use("planned", "It begins.", "en"), {}, by=cast.lead)
    lesson = tell(cast, "Ask clients first.")
    (row,) = rows(cast.client("lead"), "initiatives/TEST/data", "plays")
    assert facts(row) == {
        "initiative_code": "TEST",
        "play_code": "ACC-b",
        "play": "Bundle a life event",
        "criteria": "ACC-04, ACC-05, ACC-06",
        "play_state_code": "planned",
        "play_state": "Planned",
        "artefact": "",
        "artefact_url": "",
        "note": "It begins.",
        "note_language": "en",
    }
    (row,) = rows(cast.client("lead"), "initiatives/TEST/data", "lessons")
    assert (row["advice"], row["audience_code"]) == ("Ask clients first.", "initiative")
    # What the team keeps to itself, a co-chair of its council does not read.
    assert rows(cast.client("cochair"), "councils/JC/data", "lessons") == []
    set_audience(lesson, "council", by=cast.lead)
    (row,) = rows(cast.client("cochair"), "councils/JC/data", "lessons")
    assert (row["title"], row["audience"]) == ("Ask first", "Its council")


def test_a_play_that_was_withdrawn_keeps_its_title_in_files(cast: Cast) -> None:
    play = Play.objects.get(code="ACC-b")
    use_play(cast.initiative, play, Use("planned"), {}, by=cast.lead)
    withdraw(play, by=cast.secretariat)
    (row,) = rows(cast.client("lead"), "initiatives/TEST/data", "plays")
    assert row["play"] == "Bundle a life event"


def test_whoever_is_blind_to_the_team_gets_no_plays_and_lessons(cast: Cast) -> None:
    use_play(cast.initiative, Play.objects.get(code="ACC-b"), Use("planned"), {}, by=cast.lead)
    tell(cast)
    give_role(cast.contributor, Role.SECRETARIAT, by=cast.secretariat)
    client, found = cast.client("contributor"), []
    for asked in (False, True):
        if asked:
            own = cast.contributor.memberships.get(role=Role.CONTRIBUTOR)
            cast.assessment.participants.create(jurisdiction=own.jurisdiction)
        found.append([len(rows(client, FILES[0], table)) for table in ("plays", "lessons")])
    assert found == [[1, 1], [0, 0]]


@pytest.mark.parametrize(("table", "queries"), [("plays", 2), ("lessons", 4)])
def test_plays_and_lessons_take_a_fixed_number_of_queries(
    cast: Cast, table: str, queries: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for code in ("ACC-b", "X1", "X3"):
        use_play(cast.initiative, Play.objects.get(code=code), Use("planned"), {}, by=cast.lead)
        tell(cast, f"About {code}.", criteria=["ACC-01"])
        scope = scopes.of_initiative(cast.initiative, cast.lead)
        (part,) = scope.parts(TABLES[table], "en")
        with django_assert_num_queries(queries):
            found = list(TABLES[table].rows(part))
    assert len(found) == 3
