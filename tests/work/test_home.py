"""The home page: what waits for each role, in order, each with the way to its place."""

import datetime
from typing import Any

import pytest
from django.utils import timezone

from assessments.cycle.actions import set_due, start_assessment
from assessments.initiatives.actions import create_initiative
from assessments.models import (
    Assessment,
    Assignment,
    Membership,
    Participant,
    ParticipantRating,
    Person,
    Remark,
    Thread,
)
from assessments.models.people import Role
from assessments.people.actions import give_role
from assessments.rating.actions import save_answer
from assessments.rating.answers import Answer
from assessments.review import actions as workflow
from assessments.work.reads import LIMIT, WorkItem, open_work
from maturity.models import Attribute, Channel, Criterion, Jurisdiction, Stage
from tests.cast import Cast

WHERE = "A made-up service – Delivery"
DAY = datetime.timedelta(days=1)


def work(cast: Cast, role: str) -> tuple[WorkItem, ...]:
    return open_work(Person.objects.get(pk=cast.people[role].pk)).items


def told(cast: Cast, role: str) -> list[tuple[str, str, str]]:
    """What waits for someone: what, how far or who, and the page within the assessment."""
    return [
        (each.what, each.note, each.address.partition(str(cast.assessment.pk))[2][1:])
        for each in work(cast, role)
    ]


def rate(cast: Cast, code: str, channel: str = "", rating: str = "L") -> None:
    criterion = Criterion.objects.get(code=code)
    place = Channel.objects.filter(code=channel).first()
    save_answer(cast.assessment, criterion, place, Answer(rating), by=cast.people["lead"])


def ask(cast: Cast, code: str = "CA", **values: Any) -> Participant:
    return Participant.objects.create(
        assessment=cast.assessment, jurisdiction=Jurisdiction.objects.get(code=code), **values
    )


def another(cast: Cast, n: int) -> Assessment:
    """An assessment of one more initiative, with the same people."""
    initiative = create_initiative(
        by=cast.people["secretariat"],
        code=f"MORE{n}",
        name_en=f"Number {n}",
        name_fr=f"Numéro {n}",
        council=cast.initiative.council,
        lead=cast.initiative.lead,
        channels=list(Channel.objects.filter(code="ONLINE")),
    )
    for name in ("lead", "contributor", "viewer"):
        [held] = Membership.objects.filter(person=cast.people[name], initiative=cast.initiative)
        Membership.objects.create(
            person=held.person,
            role=held.role,
            initiative=initiative,
            jurisdiction=held.jurisdiction,
        )
    return start_assessment(
        initiative,
        cast.assessment.stage,
        by=cast.people["lead"],
        as_of=cast.assessment.as_of,
    )


def test_the_lead_begins(cast: Cast) -> None:
    assert told(cast, "lead") == [
        ("Begin the assessment", "0 of 46 statements rated", "attributes/ACC/#ACC-01")
    ]
    assert work(cast, "lead")[0].where == WHERE


def test_the_lead_goes_on_where_it_stopped(cast: Cast) -> None:
    rate(cast, "CON-01")
    assert told(cast, "lead") == [
        ("Continue the assessment", "1 of 46 statements rated", "attributes/CON/#CON-02")
    ]


def test_a_statement_rated_for_one_channel_of_two_is_left(cast: Cast) -> None:
    rate(cast, "ACC-01", "ONLINE")
    assert told(cast, "lead")[0][1] == "0 of 46 statements rated"
    rate(cast, "ACC-01", "PHONE")
    assert told(cast, "lead")[0][1] == "1 of 46 statements rated"


def test_the_lead_checks_what_is_complete(cast: Cast) -> None:
    cast.rate_all()
    assert told(cast, "lead") == [("Check and submit", "46 of 46 statements rated", "check/")]


def test_what_was_returned_comes_back_to_the_lead(cast: Cast) -> None:
    cast.submit()
    assert told(cast, "lead") == []
    workflow.return_to_team(
        cast.assessment, by=cast.people["cochair"], reason="Made up.", language="en"
    )
    assert told(cast, "lead") == [("See the council’s questions", "46 of 46 statements rated", "")]


def test_the_lead_sees_how_many_governments_have_finished(cast: Cast) -> None:
    ask(cast, finished=True)
    ask(cast, "CA-BC")
    [(what, note, _page)] = told(cast, "lead")
    assert (what, note) == (
        "Begin the assessment",
        "0 of 46 statements rated; governments that have finished: 1 of 2",
    )


