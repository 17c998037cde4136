"""How long statements take people: what is kept of what the script of their page sends."""

import pytest
from django.conf import LazySettings
from django.test import RequestFactory
from pytest_django import DjangoAssertNumQueries

from assessments.feedback.actions import add_times
from assessments.feedback.timing import keep_times
from assessments.models import Event, Person, StatementTime
from assessments.models.feedback import MOST_SECONDS
from assessments.partners.actions import ask_to_rate, finish
from assessments.rating.answers import Answer
from maturity.models import Criterion, Jurisdiction
from tests.cast import Cast, trial_edition

ACC, OWN = "attributes/ACC/", "own/ACC/"
NOTHING = {"ACC-01-seen": Answer().fingerprint}


def kept() -> list[tuple[str, str, str, int]]:
    rows = StatementTime.objects.filter(seconds__gt=0).order_by("pk")
    return [
        (each.person.email.partition("@")[0], each.criterion.code, each.language, each.seconds)
        for each in rows.select_related("person", "criterion")
    ]


def shown(cast: Cast, path: str, role: str = "lead") -> str:
    return cast.client(role).get(cast.url(path)).content.decode()


@pytest.fixture
def asked(cast: Cast) -> None:
    ask_to_rate(cast.assessment, [Jurisdiction.objects.get(code="CA")], by=cast.lead)


@pytest.mark.either_database("bulk writes")
@pytest.mark.parametrize(("role", "path"), [("lead", ACC), ("contributor", OWN)])
def test_seconds_add_up_by_statement_and_language(
    cast: Cast, asked: None, role: str, path: str
) -> None:
    client = cast.client(role)
    client.post(cast.url(path), {"ACC-01-active": "20", "ACC-02-active": "5", "save": "1"})
    client.post(cast.url(path), {"ACC-01-active": "10", "save": "1"})
    client.post(cast.url(path, "fr"), {"ACC-01-active": "7", "save": "1"})
    assert kept() == [
        (role, "ACC-01", "en", 30),
        (role, "ACC-02", "en", 5),
        (role, "ACC-01", "fr", 7),
    ]


@pytest.mark.parametrize(("role", "path"), [("lead", "answers"), ("contributor", "own/answers")])
def test_they_go_with_an_answer_that_is_saved_by_the_script(
    cast: Cast, asked: None, role: str, path: str
) -> None:
    given = NOTHING | {"ACC-01-rating": "L", "ACC-01-active": "12"}
    assert cast.client(role).post(cast.url(f"{path}/ACC-01/"), given).status_code == 200
    assert kept() == [(role, "ACC-01", "en", 12)]


@pytest.mark.parametrize("before", [True, False])
def test_they_cost_three_queries(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries, before: bool
) -> None:
    criterion = Criterion.objects.get(code="ACC-01")
    if before:
        add_times(cast.assessment, {criterion: 4}, language="en", by=cast.lead)
    request = RequestFactory().post("/", {"ACC-01-active": "5"})
    request.user = cast.lead
    with django_assert_num_queries(3):
        keep_times(request, cast.assessment)


def test_an_answer_that_is_not_saved_sends_them_again(cast: Cast) -> None:
    given = NOTHING | {"ACC-01-rating": "NA", "ACC-01-active": "12"}
    assert cast.client("lead").post(cast.url("answers/ACC-01/"), given).status_code == 422
    assert kept() == []


def test_two_tabs_add_to_one_row(cast: Cast) -> None:
    first, second = cast.client("lead"), cast.client("lead")
    for client in (first, second):
        client.post(cast.url(ACC), {"ACC-01-active": "4", "save": "1"})
    assert kept() == [("lead", "ACC-01", "en", 8)]


@pytest.mark.parametrize(
    "seconds", ["", "0", "-5", "1.5", "1e3", "NaN", "ten", "٣", " 5", "0x10", "5\0"]
)
def test_what_is_no_number_of_seconds_is_left_out(cast: Cast, seconds: str) -> None:
    answer = cast.client("lead").post(cast.url(ACC), {"ACC-01-active": seconds, "save": "1"})
    assert (answer.status_code, kept()) == (302, [])


