"""Meetings of a council: added, removed, read."""

import datetime
from typing import Any

import pytest

from assessments.meetings.actions import remove_meeting, save_decisions
from assessments.models import Decision, Meeting
from tests.cast import Cast
from tests.meetings.held import HELD_ON, MEETINGS, address, council, held, recorded, submit
from tests.test_access import ROLES

IN_BOTH = {"kind": "decision", "text_en": "Assess every year.", "text_fr": "Évaluer chaque année."}


def test_a_co_chair_adds_one(cast: Cast) -> None:
    answer = submit(cast, MEETINGS, {"held_on": "2026-06-12"})
    meeting = Meeting.objects.get()
    assert answer.redirect_chain == [(address(meeting), 302)]
    assert (meeting.council.code, meeting.held_on) == ("JC", HELD_ON)
    said = {"council": "JC", "day": "2026-06-12"}
    assert recorded("meeting") == [("add_meeting", None, said)]


def test_the_secretariat_may_too(cast: Cast) -> None:
    submit(cast, MEETINGS, {"held_on": "2026-06-12"}, "secretariat")
    assert Meeting.objects.count() == 1


def test_one_that_is_there_already_is_opened(cast: Cast) -> None:
    meeting = held(cast)
    answer = submit(cast, MEETINGS, {"held_on": "2026-06-12"})
    assert answer.redirect_chain == [(address(meeting), 302)]
    assert (Meeting.objects.count(), len(recorded("meeting"))) == (1, 1)


def test_two_councils_meet_on_the_same_day(cast: Cast) -> None:
    held(cast)
    theirs = MEETINGS.replace("JC", "PSSDC")
    submit(cast, theirs, {"held_on": "2026-06-12"}, "other_cochair")
    assert Meeting.objects.count() == 2


@pytest.mark.parametrize(
    ("day", "told"),
    [
        ("", "Enter the date of the meeting."),
        ("soon", "Enter a valid date."),
        ("1999-12-31", "This date is before the year 2000. Check the year."),
        ("9999-01-01", "This date is too far in the future. Check the year."),
    ],
)
def test_a_day_that_cannot_be_is_told_and_kept_in_the_form(cast: Cast, day: str, told: str) -> None:
    page = submit(cast, MEETINGS, {"held_on": day}).text
    assert told in page
    assert f'value="{day}"' in page
    assert not Meeting.objects.exists()


@pytest.mark.parametrize("role", ["council_viewer", "other_cochair", "lead"])
def test_nobody_else_adds_one(cast: Cast, role: str) -> None:
    status = cast.client(role).post(MEETINGS, {"held_on": "2026-06-12"}).status_code
    assert status == (403 if role == "council_viewer" else 404)
    assert not Meeting.objects.exists()


def test_a_co_chair_removes_one_with_its_decisions(cast: Cast) -> None:
    meeting = held(cast)
    save_decisions(meeting, [(None, IN_BOTH)], by=cast.cochair)
    answer = submit(cast, address(meeting), {"remove_meeting": "1"})
    assert answer.redirect_chain == [(MEETINGS, 302)]
    assert "The meeting of June 12, 2026 was removed." in answer.text
    assert not Meeting.objects.exists()
    assert not Decision.objects.exists()
    verbs = [verb for verb, _old, _new in recorded("meeting", "decision")]
    assert verbs == ["add_meeting", "save_decision", "remove_decision", "remove_meeting"]


def test_one_that_is_gone_already_stays_so(cast: Cast) -> None:
    meeting = held(cast)
    for _twice in range(2):
        remove_meeting(meeting, by=cast.cochair)
    assert [verb for verb, _old, _new in recorded("meeting")] == ["add_meeting", "remove_meeting"]
    assert cast.client("cochair").get(address(meeting)).status_code == 404


@pytest.mark.parametrize("method", ["get", "post"])
def test_who_gets_the_page_of_one(cast: Cast, method: str) -> None:
    path = address(held(cast))
    statuses = [getattr(cast.client(role), method)(path).status_code for role in ROLES]
    read, write = (200, 200) if method == "get" else (403, 302)
    assert statuses == [302, 404, 404, read, 404, 404, write, 404, write]


def test_it_has_no_address_at_another_council(cast: Cast) -> None:
    path = address(held(cast)).replace("/JC/", "/PSSDC/")
    assert cast.client("other_cochair").get(path).status_code == 404
    assert cast.client("secretariat").get(path).status_code == 404


@pytest.mark.parametrize(("language", "day"), [("en", "June 12, 2026"), ("fr", "12 juin 2026")])
def test_they_are_listed_in_both_languages(cast: Cast, language: str, day: str) -> None:
    meeting = held(cast)
    page = cast.client("council_viewer").get(MEETINGS.replace("/en/", f"/{language}/")).text
    assert f'<a href="{address(meeting, language)}">{day}</a>' in page.replace("\xa0", " ")


def test_the_list_counts_what_is_published(cast: Cast) -> None:
    save_decisions(
        held(cast),
        [(None, IN_BOTH), (None, {**IN_BOTH, "text_fr": ""})],
        by=cast.cochair,
    )
    for role, says in (("cochair", True), ("council_viewer", False)):
        page = cast.client(role).get(MEETINGS).text
        assert "1 decision or recommendation" in page
        assert ("1 more in one language only" in page) is says


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize("role", ["cochair", "council_viewer"])
def test_the_list_takes_a_fixed_number_of_queries(
    cast: Cast, number: int, role: str, django_assert_num_queries: Any
) -> None:
    for month in range(1, number + 1):
        held(cast, datetime.date(2026, month, 1))
    client = cast.client(role)
    client.get(MEETINGS)
    with django_assert_num_queries(4):
        page = client.get(MEETINGS).text
    assert page.count(f'<a href="{MEETINGS}') == number


def test_the_dashboard_compares_with_the_last_one_before_today(cast: Cast) -> None:
    assert "Since the last meeting" not in cast.client("cochair").get("/en/councils/JC/").text
    for day in (datetime.date(2025, 6, 1), HELD_ON, datetime.date(2099, 1, 1)):
        held(cast, day)
    page = cast.client("cochair").get("/en/councils/JC/").text
    assert '<a href="?since=2026-06-12">Since the last meeting (June 12, 2026)</a>' in page


def test_a_meeting_is_the_councils_own(cast: Cast) -> None:
    held(cast)
    assert council("PSSDC").meetings.count() == 0
    page = cast.client("other_cochair").get("/en/councils/PSSDC/meetings/").text
    assert "No meeting is recorded yet." in page
