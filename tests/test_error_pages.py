"""Pages that say what failed, each really caused: in the portal's look, the address's language."""

import re
from collections.abc import Callable

import pytest
from django.conf import LazySettings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.db import OperationalError, connection
from django.http import HttpResponse
from django.test import Client

from maturity import views
from maturity.contact import Contact
from tests.cast import Cast

HEADINGS = {
    400: ("The portal could not read this", "Le portail n’a pas pu lire cet envoi"),
    403: ("Your role does not allow this", "Votre rôle ne le permet pas"),
    404: ("Page not found", "Page introuvable"),
    429: ("Too many attempts", "Trop de tentatives"),
    500: ("Something went wrong", "Un problème est survenu"),
    503: ("The portal is busy", "Le portail est occupé"),
}
LANGUAGES = ("en", "fr")
Cause = Callable[[Cast, pytest.MonkeyPatch, str], HttpResponse]


def unreadable(cast: Cast, _patch: pytest.MonkeyPatch, language: str) -> HttpResponse:
    return Client().post(f"/{language}/sign-in/", b"a", content_type="multipart/form-data")


def forbidden(cast: Cast, _patch: pytest.MonkeyPatch, language: str) -> HttpResponse:
    return cast.client("lead").get(f"/{language}/initiatives/new/")


def nowhere(cast: Cast, _patch: pytest.MonkeyPatch, language: str) -> HttpResponse:
    return cast.client("lead").get(f"/{language}/nowhere/?a=b")


def too_often(cast: Cast, _patch: pytest.MonkeyPatch, language: str) -> HttpResponse:
    for _time in range(4):
        given = {"email": "somebody@example.org"}
        response = Client().post(f"/{language}/password/forgotten/", given)
    return response


def faulty(cast: Cast, patch: pytest.MonkeyPatch, language: str) -> HttpResponse:
    patch.setattr(views, "parts_of", lambda _edition: 1 / 0)
    return Client(raise_request_exception=False).get(f"/{language}/model/")


def without_database(cast: Cast, _patch: pytest.MonkeyPatch, language: str) -> HttpResponse:
    client = cast.client("lead")
    client.raise_request_exception = False
    with connection.execute_wrapper(away):
        return client.get(f"/{language}/initiatives/")


CAUSES: dict[int, Cause] = {
    400: unreadable, 403: forbidden, 404: nowhere, 429: too_often, 500: faulty,
    503: without_database,
}  # fmt: skip


def away(*_given: object) -> None:
    raise OperationalError("the database is away")


def headings(response: HttpResponse) -> list[str]:
    return re.findall(r"<h1[^>]*>(.+)</h1>", response.content.decode())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("status", CAUSES)
def test_each_looks_like_the_portal_in_the_language_of_the_address(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, status: int, language: str
) -> None:
    response = CAUSES[status](cast, monkeypatch, language)
    page = response.content.decode()
    assert response.status_code == status
    assert headings(response) == [HEADINGS[status][LANGUAGES.index(language)]]
    assert f'<html lang="{language}-CA">' in page
    assert 'class="site-header"' in page
    assert page.count('rel="stylesheet"') == 2


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("status", CAUSES)
def test_each_has_a_way_home_and_a_contact(
    cast: Cast,
    monkeypatch: pytest.MonkeyPatch,
    settings: LazySettings,
    status: int,
    language: str,
) -> None:
    settings.CONTACT = Contact(email="secretariat@example.org")
    main = CAUSES[status](cast, monkeypatch, language).content.decode().partition("<main")[2]
    main = main.partition("</main>")[0]
    assert f'href="/{language}/"' in main
    assert f'href="/{language}/contact/"' in main
    assert main.count('href="mailto:secretariat@example.org"') == 1


@pytest.mark.parametrize("status", CAUSES)
def test_each_says_nothing_of_a_contact_that_is_not_known(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, settings: LazySettings, status: int
) -> None:
    settings.CONTACT = Contact()
    page = CAUSES[status](cast, monkeypatch, "fr").content.decode()
    assert re.findall(r"\bNone\b|class=\"contact\"|mailto:", page) == []


@pytest.mark.parametrize("status", [400, 500, 503])
def test_what_may_have_failed_is_not_asked_for(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, status: int
) -> None:
    """Neither the session nor the database: who is signed in is not known, nor is the menu."""
    page = CAUSES[status](cast, monkeypatch, "en").content.decode()
    assert ('class="site-nav"' in page, "Sign out" in page) == (False, False)


@pytest.mark.parametrize("status", [400, 404, 500, 503])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_toggle_keeps_the_address(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, status: int, language: str
) -> None:
    response = CAUSES[status](cast, monkeypatch, language)
    asked = response.wsgi_request.get_full_path()
    other = "fr" if language == "en" else "en"
    toggle = f'<a class="language-toggle" href="/{other}{asked[3:]}"'
    assert toggle in response.content.decode()


@pytest.mark.parametrize("path", ["/nowhere/", "/files/5d4f0d9e-0000-4000-8000-000000000000/"])
def test_the_toggle_of_an_address_without_a_language_adds_one(cast: Cast, path: str) -> None:
    client = cast.client("lead")
    first = client.get(path, headers={"Accept-Language": "fr"})
    toggle = re.search(r'class="language-toggle" href="([^"]+)"', first.content.decode())
    assert toggle
    second = client.get(toggle[1])
    assert (first.status_code, second.status_code) == (404, 404)
    assert headings(first) + headings(second) == ["Page introuvable", "Page not found"]


def test_an_address_without_a_language_fails_in_that_of_its_reader(db: None) -> None:
    headers = {"Host": "evil.example", "Accept-Language": "fr-CA,en;q=0.5"}
    response = Client().get("/", headers=headers)
    assert (response.status_code, headings(response)) == (400, [HEADINGS[400][1]])


def test_the_language_of_an_earlier_request_does_not_stay(db: None) -> None:
    """What fails before the address is looked at has the thread's language until then."""
    Client().get("/fr/sign-in/")
    response = Client().get("/en/", headers={"Host": "evil.example"})
    assert headings(response) == [HEADINGS[400][0]]


def test_without_a_style_sheet_there_is_still_a_page_in_both_languages(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, settings: LazySettings
) -> None:
    settings.CONTACT = Contact(email="secretariat@example.org")
    monkeypatch.delitem(staticfiles_storage.hashed_files, "portal/portal.css")
    response = Client(raise_request_exception=False).get("/fr/model/")
    assert (response.status_code, headings(response)) == (500, list(HEADINGS[500]))
    assert response.content.decode().count('href="mailto:secretariat@example.org"') == 2
