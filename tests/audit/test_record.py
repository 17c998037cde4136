"""Every write leaves one event that says who, what, where, from what and to what."""

import datetime
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
import structlog

from assessments import rules
from assessments.audit.record import record
from assessments.cycle.actions import change_date, start_assessment
from assessments.improvement.actions import ActionText, Aim, remove_item, save_item, set_target
from assessments.initiatives.actions import create_initiative, update_initiative
from assessments.lessons.actions import LessonText
from assessments.models import Assessment, Event, Person
from assessments.models.people import Role
from assessments.partners.actions import Opinion, save_opinions
from assessments.people.actions import command_line_person, give_role
from assessments.rating.actions import save_answer, save_result
from assessments.rating.answers import Answer, ResultAnswer
from assessments.review import actions as workflow
from maturity.faults import Faults
from maturity.models import Attribute, Channel, Council, Criterion, Jurisdiction, Result, Stage
from tests.cast import Cast

pytestmark = pytest.mark.either_database("locks")
Write = Callable[[Cast], object]
DAY = datetime.date(2027, 1, 31)
PLAN = ActionText("Try it out", "en", owner="A made-up team", due=DAY)
PLANNED = {
    "title": "Try it out", "criteria": [], "owner": "A made-up team", "due": "2027-01-31",
    "status": "planned",
}  # fmt: skip

TOLD = LessonText("lesson", "Ask clients first.", "en")
LESSON = {
    "lesson_kind": "lesson", "text": "Ask clients first.", "text_language": "en", "criteria": [],
    "audience": "initiative",
}  # fmt: skip


def criterion(code: str = "ACC-01") -> Criterion:
    return Criterion.objects.get(code=code)


def rate(cast: Cast, rating: str = "L", channel: str = "") -> None:
    where = Channel.objects.filter(code=channel).first()
    save_answer(cast.assessment, criterion(), where, Answer(rating=rating), by=cast.lead)


def rate_result(cast: Cast, rating: str = "P") -> None:
    result = Result.objects.get(code="R1")
    save_result(cast.assessment, result, ResultAnswer(rating=rating), by=cast.lead)


def rate_alone(cast: Cast, rating: str = "P", *, finished: bool | None = None) -> None:
    save_opinions(
        cast.assessment,
        Jurisdiction.objects.get(code="CA"),
        [Opinion(criterion(), None, rating)],
        by=cast.contributor,
        finished=finished,
    )


def aim(cast: Cast, level: int | None = 2) -> None:
    attribute = Attribute.objects.get(code="ACC")
    set_target(cast.initiative, attribute, Aim(level, DAY if level else None), by=cast.lead)


def tell(cast: Cast, changed: LessonText = TOLD) -> None:
    save_item(cast.initiative, changed, by=cast.lead, row=cast.initiative.lessons.first())


def untell(cast: Cast) -> None:
    lesson = cast.initiative.lessons.get()
    remove_item(lesson, LessonText.of(lesson), by=cast.lead)


def plan(cast: Cast, changed: ActionText = PLAN) -> None:
    action = cast.initiative.actions.first()
    save_item(cast.initiative, changed, by=cast.lead, row=action)


def unplan(cast: Cast) -> None:
    action = cast.initiative.actions.get()
    remove_item(action, ActionText.of(action), by=cast.lead)


def redate(cast: Cast) -> None:
    change_date(cast.assessment, by=cast.lead, as_of=DAY)


def give_back(cast: Cast) -> None:
    workflow.return_to_team(cast.assessment, by=cast.cochair, reason="Why?", language="en")


def nothing(cast: Cast) -> None:
    pass


def submit(cast: Cast) -> None:
    workflow.submit(cast.assessment, by=cast.lead)


def submitted(cast: Cast) -> None:
    cast.rate_all()
    submit(cast)


