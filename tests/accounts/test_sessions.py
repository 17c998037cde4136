"""How long a session lasts, and that nothing typed is lost when it ends."""

import time
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from assessments.accounts import middleware
from assessments.accounts.middleware import SEEN, STARTED, UNSENT
from tests.cast import Cast
from tests.forms import fields


def age(client: Client, **keys: int) -> None:
    """Makes a session older by so many seconds."""
    session = client.session
    for key, seconds in keys.items():
        session[key] = time.time() - seconds
    session.save()


@pytest.fixture
def lead(cast: Cast) -> Client:
    client = cast.client("lead")
    client.get("/en/account/")
    return client


@pytest.mark.parametrize(
    ("ages", "status"),
    [
        ({SEEN: 29 * 60}, 200),
        ({SEEN: 31 * 60}, 302),
        ({STARTED: 12 * 3600 - 60}, 200),
        ({STARTED: 12 * 3600 + 60}, 302),
    ],
)
def test_a_session_ends_when_idle_and_after_half_a_day(
    lead: Client, ages: dict[str, int], status: int
) -> None:
    age(lead, **ages)
    assert lead.get("/en/account/").status_code == status


def test_a_request_keeps_the_session_going(lead: Client) -> None:
    age(lead, seen=29 * 60)
    lead.get("/en/account/")
    assert time.time() - lead.session[SEEN] < 60


def test_asking_how_long_is_left_does_not_keep_it_going(lead: Client) -> None:
    age(lead, seen=29 * 60)
    seconds = lead.get("/en/session/").json()["seconds"]
    assert 0 < seconds <= 60
    assert time.time() - lead.session[SEEN] > 28 * 60


def test_staying_keeps_it_going_but_does_not_bring_it_back(lead: Client) -> None:
    age(lead, seen=29 * 60)
    assert lead.post("/en/session/").json()["seconds"] >= settings.SESSION_IDLE_LIMIT - 5
    age(lead, seen=31 * 60)
    assert lead.post("/en/session/").json()["seconds"] == 0
    assert lead.get("/en/account/").status_code == 302


@pytest.mark.parametrize("gone", [False, True])
def test_what_answers_a_script_takes_no_session_away(cast: Cast, lead: Client, gone: bool) -> None:
    """It may come late, and the browser would lose the session that has begun since."""
    age(lead, seen=31 * 60)
    if gone:
        lead.session.flush()
    path = cast.url("attributes/ACC/")
    response = lead.get(path, headers={"Sec-Fetch-Mode": "cors"})
    assert response.status_code == 302
    assert settings.SESSION_COOKIE_NAME not in response.cookies
    # A page that is opened does.
    response = lead.get(path, headers={"Sec-Fetch-Mode": "navigate"}, follow=True)
    assert ("Your session has ended" in response.content.decode()) == (not gone)


def late(cast: Cast, client: Client) -> Any:
    """Posts a page of answers after the session has ended."""
    path = cast.url("attributes/ACC/")
    given = fields(client.get(path).content.decode())
    age(client, seen=31 * 60)
    return client.post(path, given | {"ACC-01-comment": "Écrit trop tard"})


def test_what_is_posted_too_late_comes_back_after_signing_in(cast: Cast, lead: Client) -> None:
    response = late(cast, lead)
    assert response.url == "/en/sign-in/?next=%2Fen%2Funsent%2F"
    lead.force_login(cast.people["lead"])
    html = lead.get("/en/unsent/").content.decode()
    assert 'name="ACC-01-comment" value="Écrit trop tard"' in html
    shown = lead.post(cast.url("attributes/ACC/"), {**hidden(html)})
    assert "Écrit trop tard" in shown.content.decode()
    assert cast.assessment.ratings.count() == 0


def hidden(html: str) -> dict[str, str]:
    import re
    from html import unescape

    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', html)
    return {name: unescape(value) for name, value in found}


def test_nobody_else_gets_what_was_posted_too_late(cast: Cast, lead: Client) -> None:
    late(cast, lead)
    lead.force_login(cast.people["contributor"])
    assert lead.get("/en/unsent/").status_code == 302


def test_it_is_kept_too_when_the_session_ended_in_another_tab(cast: Cast, lead: Client) -> None:
    path = cast.url("attributes/ACC/")
    given = fields(lead.get(path).content.decode())
    age(lead, seen=31 * 60)
    lead.get("/en/account/")
    lead.post(path, given | {"ACC-01-comment": "From the other tab"})
    lead.force_login(cast.people["lead"])
    assert "From the other tab" in lead.get("/en/unsent/").content.decode()


def test_a_password_is_never_kept(cast: Cast, lead: Client) -> None:
    age(lead, seen=31 * 60)
    lead.post("/en/account/password/", {"oldpassword": "secret-one", "password1": "secret-two"})
    lead.force_login(cast.people["lead"])
    assert "secret-" not in lead.get("/en/unsent/").content.decode()


def test_a_form_larger_than_any_of_the_portal_is_not_kept(
    cast: Cast, lead: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(middleware, "MAX_UNSENT", 10_000)
    age(lead, seen=31 * 60)
    response = lead.post(cast.url("attributes/ACC/"), {"ACC-01-comment": "a" * 10_000})
    assert response.url.startswith("/en/sign-in/")
    assert UNSENT not in lead.session


def test_who_was_here_more_than_a_day_ago_is_forgotten(
    cast: Cast, lead: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "SESSION_COOKIE_AGE", -1)
    del lead.cookies["sessionid"]
    lead.post(cast.url("attributes/ACC/"), {"ACC-01-comment": "Too late"})
    assert UNSENT not in lead.session


def test_signing_out_forgets_who_it_was(cast: Cast, lead: Client) -> None:
    lead.post("/en/sign-out/")
    response = lead.post(cast.url("attributes/ACC/"), {"ACC-01-comment": "Too late"})
    assert response.url.startswith("/en/sign-in/?next=/en/assessments/")


def test_the_session_of_someone_whose_account_is_closed_is_worth_nothing(
    cast: Cast, lead: Client
) -> None:
    cast.people["lead"].is_active = False
    cast.people["lead"].save()
    assert lead.get("/en/account/").status_code == 302
    late_one = lead.post(cast.url("attributes/ACC/"), {"ACC-01-rating": "F"})
    assert (late_one.status_code, cast.assessment.ratings.count()) == (302, 0)
