"""The way of an assessment from its start to a baseline, and the record that it leaves."""

import hashlib
import json

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from assessments.baselines import snapshot
from assessments.importing.actions import import_document
from assessments.method.quality import Question
from assessments.models import Assessment, Baseline, Event, Person
from assessments.models.assessments import State
from assessments.people.actions import command_line_person
from assessments.rating.actions import Conflict, save_answer
from assessments.rating.answers import Answer
from assessments.review import actions as workflow
from maturity.canonical import canonical
from maturity.faults import Faults
from maturity.models import Criterion

pytestmark = [
    pytest.mark.database("pilot"),
    pytest.mark.either_database("triggers"),
    pytest.mark.slow,
]
FIXTURES = settings.BASE_DIR / "fixtures"
VERBS = {
    "submit": lambda a, by: workflow.submit(a, by=by),
    "return": lambda a, by: workflow.return_to_team(a, by=by, reason="Why", language="en"),
    "approve": lambda a, by: workflow.approve(a, by=by),
    "withdraw": lambda a, by: workflow.withdraw(a, by=by),
    "resume": lambda a, by: workflow.resume(a, by=by),
}


@pytest.fixture
def by(db: None) -> Person:
    return command_line_person()


@pytest.fixture
def pilot(by: Person) -> Assessment:
    return Assessment.objects.get()


@pytest.mark.parametrize("state", State.values)
@pytest.mark.parametrize("verb", VERBS)
def test_each_verb_leads_only_from_where_the_table_says(
    pilot: Assessment, by: Person, state: str, verb: str
) -> None:
    Assessment.objects.update(state=state)
    transition = workflow.TRANSITIONS[verb]
    if state in transition.sources:
        VERBS[verb](pilot, by)
        expected = transition.target
    else:
        with pytest.raises(Faults):
            VERBS[verb](pilot, by)
        expected = state
    pilot.refresh_from_db()
    assert pilot.state == expected


def test_the_table_is_that_of_the_workflow() -> None:
    assert {
        verb: ({str(source) for source in sources}, str(target))
        for verb, (sources, target) in workflow.TRANSITIONS.items()
    } == {
        "submit": ({"in_progress", "returned"}, "submitted"),
        "return": ({"submitted"}, "returned"),
        "approve": ({"submitted"}, "approved"),
        "withdraw": ({"in_progress", "returned", "submitted"}, "withdrawn"),
        "resume": ({"withdrawn"}, "in_progress"),
    }


def test_the_quality_check_asks_what_a_reviewer_would(pilot: Assessment, by: Person) -> None:
    found = {(finding.question, finding.code) for finding in workflow.check(pilot)}
    # Level 3, largely achieved, and no evidence; a disagreement without a word about it.
    assert (Question.NO_EVIDENCE, "ACC-10") in found
    assert (Question.UNSETTLED, "CON-02") in found
    assert not any(finding.blocking for finding in workflow.check(pilot))


def test_an_unrated_statement_blocks_submission(pilot: Assessment, by: Person) -> None:
    save_answer(pilot, Criterion.objects.get(code="ACC-01"), None, Answer(), by=by)
    with pytest.raises(Faults) as raised:
        workflow.submit(pilot, by=by)
    assert str(raised.value) == "ACC-01: is not rated yet"
    pilot.refresh_from_db()
    assert pilot.state == State.IN_PROGRESS


def test_an_empty_result_is_asked_about(pilot: Assessment, by: Person) -> None:
    pilot.results.filter(result__code="R3").delete()
    assert (Question.EMPTY_RESULT, "R3") in {
        (finding.question, finding.code) for finding in workflow.check(pilot)
    }


def test_approval_freezes_a_snapshot_that_proves_itself(pilot: Assessment, by: Person) -> None:
    workflow.submit(pilot, by=by)
    baseline = workflow.approve(pilot, by=by)
    assert hashlib.sha256(baseline.snapshot.encode()).hexdigest() == baseline.sha256
    assert canonical(json.loads(baseline.snapshot)) == baseline.snapshot
    assert baseline.content["approval"]["approved_by"] == by.name


