"""Personal access tokens: making one, knowing it again, ending it."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from assessments.models import AccessToken, Event
from assessments.people import tokens
from assessments.people.personal_data import personal_data
from assessments.people.tokens import create_token, revoke_token
from maturity.canonical import sha256
from maturity.faults import Faults
from tests.cast import Cast

NEW, OWN = "/en/account/tokens/new/", "/en/account/tokens/"


@pytest.fixture
def recent(cast: Cast) -> Client:
    """The lead's browser, right after signing in."""
    lead = cast.people["lead"]
    lead.set_password("a fine long password")
    lead.save()
    client = Client()
    client.force_login(lead)
    client.post("/en/account/confirm/", {"password": "a fine long password"})
    return client


def make(client: Client, **changes: Any) -> Any:
    return client.post(NEW, {"label": "Power BI", "days": "90"} | changes)


def secret_in(response: Any) -> str:
    return re.findall(r'value="(ccsm_[A-Za-z0-9_-]{43})"', response.content.decode())[0]


def test_a_token_is_shown_once_and_its_digest_alone_is_kept(recent: Client) -> None:
    response = make(recent)
    secret, token = secret_in(response), AccessToken.objects.get()
    assert (token.digest, token.beginning) == (sha256(secret), secret[:9])
    assert "no-store" in response.headers["Cache-Control"]
    pages = [recent.get(address).content.decode() for address in (OWN, NEW, "/en/account/")]
    assert [secret in page for page in pages] == [False, False, False]
    assert f'<code class="secret">{secret[:9]}…</code>' in pages[0]


def test_a_token_works_for_ninety_days_unless_told(recent: Client) -> None:
    shown = recent.get(NEW).content.decode()
    assert '<option value="90" selected>' in shown
    make(recent, days="365")
    token = AccessToken.objects.get()
    assert (token.expires_at - token.created_at).days == 365


@pytest.mark.parametrize("days", ["0", "366", "ninety", ""])
def test_no_other_time_is_taken(recent: Client, days: str) -> None:
    assert make(recent, days=days).status_code == 200
    assert AccessToken.objects.count() == 0


@pytest.mark.parametrize("days", [0, 366])
def test_no_token_works_for_longer_than_a_year(cast: Cast, days: int) -> None:
    with pytest.raises(Faults):
        create_token(by=cast.people["lead"], label="Power BI", days=days)


def test_loading_the_page_again_makes_no_second_token(recent: Client) -> None:
    make(recent)
    page = make(recent).content.decode()
    assert ("You have a token of this name." in page, AccessToken.objects.count()) == (True, 1)


def test_the_language_of_the_page_that_shows_it_can_be_changed(recent: Client) -> None:
    secret = secret_in(make(recent))
    posted = {"secret": secret, "redisplay": "1"}
    again = recent.post("/fr/account/tokens/new/", posted)
    assert (secret_in(again), AccessToken.objects.count()) == (secret, 1)
    assert '<html lang="fr-CA">' in again.content.decode()


def test_what_is_no_token_of_mine_is_not_shown(cast: Cast, recent: Client) -> None:
    _token, secret = create_token(by=cast.people["viewer"], label="Theirs", days=1)
    assert recent.post(NEW, {"secret": secret, "redisplay": "1"}).headers["Location"] == OWN


def test_whoever_has_signed_in_long_ago_is_asked_again(cast: Cast) -> None:
    response = cast.client("lead").get(NEW)
    assert response.headers["Location"].startswith("/en/account/confirm/")


def test_a_secret_that_is_posted_too_late_is_not_kept(
    recent: Client, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    secret = secret_in(make(recent))
    settings.SESSION_IDLE_LIMIT = -1
    recent.post(NEW, {"secret": secret, "redisplay": "1"})
    assert dict(recent.session)["unsent"]["fields"] == [["redisplay", ["1"]]]


def test_so_many_at_a_time_and_no_more(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tokens, "MOST", 1)
    lead = cast.people["lead"]
    first, _secret = create_token(by=lead, label="One", days=1)
    with pytest.raises(Faults):
        create_token(by=lead, label="Two", days=1)
    revoke_token(first, by=lead)
    create_token(by=lead, label="Two", days=1)
    assert AccessToken.objects.filter(revoked_at=None).get().label == "Two"


def test_i_revoke_my_token(cast: Cast) -> None:
    token, _secret = create_token(by=cast.people["lead"], label="Power BI", days=1)
    cast.client("lead").post(OWN, {"revoke": str(token.pk)})
    token.refresh_from_db()
    assert token.revoked_at is not None


def test_nobody_revokes_the_token_of_somebody_else(cast: Cast) -> None:
    token, _secret = create_token(by=cast.people["lead"], label="Power BI", days=1)
    response = cast.client("viewer").post(OWN, {"revoke": str(token.pk)})
    token.refresh_from_db()
    assert (response.status_code, token.revoked_at) == (404, None)


def test_the_secretariat_sees_that_there_is_one_and_revokes_it(cast: Cast) -> None:
    token, secret = create_token(by=cast.people["viewer"], label="Power BI", days=1)
    client, page = cast.client("secretariat"), f"/en/people/{cast.people['viewer'].pk}/"
    shown = client.get(page).content.decode()
    assert f'Power BI <code class="secret">{secret[:9]}…</code>' in shown
    client.post(f"{page}act/", {"revoke": str(token.pk)})
    assert secret[:9] not in client.get(page).content.decode()


def test_making_and_revoking_one_leave_events_without_its_secret(cast: Cast) -> None:
    lead = cast.people["lead"]
    token, secret = create_token(by=lead, label="Power BI", days=1)
    revoke_token(token, by=cast.people["secretariat"])
    made, revoked = Event.objects.order_by("id").filter(verb__endswith="_token")
    assert (made.verb, made.new["token"], revoked.verb, revoked.old["token"]) == (
        "create_token", secret[:9], "revoke_token", secret[:9],
    )  # fmt: skip
    told = cast.client("lead").get(f"/en/people/{lead.pk}/history/").content.decode()
    assert ("Created an access token" in told, "Revoked an access token" in told) == (True, True)


def test_its_owner_is_told_by_mail(cast: Cast, django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        create_token(by=cast.people["lead"], label="Power BI", days=1)
    (sent,) = mail.outbox
    assert (sent.to, "An access token was made" in str(sent.body)) == (["lead@example.org"], True)


def test_my_data_say_what_tokens_i_have(cast: Cast) -> None:
    token, secret = create_token(by=cast.people["lead"], label="Power BI", days=1)
    (told,) = personal_data(cast.people["lead"])["access_tokens"]
    assert told == {
        "name": "Power BI", "begins_with": secret[:9], "made": token.created_at.isoformat(),
        "expires": token.expires_at.isoformat(), "last_used": None, "revoked": None,
    }  # fmt: skip


def test_tokens_that_are_over_are_removed_after_a_while(
    cast: Cast, capsys: pytest.CaptureFixture[str]
) -> None:
    for label, days in (("Long ago", 91), ("Lately", 89), ("Still", -1)):
        token, _secret = create_token(by=cast.people["lead"], label=label, days=1)
        ended = timezone.now() - timedelta(days=days)
        AccessToken.objects.filter(pk=token.pk).update(
            created_at=ended - timedelta(days=1), expires_at=ended
        )
    call_command("apply_retention", "--dry-run")
    assert "1 access tokens over for 90 days: would be removed" in capsys.readouterr().out
    call_command("apply_retention")
    assert set(AccessToken.objects.values_list("label", flat=True)) == {"Lately", "Still"}
