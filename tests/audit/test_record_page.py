"""The record of the whole portal: filters, pages by number, links and the spreadsheet."""

import csv
import datetime
import io
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from assessments.audit import everything
from assessments.audit.kinds import KINDS, VERBS, choices, verbs_of
from assessments.audit.record import record
from assessments.audit.words import DONE
from assessments.initiatives.actions import create_initiative
from assessments.models import Event, Play
from assessments.models.people import Role
from assessments.partners.actions import ask_to_rate, finish, save_opinion
from assessments.people import actions as people
from assessments.people.invitations import invite
from assessments.rating.actions import save_answer
from assessments.rating.answers import Answer
from maturity.models import Channel, Council, Criterion, Jurisdiction
from tests.cast import Cast

pytestmark = pytest.mark.either_database("text of places, JSON, and the order of pages")
PATH = "/en/record/"
Queries = Callable[[int], AbstractContextManager[Any]]


@pytest.fixture
def secretariat(cast: Cast) -> Client:
    return cast.client("secretariat")


def told(answer: HttpResponse) -> list[str]:
    """What the entries of a page say was done, newest first."""
    return [entry.what for entry in answer.context["entries"]]


def rate(cast: Cast, code: str = "ACC-01", rating: str = "L", channel: str = "") -> None:
    where = Channel.objects.get(code=channel) if channel else None
    criterion = Criterion.objects.get(code=code)
    save_answer(cast.assessment, criterion, where, Answer(rating), by=cast.lead)


def another_initiative(cast: Cast) -> None:
    create_initiative(
        by=cast.secretariat, code="OTHER", name_en="Another", name_fr="Autre",
        council=Council.objects.get(code="PSSDC"), lead=Jurisdiction.objects.get(code="CA-ON"),
        partners=[], channels=list(Channel.objects.all()[:1]),
    )  # fmt: skip


def test_it_has_everything_newest_first(cast: Cast, secretariat: Client) -> None:
    rate(cast)
    found = told(secretariat.get(PATH))
    assert found[:2] == ["Rated a statement", "Started the assessment"]
    assert len(found) == Event.objects.count()


def test_every_verb_is_of_one_kind() -> None:
    verbs = [verb for kind in KINDS for verb in VERBS[kind]]
    assert sorted(verbs) == sorted(DONE)
    offered = [value for _group, values in choices() for value, _text in values]
    assert len(set(offered)) == len(verbs) + len(KINDS)
    assert (verbs_of("all-discussions")[0], verbs_of("rate"), verbs_of("")) == (
        "start_thread", ("rate",), (),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("who=FICTITIOUS+lead", ["Rated a statement", "Rated a statement",
                                 "Started the assessment"]),
        ("who=lead@example.org&what=start", ["Started the assessment"]),
        ("who=nobody+at+all", []),
        ("what=create", ["Created the initiative", "Created the initiative"]),
        ("what=all-ratings", ["Rated a statement", "Rated a statement"]),
        ("code=other", ["Created the initiative"]),
        ("code=TEST&what=create", ["Created the initiative"]),
        ("code=PSSDC", ["Invited someone", "Created the initiative"]),
        ("place=sec-0", ["Rated a statement"]),
        ("place=phone", ["Rated a statement"]),
        ("place=nowhere", []),
    ],
)  # fmt: skip
def test_it_is_narrowed(cast: Cast, secretariat: Client, query: str, found: list[str]) -> None:
    another_initiative(cast)
    council = Council.objects.get(code="PSSDC")
    invite("new@example.ca", Role.COCHAIR, by=cast.secretariat, language="en", council=council)
    rate(cast)
    rate(cast, "SEC-01", channel="PHONE")
    assert told(secretariat.get(f"{PATH}?{query}")) == found


def test_days_are_those_of_eastern_time(cast: Cast, secretariat: Client) -> None:
    rate(cast)
    today = timezone.localdate()
    day = datetime.timedelta(days=1)

    def number(since: Any = "", until: Any = "") -> int:
        return len(told(secretariat.get(PATH, {"since": since, "until": until})))

    every = Event.objects.count()
    assert [
        number(today, today), number(today - day, ""), number("", today - day),
        number(today + day, ""), number("0001-01-01", "9999-12-31"),
    ] == [every, every, 0, 0, every]  # fmt: skip


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("what=nonsense", "what"),
        ("code=NOWHERE", "code"),
        ("since=soon", "since"),
        ("since=2026-02-02&until=2026-02-01", "until"),
        ("place=" + "x" * 200, "place"),
    ],
)
def test_a_filter_that_cannot_be_is_told_at_its_place(
    secretariat: Client, query: str, field: str
) -> None:
    answer = secretariat.get(f"{PATH}?{query}")
    assert list(answer.context["form"].errors) == [field]
    assert f'id="id_{field}_error"' in answer.content.decode()
    assert secretariat.get(f"/en/record.csv?{query}").url == f"/en/record/?{query}"


@pytest.mark.parametrize("query", ["before=x", "after=-1", "before=" + "9" * 30, "who=%00"])
def test_an_odd_address_is_no_error(secretariat: Client, query: str) -> None:
    assert secretariat.get(f"{PATH}?{query}").status_code == 200


def numbers(answer: HttpResponse) -> list[int]:
    return [entry.number for entry in answer.context["entries"]]


