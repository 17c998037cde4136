"""What a browser, a proxy or an attacker sends that no page asks for, and how it is answered."""

import re

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client

from assessments.accounts import views
from tests.cast import Cast

FORM = "application/x-www-form-urlencoded"
UNREADABLE = {
    "en": "The portal could not read this",
    "fr": "Le portail n’a pas pu lire cet envoi",
}


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"name=" + b"a" * settings.DATA_UPLOAD_MAX_MEMORY_SIZE, FORM, 413),
        (b"&".join([b"a=1"] * (settings.DATA_UPLOAD_MAX_NUMBER_FIELDS + 1)), FORM, 400),
        (b"a=1", f"{FORM}; charset=utf-16", 400),
        (b"a", "multipart/form-data", 400),
    ],
)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_what_cannot_be_read_is_told_in_the_page_s_language(
    cast: Cast, body: bytes, kind: str, status: int, language: str
) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.people["lead"])
    client.get(f"/{language}/account/")
    response = client.post(f"/{language}/account/", body, content_type=kind)
    assert response.status_code == status
    assert re.findall(r"<h1>(.+)</h1>", response.content.decode()) == [UNREADABLE[language]]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_wrong_host_is_told_in_the_page_s_language(db: None, language: str) -> None:
    response = Client().get(f"/{language}/", headers={"Host": "evil.example"})
    assert (response.status_code, UNREADABLE[language] in response.content.decode()) == (400, True)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_form_without_its_token_is_refused_in_the_page_s_language(
    cast: Cast, language: str
) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.people["lead"])
    response = client.post(f"/{language}/account/", {"name": "Somebody else"})
    assert response.status_code == 403
    assert f'<html lang="{language}-CA">' in response.content.decode()
    assert "<h1>" in response.content.decode()


def test_no_link_leads_to_another_site(cast: Cast) -> None:
    page = Client().get("/", PATH_INFO="//evil.example/en/").content.decode()
    assert 'href="/fr/%2Fevil.example/en/"' in page
    assert 'href="//' not in page


@pytest.mark.parametrize(
    "path", ["", "initiatives/", "people/", "nothing/", "account/data.json", "sign-in/"]
)
def test_what_is_for_one_person_is_kept_by_no_cache(cast: Cast, path: str) -> None:
    said = cast.client("lead").get(f"/en/{path}")["Cache-Control"]
    assert {"private", "no-store"} <= set(said.split(", "))


def test_what_is_for_everyone_may_be_kept(cast: Cast) -> None:
    assert "Cache-Control" not in Client().get("/en/model/")


def test_what_a_page_says_next_is_in_no_cookie(cast: Cast) -> None:
    client = cast.client("lead")
    client.post("/en/account/", {"name": "Somebody", "language": "en"})
    assert sorted(client.cookies) == ["sessionid", "who"]


def test_a_session_that_cannot_be_kept_is_no_fault_of_the_request(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def signed_out_meanwhile(_person: object) -> dict[str, str]:
        Session.objects.all().delete()
        return {}

    client = cast.client("lead")  # Its first request notes in the session when it began.
    monkeypatch.setattr(views, "personal_data", signed_out_meanwhile)
    response = client.get("/en/account/data.json")
    assert (response.status_code, "What you saved before is safe" in response.content.decode()) == (
        503, True,
    )  # fmt: skip