# What has gone before, the write, and the event it leaves: verb, actor, place, old and new.
WRITES: dict[str, tuple[Write, Write, tuple[str, str, str, Any, Any]]] = {
    "first rating": (nothing, rate, ("rate", "lead", "ACC-01", {"replaces": []}, {"rating": "L"})),
    "second rating": (
        rate,
        lambda cast: rate(cast, "F"),
        ("rate", "lead", "ACC-01", {"rating": "L", "replaces": []}, {"rating": "F"}),
    ),
    "rating of a channel": (
        rate,
        lambda cast: rate(cast, "P", "PHONE"),
        ("rate", "lead", "ACC-01/PHONE", {"replaces": [[None, "L"]]}, {"rating": "P"}),
    ),
    "rating taken back": (
        rate,
        lambda cast: rate(cast, ""),
        ("rate", "lead", "ACC-01", {"rating": "L", "replaces": []}, {}),
    ),
    "result": (nothing, rate_result, ("rate_result", "lead", "R1", {}, {"rating": "P"})),
    "second result": (
        rate_result,
        lambda cast: rate_result(cast, "F"),
        ("rate_result", "lead", "R1", {"rating": "P"}, {"rating": "F"}),
    ),
    "opinion": (
        nothing,
        rate_alone,
        ("rate_alone", "contributor", "CA", {"ACC-01": None}, {"ACC-01": "P", "finished": False}),
    ),
    "second opinion": (
        rate_alone,
        lambda cast: rate_alone(cast, "N"),
        ("rate_alone", "contributor", "CA", {"ACC-01": "P"}, {"ACC-01": "N", "finished": False}),
    ),
    "finishing": (
        rate_alone,
        lambda cast: rate_alone(cast, finished=True),
        ("rate_alone", "contributor", "CA", {}, {"finished": True}),
    ),
    "target": (nothing, aim, ("set_target", "lead", "ACC", None, {"level": 2, "by": str(DAY)})),
    "target removed": (
        aim,
        lambda cast: aim(cast, None),
        ("set_target", "lead", "ACC", {"level": 2, "by": str(DAY)}, None),
    ),
    "action": (nothing, plan, ("save_action", "lead", "", None, PLANNED)),
    "action changed": (
        plan,
        lambda cast: plan(cast, ActionText("Try it out", "en", status="done")),
        ("save_action", "lead", "", PLANNED,
         {"title": "Try it out", "criteria": [], "status": "done"}),
    ),
    "action removed": (plan, unplan, ("remove_action", "lead", "", PLANNED, None)),
    "lesson": (nothing, tell, ("save_lesson", "lead", "", None, LESSON)),
    "lesson changed": (
        tell,
        lambda cast: tell(cast, LessonText("success", "Ask clients first.", "en", [criterion()])),
        ("save_lesson", "lead", "", LESSON,
         LESSON | {"lesson_kind": "success", "criteria": ["ACC-01"]}),
    ),
    "lesson removed": (tell, untell, ("remove_lesson", "lead", "", LESSON, None)),
    "date": (nothing, redate, ("change_date", "lead", "", "2026-10-31", "2027-01-31")),
    "submission": (
        lambda cast: cast.rate_all(),
        submit,
        ("submit", "lead", "", "in_progress", "submitted"),
    ),
    "return": (
        submitted,
        give_back,
        ("return", "cochair", "", "submitted",
         {"state": "returned", "reason": "Why?", "reason_language": "en"}),
    ),
    "withdrawal": (
        nothing,
        lambda cast: workflow.withdraw(cast.assessment, by=cast.lead),
        ("withdraw", "lead", "", "in_progress", "withdrawn"),
    ),
    "withdrawal taken back": (
        lambda cast: workflow.withdraw(cast.assessment, by=cast.lead),
        lambda cast: workflow.resume(cast.assessment, by=cast.lead),
        ("resume", "lead", "", "withdrawn", "in_progress"),
    ),
    "start": (
        nothing,
        lambda cast: start_assessment(
            cast.initiative, Stage.objects.get(code="DES"), by=cast.lead, as_of=DAY
        ),
        ("start", "lead", "", None, {"cycle": 1}),
    ),
    "initiative changed": (
        nothing,
        lambda cast: update_initiative(cast.initiative, by=cast.secretariat, name_fr="Autre"),
        ("update", "secretariat", "",
         {"code": "TEST", "name": ["A made-up service", "Un service inventé"], "council": "JC",
          "lead": "CA-BC", "partners": ["CA"], "channels": ["ONLINE", "PHONE"], "priorities": []},
         {"code": "TEST", "name": ["A made-up service", "Autre"], "council": "JC",
          "lead": "CA-BC", "partners": ["CA"], "channels": ["ONLINE", "PHONE"], "priorities": []}),
    ),
    "initiative": (
        nothing,
        lambda cast: create_initiative(
            by=cast.secretariat, code="OTHER", name_en="Other", name_fr="Autre",
            council=Council.objects.get(code="JC"), lead=Jurisdiction.objects.get(code="CA"),
        ),
        ("create", "secretariat", "", None,
         {"code": "OTHER", "name": ["Other", "Autre"], "council": "JC", "lead": "CA",
          "partners": [], "channels": [], "priorities": []}),
    ),
}  # fmt: skip