def test_once_all_have_finished_the_lead_brings_them_together(cast: Cast) -> None:
    ask(cast, finished=True)
    assert told(cast, "lead") == [
        ("Agree on the ratings", "0 of 46 statements rated", "consensus/")
    ]


def test_a_government_that_is_asked_rates(cast: Cast) -> None:
    assert told(cast, "contributor") == []
    sheet = ask(cast)
    assert told(cast, "contributor") == [
        ("Rate for Government of Canada", "0 of 46 statements rated", "own/")
    ]
    ParticipantRating.objects.bulk_create(
        ParticipantRating(participant=sheet, criterion=each, rating="L")
        for each in Criterion.objects.all()
    )
    assert told(cast, "contributor") == [
        ("Finish rating for Government of Canada", "46 of 46 statements rated", "own/")
    ]


def test_another_government_s_rating_is_nobody_else_s_work(cast: Cast) -> None:
    ask(cast, "CA-BC")
    ask(cast, "CA", finished=True)
    assert told(cast, "contributor") == []


def test_the_council_reviews_what_is_submitted(cast: Cast) -> None:
    cast.submit()
    today = timezone.localdate()
    note = f"Submitted by Fictitious lead, {today:%B} {today.day}, {today.year}"
    for role in ("cochair", "secretariat"):
        assert told(cast, role) == [("Review the assessment", note, "review/")]
    for role in ("other_cochair", "council_viewer", "viewer", "stranger", "lead"):
        assert told(cast, role) == []


def test_whoever_is_named_reviews_that_first(cast: Cast) -> None:
    second = another(cast, 1)
    cast.submit()
    for criterion in Criterion.objects.all():
        save_answer(second, criterion, None, Answer("L"), by=cast.people["lead"])
    workflow.submit(second, by=cast.people["lead"])
    Assessment.objects.filter(pk=second.pk).update(reviewer=cast.people["cochair"])
    first, other = work(cast, "cochair")
    assert first.where == "Number 1 – Delivery"
    assert first.note.endswith("; you were asked to review it")
    assert other.where == WHERE


def test_who_looks_after_an_attribute_is_told_what_is_left_of_it(cast: Cast) -> None:
    attribute = Attribute.objects.get(code="SEC")
    Assignment.objects.create(
        assessment=cast.assessment, attribute=attribute, person=cast.people["lead"]
    )
    rate(cast, "SEC-01")
    assert told(cast, "lead")[1:] == [
        ("Assigned to you: Secure", "4 statements left", "attributes/SEC/")
    ]


def test_what_is_rated_needs_no_looking_after(cast: Cast) -> None:
    criterion = Criterion.objects.get(code="SEC-01")
    Assignment.objects.create(
        assessment=cast.assessment, criterion=criterion, person=cast.people["contributor"]
    )
    assert told(cast, "contributor") == [
        ("Assigned to you: SEC-01", "1 statement left", "criteria/SEC-01/")
    ]
    rate(cast, "SEC-01")
    assert told(cast, "contributor") == []


def test_a_blind_contributor_is_not_told_what_the_team_has_rated(cast: Cast) -> None:
    criterion = Criterion.objects.get(code="SEC-01")
    Assignment.objects.create(
        assessment=cast.assessment, criterion=criterion, person=cast.people["contributor"]
    )
    ask(cast)
    rate(cast, "SEC-01")
    assert told(cast, "contributor")[1:] == [
        ("Assigned to you: SEC-01", "1 statement left", "own/SEC/#SEC-01")
    ]


def mention(cast: Cast, role: str) -> Thread:
    criterion = Criterion.objects.get(code="ACC-02")
    thread = Thread.objects.create(assessment=cast.assessment, criterion=criterion)
    for _time in range(2):
        remark = Remark.objects.create(
            thread=thread, author=cast.people["lead"], text="Look.", language="en"
        )
        remark.mentions.add(cast.people[role])
    return thread


def test_a_discussion_that_mentions_someone_waits_once_until_it_is_resolved(cast: Cast) -> None:
    thread = mention(cast, "contributor")
    [(what, note, page)] = told(cast, "contributor")
    assert (what, page) == (
        "Answer in the discussion of ACC-02",
        f"criteria/ACC-02/#t-{thread.pk}",
    )
    assert note.startswith("Fictitious lead mentions you, ")
    Thread.objects.update(resolved_at=timezone.now(), resolved_by=cast.people["lead"])
    assert told(cast, "contributor") == []


def test_a_mention_of_somebody_who_cannot_answer_does_not_wait(cast: Cast) -> None:
    mention(cast, "viewer")
    assert told(cast, "viewer") == []


