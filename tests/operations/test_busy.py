"""Pages, streams, programs and signing in while the database is away or busy."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any

import pytest
from django.core.cache import caches
from django.db import OperationalError, connection
from django.http import StreamingHttpResponse
from django.test import Client

from assessments.people.actions import create_person
from maturity.operations import jobs
from maturity.operations.outages import Cache, outage_in
from tests.cast import Cast
from tests.operations.conftest import Log
from tests.operations.portals import Portal

HEADINGS = {"en": "The portal is busy", "fr": "Le portail est occupé"}
SIGN_IN = {"login": "someone@example.org", "password": "a phrase for tests"}
# What a page asks the database for, and who asks: sessions, the middleware that knows the roles, a
# view, and a template, to which the view gave a query.
ASKED = {
    "django_session": "account/",
    "assessments_membership": "account/",
    "maturity_edition": "model/",
    "maturity_attribute": "model/",
}


@pytest.fixture
def away() -> Iterator[set[str]]:
    """The tables that the database goes away at, once they are asked for."""
    tables: set[str] = set()

    def ask(execute: Callable[..., Any], sql: str, *given: Any) -> Any:
        if any(f'"{table}"' in sql for table in tables):
            raise OperationalError("the connection is lost")
        return execute(sql, *given)

    with connection.execute_wrapper(ask):
        yield tables


@pytest.fixture
def lead(cast: Cast) -> Client:
    client = cast.client("lead")
    client.raise_request_exception = False
    return client


@pytest.mark.parametrize("table", ASKED)
@pytest.mark.parametrize("language", HEADINGS)
def test_a_page_says_so_in_its_language_and_on_one_line(
    lead: Client, log: Log, away: set[str], table: str, language: str
) -> None:
    away.add(table)
    response = lead.get(f"/{language}/{ASKED[table]}")
    page = response.content.decode()
    assert (response.status_code, response["Retry-After"]) == (503, "10")
    assert (f"<h1>{HEADINGS[language]}</h1>" in page, f'<html lang="{language}-CA">' in page) == (
        True, True,
    )  # fmt: skip
    [line] = log()
    assert (line["level"], line["status"], line["error"]) == ("warning", 503, "OperationalError")


def test_a_program_is_told_in_its_own_words(away: set[str], cast: Cast) -> None:
    away.add("assessments_accesstoken")
    client = Client(raise_request_exception=False)
    answer = client.get("/api/v1/councils", headers={"Authorization": "Bearer ccsm_none"})
    assert (answer.status_code, answer["Retry-After"], answer.json()["title_fr"]) == (
        503, "10", "Service non disponible",
    )  # fmt: skip


def test_an_answer_that_has_begun_is_broken_off_on_one_line(
    lead: Client, log: Log, away: set[str], cast: Cast
) -> None:
    response = lead.get(cast.url("history.csv"))
    assert isinstance(response, StreamingHttpResponse)
    away.add("assessments_event")
    with pytest.raises(ConnectionResetError):
        b"".join(response.streaming_content)
    assert [line["event"] for line in log()] == ["request", "answer was broken off"]


def test_a_table_that_is_not_there_is_a_fault_of_the_code(tmp_path: Any) -> None:
    with closing(sqlite3.connect(tmp_path / "empty.sqlite3")) as file:
        try:
            file.execute("SELECT * FROM nothing")
        except sqlite3.Error as error:
            raised = OperationalError(str(error))
            raised.__cause__ = error
    assert outage_in(raised) is None


def test_a_worker_tells_once_that_it_waits(log: Log) -> None:
    for _time in range(3):
        jobs._lost_database(OperationalError("gone"))
    jobs._found_database()
    jobs._found_database()
    assert [line["event"] for line in log()] == [
        "the database does not answer", "the database answers again",
    ]  # fmt: skip


@pytest.fixture
def locked(migrated: Callable[[str], Portal]) -> Iterator[Callable[[], Any]]:
    """A portal on SQLite with one person, and what holds its file; it does not wait long."""
    portal = migrated("sqlite")
    with portal.at_home():
        create_person(
            email=SIGN_IN["login"], name="Someone", language="en", password=SIGN_IN["password"]
        )
        connection.cursor().execute("PRAGMA busy_timeout = 20")
        file = sqlite3.connect(portal.url.removeprefix("sqlite:///"), isolation_level=None)
        with closing(file):
            yield file.execute


def test_signing_in_while_the_file_is_locked_is_no_attempt(locked: Callable[[str], Any]) -> None:
    client = Client(raise_request_exception=False)
    locked("BEGIN IMMEDIATE")
    for _attempt in range(7):
        response = client.post("/en/sign-in/", SIGN_IN)
        assert (response.status_code, HEADINGS["en"] in response.content.decode()) == (503, True)
    locked("ROLLBACK")
    assert client.post("/en/sign-in/", SIGN_IN)["Location"] == "/en/"


def test_an_attempt_that_was_not_judged_is_not_counted(
    locked: Callable[[str], Any], away: set[str]
) -> None:
    client = Client(raise_request_exception=False)
    away.add("account_emailaddress")
    for _attempt in range(7):
        assert client.post("/en/sign-in/", SIGN_IN).status_code == 503
    away.clear()
    assert client.post("/en/sign-in/", SIGN_IN)["Location"] == "/en/"


def test_a_key_that_is_taken_is_no_outage(db: None) -> None:
    assert isinstance(caches["default"], Cache)
    assert [caches["default"].add("taken", 1, timeout=60) for _time in range(2)] == [True, False]