def events_of(cast: Cast, before: Write, write: Write) -> list[Event]:
    """The events that `write` leaves, where `before` has gone before."""
    before(cast)
    seen = Event.objects.count()
    write(cast)
    return list(Event.objects.all()[seen:])


@pytest.mark.parametrize("name", WRITES)
def test_a_write_leaves_one_event(cast: Cast, name: str) -> None:
    before, write, (verb, actor, place, old, new) = WRITES[name]
    [event] = events_of(cast, before, write)
    assert (event.verb, event.actor_name, event.place) == (verb, f"Fictitious {actor}", place)
    assert (event.old, event.new) == (old, new)


def test_approval_leaves_the_state_and_the_digest_of_the_baseline(cast: Cast) -> None:
    submitted(cast)
    approve: Write = lambda cast: workflow.approve(cast.assessment, by=cast.cochair)  # noqa: E731
    events = events_of(cast, nothing, approve)
    assert [(event.verb, event.old, event.new) for event in events] == [
        ("approve", "submitted", "approved"),
        ("baseline", None, cast.assessment.baseline.sha256),
    ]


def test_a_role_is_recorded_with_its_person(cast: Cast) -> None:
    person = Person.objects.create(email="new@example.org", name="Fictitious newcomer")
    [event] = events_of(
        cast,
        nothing,
        lambda cast: give_role(person, Role.VIEWER, by=cast.lead, initiative=cast.initiative),
    )
    assert (event.verb, event.old, event.new) == (
        "give_role",
        None,
        {"person": str(person.pk), "role": "viewer", "initiative": "TEST"},
    )


@pytest.mark.parametrize("write", [rate, rate_result, rate_alone, aim, plan, tell, redate])
def test_saying_the_same_again_leaves_no_event(cast: Cast, write: Write) -> None:
    assert events_of(cast, write, write) == []


@pytest.mark.parametrize("state", ["submitted", "approved", "withdrawn"])
@pytest.mark.parametrize("write", [rate, rate_result, rate_alone, redate])
def test_a_closed_assessment_cannot_be_written_to(cast: Cast, write: Write, state: str) -> None:
    Assessment.objects.update(state=state)
    seen = Event.objects.count()
    with pytest.raises(Faults, match="This assessment can no longer be changed"):
        write(cast)
    assert Event.objects.count() == seen


@pytest.mark.parametrize("state", ["submitted", "approved", "withdrawn"])
@pytest.mark.parametrize("write", [aim, plan, tell])
def test_a_plan_lives_on_when_an_assessment_is_closed(cast: Cast, write: Write, state: str) -> None:
    Assessment.objects.update(state=state)
    seen = Event.objects.count()
    write(cast)
    assert Event.objects.count() == seen + 1


