"""Targets and actions as programs read them: as they are now, of plans that may be exported."""

import pytest

from assessments.api.document import document
from assessments.improvement.actions import ActionText, remove_item, save_item
from assessments.models import Action, Baseline, Initiative, Play
from assessments.models.people import Role
from assessments.people.actions import give_role
from assessments.review import actions as workflow
from assessments.seeding import scale
from tests.api.test_api import call, items, secret_of, walk
from tests.cast import Cast
from tests.planned import Planned, planned
from tests.test_access import ROLES

pytestmark = [pytest.mark.slow, pytest.mark.either_database("searching and sorting")]
OF = {
    "initiative": "TEST",
    "initiative_name": {"en": "A made-up service", "fr": "Un service inventé"},
    "council": "JC",
}


@pytest.fixture
def plan(cast: Cast) -> Planned:
    return planned(cast.initiative, by=cast.lead)


@pytest.fixture
def baseline(cast: Cast) -> Baseline:
    cast.submit()
    return workflow.approve(cast.assessment, by=cast.cochair)


def test_a_target_is_told_with_where_it_stands_and_how_it_moved(
    cast: Cast, plan: Planned, baseline: Baseline
) -> None:
    (row,) = items(call(secret_of(cast, "lead"), "targets"))
    move = row.pop("last_move")
    assert row == OF | {
        "attribute": "ACC",
        "attribute_name": {
            "en": plan.target.attribute.text_en,
            "fr": plan.target.attribute.text_fr,
        },
        "level": 2,
        "by": "2028-03-31",
        "why": {"lang": "fr", "text": "Les fonds manquent"},
        "attained_level": 3,
        "gap": 0,
        "past_due": False,
        "moves": 1,
    }
    at = cast.initiative.target_changes.latest("at").at
    assert move.pop("at")[:23] == at.isoformat()[:23]  # to the millisecond
    assert move == {
        "old_level": 3,
        "level": 2,
        "old_by": "2027-03-31",
        "by": "2028-03-31",
        "why": {"lang": "fr", "text": "Les fonds manquent"},
    }


def test_without_a_baseline_a_target_has_no_level_and_no_gap(cast: Cast, plan: Planned) -> None:
    (row,) = items(call(secret_of(cast, "lead"), "targets"))
    assert (row["attained_level"], row["gap"]) == (None, None)


def test_an_action_is_told_with_its_last_update(cast: Cast, plan: Planned) -> None:
    (row,) = items(call(secret_of(cast, "lead"), "actions"))
    update = row.pop("last_update")
    assert row == {"id": str(plan.action.key)} | OF | {
        "title": {"lang": "en", "text": "Open a counter"},
        "statements": ["ACC-01", "CON-01"],
        "status": "in_progress",
        "led_by": "Fictitious lead",
        "partners": [
            {"code": "CA", "name": {"en": "Government of Canada", "fr": "Gouvernement du Canada"}}
        ],
        "start": "2026-01-01",
        "due": "2026-01-31",
        "overdue": True,
        "closed_on": None,
        "effort": "M",
        "effect": "Shorter ways",
        "play": "TRY-a",
        "play_title": {"en": "Map every door", "fr": "Dresser la carte des portes"},
        "updates": 1,
        "documents": 1,
    }
    del update["at"]
    assert update == {"status": "in_progress", "text": {"lang": "fr", "text": "C’est commencé."}}


def test_a_play_that_was_withdrawn_is_told_by_its_code_alone(cast: Cast, plan: Planned) -> None:
    Play.objects.update(published=None)
    (row,) = items(call(secret_of(cast, "lead"), "actions"))
    assert (row["play"], row["play_title"]) == ("TRY-a", None)


def test_plans_are_told_to_whoever_may_export_them(
    cast: Cast, plan: Planned, baseline: Baseline
) -> None:
    told = {}
    for role in ROLES[1:]:
        secret = secret_of(cast, role)
        told[role] = [len(items(call(secret, path))) for path in ("targets", "actions")]
    may = {"lead", "cochair", "secretariat"}
    assert told == {role: [1, 1] if role in may else [0, 0] for role in ROLES[1:]}