def test_a_snapshot_holds_every_statement_in_both_languages(pilot: Assessment) -> None:
    taken = snapshot.take(pilot)
    statements = [
        criterion
        for attribute in taken["model"]["attributes"]
        for criterion in attribute["criteria"]
    ]
    assert len([c for c in statements if c["en"] and c["fr"] and c["provenance"]]) == 46


@pytest.mark.parametrize("table", [Baseline, Event])
def test_the_database_refuses_to_change_the_record(
    pilot: Assessment, by: Person, table: type
) -> None:
    workflow.submit(pilot, by=by)
    workflow.approve(pilot, by=by)
    rows = table.objects.all()  # type: ignore[attr-defined]
    field = "sha256" if table is Baseline else "verb"
    for change in (lambda: rows.update(**{field: "x"}), rows.delete):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


def test_a_new_cycle_starts_from_the_last_and_has_to_be_confirmed(
    pilot: Assessment, by: Person
) -> None:
    workflow.submit(pilot, by=by)
    workflow.approve(pilot, by=by)
    document = json.loads((FIXTURES / "death-notification.json").read_text())
    later = import_document(
        {key: document[key] for key in ("format", "edition", "initiative", "stage")}, by=by
    )
    carried = [f for f in workflow.check(later) if f.question == Question.CARRIED_FORWARD]
    assert (len(carried), later.actions.count(), later.targets.count()) == (46 + 5, 2, 7)
    assert snapshot.take(later)["previous"]["attained_levels"]["CON"] == 2


def test_saving_again_confirms_what_was_carried_forward(pilot: Assessment, by: Person) -> None:
    pilot.ratings.update(carried_forward=True)
    row = pilot.ratings.get(criterion__code="ACC-02")
    save_answer(pilot, row.criterion, None, Answer(rating=row.rating), by=by)
    row.refresh_from_db()
    assert row.carried_forward is False


def test_the_later_writer_is_told_of_a_conflict(pilot: Assessment, by: Person) -> None:
    criterion = Criterion.objects.get(code="ACC-02")
    seen = Answer(rating="L").fingerprint
    save_answer(pilot, criterion, None, Answer(rating="P"), by=by, seen=seen)
    with pytest.raises(Conflict) as raised:
        save_answer(pilot, criterion, None, Answer(rating="F"), by=by, seen=seen)
    assert raised.value.current == Answer(rating="P")


def test_saying_the_same_is_no_conflict(pilot: Assessment, by: Person) -> None:
    criterion = Criterion.objects.get(code="ACC-02")
    seen = Answer(rating="L").fingerprint
    for _writer in range(2):
        save_answer(pilot, criterion, None, Answer(rating="P"), by=by, seen=seen)
    assert pilot.ratings.get(criterion=criterion).rating == "P"


def test_a_write_leaves_one_event_with_what_was_and_what_is(pilot: Assessment, by: Person) -> None:
    before = Event.objects.count()
    save_answer(pilot, Criterion.objects.get(code="ACC-02"), None, Answer(rating="P"), by=by)
    event = Event.objects.last()
    assert Event.objects.count() == before + 1
    assert (event.verb, event.place, event.old["rating"], event.new, event.actor_name) == (
        "rate", "ACC-02", "L", {"rating": "P"}, by.name,
    )  # fmt: skip


def test_a_write_that_changes_nothing_leaves_no_event(pilot: Assessment, by: Person) -> None:
    before = Event.objects.count()
    save_answer(pilot, Criterion.objects.get(code="ACC-02"), None, Answer(rating="L"), by=by)
    assert Event.objects.count() == before


@pytest.mark.database("empty")
def test_the_demonstration_is_not_for_a_portal_in_use(db: None) -> None:
    Person.objects.create(email="someone@example.org", name="Someone made up")
    with pytest.raises(CommandError, match="in use"):
        call_command("seed_demo")


@pytest.mark.database("empty")
def test_the_demonstration_is_not_for_a_public_portal(db: None, settings) -> None:
    settings.PUBLIC = True
    with pytest.raises(CommandError, match="public address"):
        call_command("seed_demo")