def test_an_action_says_what_it_was_told_to(cast: Cast) -> None:
    told = ActionText(
        "Try it out", "en", [criterion()], "A made-up team",
        partners=[Jurisdiction.objects.get(code="CA")], due=DAY, status="in_progress",
    )  # fmt: skip
    assert ActionText.of(save_item(cast.initiative, told, by=cast.lead)) == told


def test_a_lesson_says_what_it_was_told_to(cast: Cast) -> None:
    online = [Channel.objects.get(code="ONLINE")]
    about = [Attribute.objects.get(code="ACC")]
    told = LessonText("success", "Inventé.", "fr", [criterion()], attributes=about, channels=online)
    assert LessonText.of(save_item(cast.initiative, told, by=cast.lead)) == told


@pytest.mark.parametrize(
    ("role", "initiative", "acting"),
    [
        ("secretariat", True, "secretariat"), ("secretariat", False, "secretariat"),
        ("cochair", True, "cochair"), ("cochair", False, ""), ("lead", True, "lead"),
        ("lead", False, ""), ("contributor", True, "contributor"), ("viewer", True, "viewer"),
    ],
)  # fmt: skip
def test_a_person_acts_in_the_role_of_the_scope(
    cast: Cast, role: str, initiative: bool, acting: str
) -> None:
    where = cast.initiative if initiative else None
    assert rules.acting_role(getattr(cast, role), where) == acting


def test_a_role_in_the_initiative_comes_before_the_secretariats(cast: Cast) -> None:
    give_role(cast.secretariat, Role.LEAD, by=cast.lead, initiative=cast.initiative)
    person = Person.objects.get(pk=cast.secretariat.pk)
    assert rules.acting_role(person, cast.initiative) == "lead"


@pytest.mark.parametrize(
    ("write", "role"), [(rate, "lead"), (rate_alone, "contributor"), (submitted, "lead")]
)
def test_an_event_says_in_which_role_and_where(cast: Cast, write: Write, role: str) -> None:
    event = events_of(cast, nothing, write)[-1]
    assert (event.role, event.initiative_id) == (role, cast.initiative.pk)


def test_an_event_about_an_initiative_names_it(cast: Cast) -> None:
    person = Person.objects.create(email="new@example.org", name="Fictitious newcomer")
    update_initiative(cast.initiative, by=cast.secretariat, name_fr="Autre")
    give_role(person, Role.VIEWER, by=cast.lead, initiative=cast.initiative)
    ids = set(Event.objects.values_list("initiative_id", flat=True))
    assert ids == {cast.initiative.pk}


def test_an_event_names_the_request_that_it_belongs_to(cast: Cast) -> None:
    with structlog.contextvars.bound_contextvars(request_id="r-1"):
        rate(cast)
    rate(cast, "F")
    assert [event.request_id for event in Event.objects.all()][-2:] == ["r-1", ""]


def test_the_command_line_acts_as_the_secretariat(cast: Cast) -> None:
    for _time in range(2):
        person = command_line_person()
        cast.import_(as_of="2027-01-31")
    update_initiative(cast.initiative, by=person, name_fr="Autre")
    assert person.memberships.get().role == "secretariat"
    assert Event.objects.latest("id").role == "secretariat"


def test_recording_takes_three_queries(
    cast: Cast, django_assert_num_queries: Callable[[int], AbstractContextManager[object]]
) -> None:
    assert cast.lead.roles  # As a page has asked for them before.
    with django_assert_num_queries(3):
        record("start", cast.assessment, by=cast.lead, assessment=cast.assessment)


def test_an_answer_is_saved_in_six_queries(
    cast: Cast, django_assert_num_queries: Callable[[int], AbstractContextManager[object]]
) -> None:
    where = criterion()
    rate(cast)
    with django_assert_num_queries(6):
        save_answer(cast.assessment, where, None, Answer(rating="F"), by=cast.lead)