def test_nothing_waits_on_a_team_that_someone_has_left(cast: Cast) -> None:
    mention(cast, "stranger")
    assert told(cast, "stranger") == []


def test_what_is_overdue_comes_first_then_by_date_then_what_has_none(cast: Cast) -> None:
    today = timezone.localdate()
    dues = {1: today + 9 * DAY, 2: today - 2 * DAY, 3: today, 4: None}
    for n, due in dues.items():
        set_due(another(cast, n), by=cast.people["lead"], due=due)
    items = work(cast, "lead")
    assert [(each.due, each.overdue) for each in items] == [
        (dues[2], True), (dues[3], False), (dues[1], False), (None, False), (None, False),
    ]  # fmt: skip
    html = cast.client("lead").get("/en/").content.decode()
    assert html.count("Overdue since") == 1
    assert html.count(">Due ") == 2


def test_what_is_submitted_is_not_overdue(cast: Cast) -> None:
    yesterday = timezone.localdate() - DAY
    set_due(cast.assessment, by=cast.people["lead"], due=yesterday)
    cast.submit()
    assert [(each.due, each.overdue) for each in work(cast, "cochair")] == [(None, False)]


@pytest.mark.parametrize(
    ("role", "queries"), [("lead", 15), ("contributor", 17), ("cochair", 8), ("secretariat", 8)]
)
@pytest.mark.parametrize("number", [1, 3])
def test_the_page_takes_a_fixed_number_of_queries(
    cast: Cast, role: str, queries: int, number: int, django_assert_num_queries
) -> None:
    attribute, criterion = Attribute.objects.all()[0], Criterion.objects.all()[0]
    for assessment in [cast.assessment, *(another(cast, n) for n in range(number - 1))]:
        if role in ("cochair", "secretariat"):
            Assessment.objects.filter(pk=assessment.pk).update(
                state="submitted", submitted_at=timezone.now(), submitted_by=cast.people["lead"]
            )
            continue
        person = cast.people[role]
        ca, bc = (Jurisdiction.objects.get(code=code) for code in ("CA", "CA-BC"))
        sheet = Participant.objects.create(assessment=assessment, jurisdiction=ca)
        Participant.objects.create(assessment=assessment, jurisdiction=bc)
        ParticipantRating.objects.create(participant=sheet, criterion=criterion, rating="L")
        Assignment.objects.create(assessment=assessment, attribute=attribute, person=person)
        Assignment.objects.create(assessment=assessment, criterion=criterion, person=person)
        thread = Thread.objects.create(assessment=assessment, criterion=criterion)
        author = cast.people["viewer"]
        remark = Remark.objects.create(thread=thread, author=author, text="!", language="en")
        remark.mentions.add(person)
    client = cast.client(role)
    client.get("/en/")
    with django_assert_num_queries(queries):
        html = client.get("/en/").content.decode()
    assert html.count('class="where"') >= number


def test_the_secretariat_s_page_shows_the_first_of_many(cast: Cast) -> None:
    stage = Stage.objects.get(code="DES")
    for n in range(LIMIT):
        assessment = another(cast, n)
        assert assessment.stage != stage
    Assessment.objects.update(state="submitted", submitted_at=timezone.now())
    html = cast.client("secretariat").get("/en/").content.decode()
    assert html.count("Review the assessment") == LIMIT
    assert html.count("See all initiatives") == 2


@pytest.mark.parametrize(
    ("role", "hint"),
    [
        ("lead", "To start an assessment, choose your initiative below."),
        ("contributor", "You will see here when your government is asked to rate."),
        ("cochair", "Assessments of your council appear here once they are submitted."),
        ("secretariat", "Assessments appear here once they are submitted."),
        ("viewer", "Choose an initiative below to see where it stands."),
    ],
)
def test_where_nothing_waits_the_page_says_what_to_do_first(
    cast: Cast, role: str, hint: str
) -> None:
    Assessment.objects.update(state="withdrawn")
    html = cast.client(role).get("/en/").content.decode()
    assert f"<p>Nothing is waiting for you. {hint}</p>" in html


def test_a_lead_who_also_reviews_sees_both(cast: Cast) -> None:
    second = another(cast, 1)
    Assessment.objects.filter(pk=second.pk).update(state="submitted", submitted_at=timezone.now())
    give_role(
        cast.people["lead"],
        Role.COCHAIR,
        by=cast.people["secretariat"],
        council=cast.initiative.council,
    )
    assert [each.what for each in work(cast, "lead")] == [
        "Review the assessment", "Begin the assessment",
    ]  # fmt: skip