def test_pages_lead_to_one_another_by_number(
    cast: Cast, secretariat: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(everything, "A_PAGE", 3)
    for rating in "LFLFL":
        rate(cast, rating=rating)
    every = list(Event.objects.order_by("-id").values_list("id", flat=True))
    seen, query = [], "what="
    while True:
        answer = secretariat.get(f"{PATH}?{query}")
        seen.append(numbers(answer))
        older = answer.context["page"].older
        if older is None:
            break
        query = f"before={older}"
    assert [each for page in seen for each in page] == every
    assert {len(page) for page in seen[:-1]} == {3}
    back, newer = [numbers(answer)], answer.context["page"].newer
    while newer is not None:
        answer = secretariat.get(f"{PATH}?after={newer}")
        back.append(numbers(answer))
        newer = answer.context["page"].newer
    assert {each for page in back for each in page} == set(every)
    assert secretariat.get(f"{PATH}?after={every[0]}").context["page"].events[0].id == every[0]


def test_a_page_keeps_its_place_while_others_write(
    cast: Cast, secretariat: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(everything, "A_PAGE", 2)
    older = secretariat.get(PATH).context["page"].older
    before = numbers(secretariat.get(f"{PATH}?before={older}"))
    rate(cast)
    assert numbers(secretariat.get(f"{PATH}?before={older}")) == before


def test_each_entry_leads_to_the_history_of_what_it_is_about(
    cast: Cast, secretariat: Client
) -> None:
    play = Play.objects.first()
    record("publish_play", play, by=cast.secretariat, place=play.code, new={"version": 2})
    stranger = cast.people["stranger"]
    people.update_person(stranger, by=cast.secretariat, language="fr")
    people.give_role(stranger, Role.VIEWER, by=cast.secretariat, initiative=cast.initiative)
    history = f"/en/people/{stranger.pk}/history/"
    answer = secretariat.get(PATH)
    found = [(each.what, each.address, each.about) for each in answer.context["entries"]]
    assert found[:4] == [
        ("Gave a role", history, "Fictitious stranger"),
        ("Changed the details of a person", history, "Fictitious stranger"),
        ("Published a play", f"/en/playbook/{play.code}/history/", f"Play {play.code}"),
        ("Started the assessment", cast.url("history/"),
         f"A made-up service – {cast.assessment.stage.text} (1)"),
    ]  # fmt: skip
    assert found[-1][1:] == ("/en/initiatives/TEST/", "A made-up service")
    page = answer.content.decode()
    for _what, address, _about in found:
        assert f'href="{address}"' in page
        assert secretariat.get(address).status_code == 200


def test_what_a_government_rates_independently_is_withheld(cast: Cast, secretariat: Client) -> None:
    government = Jurisdiction.objects.get(code="CA")
    ask_to_rate(cast.assessment, [government], by=cast.lead)
    sheet = cast.assessment.participants.get()
    criterion = Criterion.objects.get(code="ACC-01")
    answer = Answer("NA", reason="Secret words", reason_language="en")
    save_opinion(sheet, criterion, None, answer, by=cast.contributor)
    page = secretariat.get(PATH).content.decode()
    assert "Shown once every participant has finished." in page
    assert "Secret words" not in page
    finish(sheet, by=cast.contributor, incomplete=True)
    assert "Secret words" in secretariat.get(PATH).content.decode()


def test_a_secretariat_that_rates_is_blind_as_others_are(cast: Cast) -> None:
    people.give_role(cast.contributor, Role.SECRETARIAT, by=cast.secretariat)
    rate(cast)
    ask_to_rate(cast.assessment, [Jurisdiction.objects.get(code="CA")], by=cast.lead)
    found = told(cast.client("contributor").get(f"{PATH}?code=TEST"))
    assert found == ["Gave a role", "Gave a role", "Gave a role", "Created the initiative"]


def rows(answer: Any) -> list[list[str]]:
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))


def test_the_spreadsheet_has_what_was_found(cast: Cast, secretariat: Client) -> None:
    rate(cast)
    answer = secretariat.get("/en/record.csv?what=rate&before=1")
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="record-')
    [heading, row] = rows(answer)
    assert (heading[2], row[2:5]) == ("Who", ["Fictitious lead", "Initiative lead",
                                              "Rated a statement"])  # fmt: skip
    assert len(rows(secretariat.get("/en/record.csv"))) == Event.objects.count() + 1


@pytest.mark.parametrize("number", [1, 3])
def test_pages_and_spreadsheets_take_the_same_queries_however_long(
    cast: Cast, secretariat: Client, number: int, django_assert_num_queries: Queries
) -> None:
    for n in range(number):
        rate(cast, f"ACC-0{n + 1}")
    secretariat.get(PATH)
    with django_assert_num_queries(18):
        secretariat.get(f"{PATH}?who=fictitious&code=JC")
    with django_assert_num_queries(11):
        rows(secretariat.get("/en/record.csv?what=rate"))


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_full_page_is_less_than_100_kb(cast: Cast, language: str) -> None:
    for n in range(60):
        rate(cast, rating="LF"[n % 2])
    answer = cast.client("secretariat").get(f"/{language}/record/")
    assert (len(numbers(answer)), len(answer.content) < 100_000) == (50, True)
