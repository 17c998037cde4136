"""The digest before a meeting: who gets it, when, how often, and what it says."""

import datetime

import pytest
from django.core import mail
from django.utils import timezone

from assessments.follow_up.digest import send_digests, send_digests_of
from assessments.improvement.actions import ActionText, save_item
from assessments.meetings.actions import add_meeting, set_council_targets
from assessments.models import Assessment, Event, Meeting, Person
from assessments.people.personal_data import personal_data
from maturity.days import due_today
from maturity.models import Council
from maturity.operations.jobs import Again
from tests.cast import Cast
from tests.forms import fields

TODAY = timezone.localdate()
LATE = due_today() - datetime.timedelta(days=40)


def days(number: int) -> datetime.timedelta:
    return datetime.timedelta(days=number)


@pytest.fixture
def meeting(cast: Cast) -> Meeting:
    """A meeting of the Joint Councils in a week, of which three people want the digest."""
    for name in ("cochair", "council_viewer", "lead"):
        Person.objects.filter(pk=cast.people[name].pk).update(digest=True)
    return add_meeting(Council.objects.get(code="JC"), TODAY + days(7), by=cast.cochair)


def receivers() -> list[str]:
    found = sorted(each.to[0].removesuffix("@example.org") for each in mail.outbox)
    mail.outbox.clear()
    return found


def test_it_goes_to_those_of_the_council_who_want_it(cast: Cast, meeting: Meeting) -> None:
    assert (send_digests_of(TODAY), receivers()) == (1, ["cochair", "council_viewer"])


def test_the_secretariat_gets_that_of_every_council_if_it_wants_it(
    cast: Cast, meeting: Meeting
) -> None:
    Person.objects.update(digest=False)
    Person.objects.filter(pk=cast.secretariat.pk).update(digest=True)
    send_digests_of(TODAY)
    assert receivers() == ["secretariat"]


def test_it_is_sent_once(cast: Cast, meeting: Meeting) -> None:
    send_digests_of(TODAY)
    mail.outbox.clear()
    assert (send_digests_of(TODAY), send_digests_of(TODAY + days(1)), receivers()) == (0, 0, [])


@pytest.mark.parametrize(("before", "sent"), [(8, 0), (7, 1), (3, 1), (0, 1), (-1, 0)])
def test_it_is_sent_a_week_before_or_later_where_that_was_missed(
    cast: Cast, meeting: Meeting, before: int, sent: int
) -> None:
    assert send_digests_of(meeting.held_on - days(before)) == sent


def test_those_who_want_no_mail_get_none(cast: Cast, meeting: Meeting) -> None:
    Person.objects.filter(pk=cast.cochair.pk).update(mail_muted=True)
    send_digests_of(TODAY)
    assert receivers() == ["council_viewer"]


def test_it_says_where_the_council_stands_in_its_readers_language(
    cast: Cast, meeting: Meeting
) -> None:
    cast.rate_all("P")
    cast.approve()
    save_item(cast.initiative, ActionText("Une action", "fr", [], due=LATE), by=cast.lead)
    set_council_targets(
        meeting.council, {"ACC": {"level": 2, "share": 80, "by": LATE + days(400)}}, by=cast.cochair
    )
    Person.objects.filter(pk=cast.people["council_viewer"].pk).update(language="fr")
    mail.outbox.clear()
    send_digests_of(TODAY)
    english, french = sorted(mail.outbox, key=lambda each: each.to)
    for part in (
        "The only registered initiative has a baseline.",
        "1 overdue action · 0 targets past due · 0 baselines more than 12 months old",
        "- A made-up service: 1 action overdue",
        "Easy access and accessible: level 2 for 80% of initiatives by",
        "/en/councils/JC/",
        "/en/follow-up/?council=JC",
    ):
        assert part in english.body
    assert ("/fr/councils/JC/" in french.body, "Un service inventé" in french.body) == (True, True)
    assert "/follow-up/" not in french.body


def test_it_lists_the_reviews_that_wait_for_its_reader(cast: Cast, meeting: Meeting) -> None:
    cast.submit()
    mail.outbox.clear()
    send_digests_of(TODAY)
    chair, viewer = sorted(mail.outbox, key=lambda each: each.to)
    address = f"/en/assessments/{cast.assessment.pk}/review/"
    assert (address in chair.body, address in viewer.body) == (True, False)


def test_the_job_of_every_morning_sends_it(cast: Cast, meeting: Meeting) -> None:
    with pytest.raises(Again):
        send_digests.func()
    assert receivers() == ["cochair", "council_viewer"]


def test_one_asks_for_it_on_the_page_of_ones_account(cast: Cast) -> None:
    client = cast.client("cochair")
    given = fields(client.get("/en/account/").content.decode())
    client.post("/en/account/", given | {"digest": "on"})
    person = Person.objects.get(pk=cast.cochair.pk)
    assert (person.digest, personal_data(person)["person"]["digest"]) == (True, True)
    event = Event.objects.get(verb="update_person")
    assert (event.old, event.new) == ({"digest": False}, {"digest": True})


def test_it_is_not_offered_to_people_without_a_council(cast: Cast) -> None:
    assert "digest" not in cast.client("lead").get("/en/account/").context["form"].fields


def test_a_mail_to_nobody_still_counts_as_sent(cast: Cast, meeting: Meeting) -> None:
    Person.objects.update(digest=False)
    Assessment.objects.update(due=LATE)
    assert (send_digests_of(TODAY), Meeting.objects.get().digest_on, receivers()) == (1, TODAY, [])