def test_a_co_chair_reads_no_plan_before_the_first_submission(cast: Cast, plan: Planned) -> None:
    secret = secret_of(cast, "cochair")
    assert [items(call(secret, path)) for path in ("targets", "actions")] == [[], []]


def test_whoever_is_blind_to_the_team_reads_nothing_of_its_plan(cast: Cast, plan: Planned) -> None:
    give_role(cast.contributor, Role.SECRETARIAT, by=cast.secretariat)
    secret = secret_of(cast, "contributor")
    before = [len(items(call(secret, path))) for path in ("targets", "actions")]
    cast.assessment.participants.create(
        jurisdiction=cast.contributor.memberships.get(role=Role.CONTRIBUTOR).jurisdiction
    )
    after = [len(items(call(secret, path))) for path in ("targets", "actions")]
    assert (before, after) == ([1, 1], [0, 0])


FILTERED = [
    ("targets?initiative=TEST", 1),
    ("targets?council=JC", 1),
    ("targets?council=PSSDC", 0),
    ("targets?initiative=NONE", 0),
    ("targets?due_before=2028-03-31", 0),
    ("targets?due_before=2028-04-01", 1),
    ("actions?initiative=TEST&council=JC&status=in_progress&due_before=2026-02-01", 1),
    ("actions?council=PSSDC", 0),
    ("actions?initiative=NONE", 0),
    ("actions?status=done", 0),
    ("actions?due_before=2026-01-31", 0),
]


@pytest.mark.parametrize(("path", "number"), FILTERED)
def test_plans_are_filtered(cast: Cast, plan: Planned, path: str, number: int) -> None:
    assert len(items(call(secret_of(cast, "lead"), path))) == number


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("targets?status=done", "status"),
        ("targets?after=TEST", "after"),
        ("actions?after=TEST.ACC", "after"),
        ("actions?status=open", "status"),
        ("actions?due_before=tomorrow", "due_before"),
        ("actions?due_before=2026-02-30", "due_before"),
        ("actions?due_before=2026-02-03T00:00:00Z", "due_before"),
        ("actions?stage=DEL", "stage"),
    ],
)
def test_a_parameter_that_cannot_be_is_named(cast: Cast, path: str, place: str) -> None:
    response = call(secret_of(cast, "viewer"), path)
    assert response.status_code == 400
    assert [each["place"] for each in response.json()["errors"]] == [place]


@pytest.fixture
def many(cast: Cast) -> Cast:
    """Some initiatives more, each with seven targets and an action."""
    for _last in scale.add(scale.following(3), seed=1):
        pass
    for text in ("One", "Two", "Three"):
        save_item(cast.initiative, ActionText(text, "en"), by=cast.lead)
    return cast


@pytest.mark.parametrize("name", ["targets", "actions"])
def test_pages_hold_everything_once(many: Cast, name: str) -> None:
    secret = secret_of(many, "secretariat")
    whole = items(call(secret, name))
    paged = [row for page in walk(secret, f"{name}?limit=2") for row in page["items"]]
    assert paged == whole
    assert len(whole) == sum(getattr(each, name).count() for each in Initiative.objects.all()) > 5


def test_an_action_that_is_removed_meanwhile_is_in_nobodys_way(many: Cast) -> None:
    secret = secret_of(many, "secretariat")
    pages = walk(secret, "actions?limit=1&initiative=TEST")
    first = next(pages)["items"][0]["id"]
    action = Action.objects.get(key=first)
    rest = [
        str(each)
        for each in Action.objects.filter(initiative__code="TEST")
        .exclude(key=first)
        .order_by("key")
        .values_list("key", flat=True)
    ]
    remove_item(action, ActionText.of(action), by=many.lead)
    assert [row["id"] for page in pages for row in page["items"]] == rest


def test_the_document_lists_the_statuses_that_there_are() -> None:
    listed = document()["components"]["parameters"]["status"]["schema"]["enum"]
    assert listed == Action.Status.values
