"""Answering a ballot: a statement at a time, kept at once, and only while it is open."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.db import IntegrityError, InternalError, OperationalError, transaction

from assessments.ballots.actions import close_passed_by
from assessments.models import Ballot, Event, Person, Vote
from tests.ballots.asked import answer, opened, over, page, sheet, submit, today, voter_of
from tests.cast import Cast
from tests.forms import fields

DAY = datetime.timedelta(days=1)
REFUSED = (IntegrityError, InternalError, OperationalError)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_button_saves_and_goes_on(cast: Cast, language: str) -> None:
    ballot = opened(cast)
    there = submit(cast, sheet(ballot, language=language), {"relevance": "4", "clear_en": "yes"})
    assert there.request["QUERY_STRING"] == "one=ACC-02"
    vote = Vote.objects.get()
    assert (vote.relevance, vote.clear_en, vote.clear_fr, vote.criterion.code) == (
        4, True, None, "ACC-01",
    )  # fmt: skip
    assert Event.objects.latest("id").verb == "vote"


def test_one_comes_back_to_what_is_not_answered_yet(cast: Cast) -> None:
    ballot = opened(cast)
    answer(ballot, cast.cochair)
    there = cast.client("cochair").get(page(ballot, "vote/"))
    assert there.headers["Location"].endswith("?one=ACC-02")


def test_the_toggle_keeps_what_is_typed_and_saves_nothing(cast: Cast) -> None:
    ballot = opened(cast)
    there = submit(
        cast, sheet(ballot), {"relevance": "2", "comment": "Half said", "redisplay": "1"}
    )
    assert "Half said" in there.text
    assert not Vote.objects.exists()


def test_a_comment_that_is_too_long_is_told_and_kept(cast: Cast) -> None:
    ballot = opened(cast)
    there = submit(cast, sheet(ballot), {"relevance": "2", "comment": "x" * 10_001})
    assert "the limit is" in there.text
    assert "x" * 10_001 in there.text
    assert not Vote.objects.exists()


def test_finishing_says_what_is_left_and_needs_an_answer(cast: Cast) -> None:
    ballot = opened(cast)
    there = submit(cast, f"{page(ballot, 'vote/')}?one=end", {})
    assert "You have not answered anything yet." in there.text
    answer(ballot, cast.cochair)
    there = submit(cast, f"{page(ballot, 'vote/')}?one=end", {})
    assert "2 statements are left without an answer." in there.text
    assert voter_of(ballot, cast.cochair).finished_at


def test_the_last_save_stands_and_is_told(cast: Cast) -> None:
    ballot = opened(cast)
    client = cast.client("cochair")
    before = fields(client.get(sheet(ballot)).text)
    answer(ballot, cast.cochair, relevance=1)
    there = client.post(sheet(ballot), before | {"relevance": "3"}, follow=True)
    assert "You had changed your answer to ACC-01 in another window" in there.text
    assert Vote.objects.get().relevance == 3


@pytest.mark.parametrize(
    ("role", "status"), [("lead", 404), ("stranger", 404), ("nobody", 302), ("cochair", 200)]
)
def test_who_is_asked_answers_and_nobody_else(cast: Cast, role: str, status: int) -> None:
    assert cast.client(role).get(sheet(opened(cast))).status_code == status


def test_a_ballot_waits_on_the_home_page_until_it_is_finished(cast: Cast) -> None:
    ballot = opened(cast)
    home = cast.client("cochair").get("/en/").text
    assert ("Answer the ballot" in home, "Signal check" in home) == (True, True)
    assert "Signal check" not in cast.client("lead").get("/en/").text
    over(ballot, cast)
    assert "Answer the ballot" not in cast.client("cochair").get("/en/").text


def test_a_closed_ballot_is_only_read(cast: Cast) -> None:
    ballot = opened(cast)
    answer(ballot, cast.cochair)
    over(ballot, cast)
    client = cast.client("cochair")
    there = client.post(sheet(ballot), {"relevance": "1", "once": "x"}, follow=True)
    assert "This ballot is closed." in there.text
    assert Vote.objects.get().relevance == 4


def test_one_whose_day_has_passed_is_closed_by_itself(cast: Cast) -> None:
    ballot = opened(cast)
    assert close_passed_by(ballot.closes_on) == 0
    assert close_passed_by(ballot.closes_on + DAY) == 1
    assert Ballot.objects.get().closed_at


@pytest.mark.either_database("triggers")
@pytest.mark.parametrize(
    "change", [lambda: Vote.objects.update(relevance=1), lambda: Vote.objects.all().delete()]
)
def test_the_database_keeps_the_votes_of_a_closed_ballot(
    cast: Cast, change: Callable[[], object]
) -> None:
    ballot = opened(cast)
    answer(ballot, cast.cochair)
    over(ballot, cast)
    with pytest.raises(REFUSED), transaction.atomic():
        change()
    assert Vote.objects.get().relevance == 4


def test_a_day_of_today_is_open(cast: Cast) -> None:
    assert not opened(cast, closes_on=today()).is_over


@pytest.mark.parametrize(
    ("language", "subject", "title"),
    [
        ("en", "A ballot to answer: Signal check", "“Signal check”"),
        (
            "fr",
            "Un scrutin vous attend\N{NO-BREAK SPACE}: Vérification des énoncés",
            "«\N{NO-BREAK SPACE}Vérification des énoncés\N{NO-BREAK SPACE}»",
        ),
    ],
)
def test_who_is_asked_is_told_by_mail_in_their_language(
    cast: Cast,
    django_capture_on_commit_callbacks: Callable[..., Any],
    language: str,
    subject: str,
    title: str,
) -> None:
    Person.objects.filter(pk=cast.cochair.pk).update(language=language)
    cast.cochair.refresh_from_db()
    with django_capture_on_commit_callbacks(execute=True):
        ballot = opened(cast, "cochair")
    (sent,) = mail.outbox
    assert (sent.to, sent.subject) == ([cast.cochair.email], subject)
    assert title in str(sent.body)
    assert f"/model/ballots/{ballot.pk}/vote/" in str(sent.body)
