"""Help, contact, accessibility, terms and privacy: for anyone, in both languages, honest."""

import re

import pytest
from django.conf import LazySettings
from django.core.exceptions import ImproperlyConfigured
from django.test import Client

from maturity import environment
from maturity.contact import Contact
from tests.cast import Cast

PAGES = ["help", "contact", "accessibility", "privacy", "terms"]
TITLES = {
    "en": ["Help", "Contact", "Accessibility statement", "Privacy notice", "Terms of use"],
    "fr": ["Aide", "Nous joindre", "Déclaration d’accessibilité", "Avis de confidentialité",
           "Conditions d’utilisation"],
}  # fmt: skip
OWNER = {"en": "Council of Examples", "fr": "Conseil des exemples"}
KNOWN = Contact("Joint Councils / Conseils mixtes", "secretariat@example.org", "+1 613 555-0100")
UNSET = {"en": "no contact is set", "fr": "aucune coordonnée n’est définie"}


def read(path: str, client: Client | None = None) -> str:
    return (client or Client()).get(path).content.decode()


@pytest.mark.parametrize("language", TITLES)
def test_every_page_leads_to_them(language: str) -> None:
    page = read(f"/{language}/privacy/")
    found = re.findall(r'<li><a href="/(?:en|fr)/(\w+)/">', page.partition("<footer")[2])
    assert found[:5] == ["help", "contact", "accessibility", "privacy", "terms"]
    assert f'<a href="/{language}/help/">' in page.partition("<footer")[0]


@pytest.mark.parametrize("language", TITLES)
def test_anyone_reads_them_without_the_database(language: str, settings: LazySettings) -> None:
    settings.CONTACT = KNOWN
    pages = [read(f"/{language}/{page}/") for page in PAGES]
    found = [re.findall(r"<h1>(.+)</h1>", page) for page in pages]
    assert found == [[title] for title in TITLES[language]]


@pytest.mark.parametrize("language", TITLES)
@pytest.mark.parametrize("known", [KNOWN, Contact()])
@pytest.mark.parametrize("page", PAGES)
def test_they_say_how_to_reach_the_secretariat_or_nothing(
    settings: LazySettings, page: str, known: Contact, language: str
) -> None:
    settings.CONTACT = known
    html = read(f"/{language}/{page}/")
    assert html.count('class="contact"') == bool(known)
    assert re.findall(r"\bNone\b", html) == []


@pytest.mark.parametrize("language", TITLES)
def test_without_an_address_the_contact_page_says_whom_else_to_ask(
    settings: LazySettings, language: str
) -> None:
    said = {"en": "No address of the secretariat", "fr": "Les coordonnées du secrétariat ne sont"}
    for known in (Contact(), KNOWN):
        settings.CONTACT = known
        assert (said[language] in read(f"/{language}/contact/")) == (not known)


@pytest.mark.parametrize("language", TITLES)
@pytest.mark.parametrize("page", PAGES)
def test_the_secretariat_alone_is_told_that_it_is_missing(
    cast: Cast, settings: LazySettings, page: str, language: str
) -> None:
    settings.CONTACT = Contact()
    told = [
        UNSET[language] in read(f"/{language}/{page}/", cast.client(role))
        for role in ("nobody", "lead", "secretariat")
    ]
    assert told == [False, False, True]


@pytest.mark.parametrize("language", TITLES)
def test_every_page_names_its_owner_at_its_head_and_foot(
    settings: LazySettings, language: str
) -> None:
    named = f">{settings.OWNER[language]}"
    assert read(f"/{language}/help/").count(named) == 2
    settings.OWNER = OWNER
    page = read(f"/{language}/help/")
    assert (page.count(named), page.count(f">{OWNER[language]}")) == (0, 2)


@pytest.mark.parametrize("language", TITLES)
def test_the_contents_of_the_help_page_lead_to_its_sections(language: str) -> None:
    page = read(f"/{language}/help/")
    led = re.findall(r'href="#(\w+)"', page.partition("on-this-page")[2])
    assert led == re.findall(r'<h[23] id="(\w+)"', page)
    assert len(led) > 10


@pytest.mark.parametrize(
    ("language", "date"), [("en", "November 29, 2026"), ("fr", "29\N{NO-BREAK SPACE}novembre 2026")]
)
def test_a_statement_says_of_when_it_is(language: str, date: str) -> None:
    dated = {page for page in PAGES if date in read(f"/{language}/{page}/")}
    assert dated == {"accessibility", "privacy", "terms"}


def test_the_owner_is_named_in_both_languages_or_neither(monkeypatch: pytest.MonkeyPatch) -> None:
    assert environment.owner() == environment.OWNER
    monkeypatch.setenv("PORTAL_OWNER_EN", OWNER["en"])
    with pytest.raises(ImproperlyConfigured, match="set both, or neither"):
        environment.owner()
    monkeypatch.setenv("PORTAL_OWNER_FR", OWNER["fr"])
    assert environment.owner() == OWNER


@pytest.mark.parametrize(("path", "part"), [("check/", "after"), ("attributes/ACC/", "rate")])
def test_help_in_the_menu_leads_to_the_part_of_the_page(cast: Cast, path: str, part: str) -> None:
    page = read(cast.url(path), cast.client("lead"))
    assert f'href="/en/help/#{part}"' in page.partition("</header>")[0]


def test_every_part_that_a_page_leads_to_is_there(settings: LazySettings) -> None:
    files = (settings.BASE_DIR / "templates").rglob("*.html")
    found = [re.findall(r"{% block help %}#(\w+)", file.read_text()) for file in files]
    parts = {part for each in found for part in each}
    assert parts - set(re.findall(r'<h[23] id="(\w+)"', read("/en/help/"))) == set()
    assert "offline" in parts
