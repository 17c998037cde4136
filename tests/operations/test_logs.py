"""What is logged of a request, and what is not."""

import json
import logging
import re

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest
from django.test import Client
from django.urls import reverse

from maturity import views
from maturity.operations import logs
from tests.cast import Cast
from tests.operations.conftest import Log


@pytest.mark.database("empty")
def test_a_request_is_one_line_without_its_address(db: None, client: Client, log: Log) -> None:
    client.get("/en/model/?secret=token-1", headers={"X-Request-ID": "proxy-0001"})
    [line] = log()
    assert line.pop("at").endswith("Z")
    assert line.pop("ms") >= 0
    assert line == {
        "event": "request",
        "level": "info",
        "logger": "maturity.operations.logs",
        "method": "GET",
        "request_id": "proxy-0001",
        "route": "en/model/",
        "status": 404,
    }


def test_a_signed_in_person_is_an_id(cast: Cast, log: Log) -> None:
    cast.client("lead").get("/en/initiatives/")
    assert log()[-1]["person"] == str(cast.people["lead"].pk)


def test_nobody_is_asked_for_only_to_be_logged(
    cast: Cast, log: Log, django_assert_num_queries
) -> None:
    client = cast.client("lead")
    client.get("/")
    with django_assert_num_queries(1):  # the session, for how long it lasts
        client.get("/")
    assert "person" not in log()[-1]


@pytest.mark.parametrize("given", ["", "short", "x" * 65, "with space1", 'quo"te-12345', "é" * 9])
def test_an_odd_request_id_is_replaced(client: Client, given: str) -> None:
    answer = client.get("/healthz", headers={"X-Request-ID": given})
    assert re.fullmatch("[0-9a-f]{32}", answer["X-Request-ID"])


def test_a_request_id_comes_back(client: Client) -> None:
    answer = client.get("/healthz", headers={"X-Request-ID": "proxy-0001"})
    assert answer["X-Request-ID"] == "proxy-0001"


@pytest.mark.parametrize("path", ["/static/portal/portal.css", "/healthz"])
def test_what_says_nothing_is_not_logged(db: None, client: Client, log: Log, path: str) -> None:
    b"".join(client.get(path))  # To its end, where the client closes it.
    assert [line for line in log() if line["event"] == "request"] == []


def test_nothing_of_a_sign_in_is_logged(cast: Cast, log: Log) -> None:
    typed = {"login": "lead@example.org", "password": "wrong horse"}
    cast.client("nobody").post(reverse("account_login") + "?next=/en/private-token/", typed)
    cast.client("nobody").get("/en/private-token/?e-mail=lead@example.org")
    cast.client("stranger").get(f"/en/assessments/{cast.assessment.pk}/")
    cast.client("nobody").get("/en/", headers={"Host": "private-token.example.org"})
    text = json.dumps(log())
    words = ["lead@", "horse", "private-token", "Fictitious", "127.0.0.1", str(cast.assessment.pk)]
    assert [word for word in words if word in text] == []
    assert [line["status"] for line in log() if line["event"] == "request"] == [200, 404, 404, 400]


def test_what_anyone_can_bring_about_is_no_error(db: None, client: Client, log: Log) -> None:
    client.get("/en/", headers={"Host": "elsewhere.example"})
    [refusal, request] = log()
    assert (refusal["level"], refusal["logger"]) == ("warning", "django.security.DisallowedHost")
    assert ("exception" in refusal, request["status"]) == (False, 400)


def test_an_exception_has_its_traceback_but_none_of_its_data(
    db: None, client: Client, log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(request: HttpRequest, _template: str) -> None:
        typed = request.POST["name"]
        raise ValueError(f"Key (name)=({typed}) already exists")

    monkeypatch.setattr(views, "render", fail)
    client.raise_request_exception = False
    client.post("/", {"name": "Typed by someone"}, headers={"X-Request-ID": "proxy-0001"})
    error, request = log()
    assert (error["event"], error["level"]) == ("Internal Server Error", "error")
    assert (error["request_id"], request["request_id"]) == ("proxy-0001", "proxy-0001")
    assert request["status"] == 500
    frames, _newline, last = error["exception"].rpartition("\n")
    assert (last, "in choose_language" in frames) == ("builtins.ValueError", True)
    assert "Typed by someone" not in json.dumps(log())


def test_causes_are_told_first_and_machines_may_be_named() -> None:
    try:
        try:
            raise KeyError("someone@example.org")
        except KeyError as cause:
            raise ImproperlyConfigured("EMAIL_URL is not set.") from cause
    except ImproperlyConfigured as error:
        told = logs.traceback_of(error)
    assert [line for line in told.splitlines() if line and line[0] != " "] == [
        "builtins.KeyError",
        "django.core.exceptions.ImproperlyConfigured: EMAIL_URL is not set.",
    ]


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        ("Invalid request from ip=192.0.2.1: Invalid HTTP request line: '/x'", "Invalid request"),
        ("Error handling request GET /en/token/", "Error handling request"),
        ("Booting worker with pid: 1", "Booting worker with pid: 1"),
    ],
)
def test_gunicorn_tells_no_addresses(log: Log, told: str, kept: str) -> None:
    logging.getLogger("gunicorn.error").info(told)
    assert [line["event"] for line in log()] == [kept]


def test_only_known_fields_are_logged(log: Log) -> None:
    extra = {"status": 200, "email": "someone@example.org"}
    logging.getLogger("maturity").info("event", extra=extra)
    assert {"status", "email"} & set(log()[0]) == {"status"}


def test_a_command_prints_nothing_but_its_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    streams = {}
    for command in ("export_assessment", "run_worker"):
        monkeypatch.setattr("sys.argv", ["manage.py", command])
        handlers = logs.configuration(public=True, level="INFO")["handlers"]
        streams[command] = handlers["console"]["stream"]
    assert streams == {"export_assessment": "ext://sys.stderr", "run_worker": "ext://sys.stdout"}