@pytest.mark.parametrize("seconds", ["901", "86400", "9" * 5000])
def test_no_visit_counts_more_than_15_minutes(cast: Cast, seconds: str) -> None:
    cast.client("lead").post(cast.url(ACC), {"ACC-01-active": seconds, "save": "1"})
    assert kept() == [("lead", "ACC-01", "en", 900)]


def test_all_visits_together_count_at_most_a_day(cast: Cast) -> None:
    criterion = Criterion.objects.get(code="ACC-01")
    for _visit in range(2):
        add_times(cast.assessment, {criterion: MOST_SECONDS}, language="en", by=cast.lead)
    assert kept() == [("lead", "ACC-01", "en", MOST_SECONDS)]


@pytest.mark.parametrize("name", ["ACC-99-active", "ACC-50-active", "\0-active", "-active"])
def test_what_is_no_statement_of_the_edition_is_left_out(cast: Cast, name: str) -> None:
    trial_edition()
    answer = cast.client("lead").post(cast.url(ACC), {name: "5", "save": "1"})
    assert (answer.status_code, kept()) == (302, [])


def test_what_is_closed_keeps_none(cast: Cast) -> None:
    cast.submit()
    cast.client("lead").post(cast.url(ACC), {"ACC-01-active": "5", "save": "1"})
    given = NOTHING | {"ACC-01-rating": "F", "ACC-01-active": "5"}
    cast.client("lead").post(cast.url("answers/ACC-01/"), given)
    assert (kept(), '-active"' in shown(cast, ACC)) == ([], False)


def test_a_government_that_has_finished_keeps_none(cast: Cast, asked: None) -> None:
    finish(cast.assessment.participants.get(), by=cast.contributor, incomplete=True)
    cast.client("contributor").post(cast.url(OWN), {"ACC-01-active": "5", "save": "1"})
    assert kept() == []


def test_a_page_that_is_only_shown_in_the_other_language_keeps_none(cast: Cast) -> None:
    cast.client("lead").post(cast.url(ACC, "fr"), {"ACC-01-active": "5", "redisplay": "1"})
    assert kept() == []


def test_a_page_that_is_rearranged_keeps_them(cast: Cast) -> None:
    cast.client("lead").post(cast.url(ACC), {"ACC-01-active": "5", "switch": "ACC-01:channels"})
    assert kept() == [("lead", "ACC-01", "en", 5)]


@pytest.mark.parametrize(("role", "path"), [("lead", ACC), ("contributor", OWN)])
@pytest.mark.parametrize("by", ["portal", "person"])
def test_it_can_be_turned_off(
    cast: Cast, asked: None, settings: LazySettings, role: str, path: str, by: str
) -> None:
    assert all(each in shown(cast, path, role) for each in ('name="ACC-01-active"', "timing."))
    if by == "portal":
        settings.FEEDBACK = frozenset({"unclear"})
    else:
        Person.objects.filter(pk=cast.people[role].pk).update(not_timed=True)
    page = shown(cast, path, role)
    assert [each in page for each in ('-active"', "timing.")] == [False, False]
    cast.client(role).post(cast.url(path), {"ACC-01-active": "5", "save": "1"})
    assert kept() == []


def test_people_turn_it_off_on_the_page_of_their_account(
    cast: Cast, settings: LazySettings
) -> None:
    client = cast.client("lead")
    given = {"name": cast.lead.name, "language": "en", "not_timed": "on"}
    client.post("/en/account/", given)
    assert Person.objects.get(pk=cast.lead.pk).not_timed
    event = Event.objects.last()
    assert (event.old, event.new) == ({"not_timed": False}, {"not_timed": True})
    settings.FEEDBACK = frozenset()
    assert "not_timed" not in client.get("/en/account/").context["form"].fields


def test_the_record_says_nothing_of_it(cast: Cast) -> None:
    before = Event.objects.count()
    cast.client("lead").post(cast.url(ACC), {"ACC-01-active": "5", "save": "1"})
    assert Event.objects.count() == before
