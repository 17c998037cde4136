"""How to reach the secretariat stands wherever people are sent to it."""

import re

import pytest
from django.conf import LazySettings
from django.core import mail
from django.template.loader import render_to_string
from django.test import Client

from assessments.accounts.adapters import AccountAdapter
from assessments.people.tokens import create_token
from maturity.contact import Contact
from tests.cast import Cast

KNOWN = Contact("Joint Councils / Conseils mixtes", "secretariat@example.org", "+1 613 555-0100")
LINKS = [
    '<a href="mailto:secretariat@example.org">secretariat@example.org</a>',
    '<a href="tel:+1613555-0100">+1 613 555-0100</a>',
]
# Pages that send people to the secretariat, by who reads them.
PAGES = [
    ("nobody", "sign-in/"), ("nobody", "sign-in/closed/"), ("nobody", "privacy/"),
    ("nobody", "nowhere/"), ("lead", "initiatives/new/"),
    ("lead", "account/"), ("lead", "people/"), ("stranger", ""), ("stranger", "initiatives/"),
]  # fmt: skip
MISSING = {"en": "no contact is set", "fr": "aucune coordonnée n’est définie"}


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize(("role", "path"), PAGES)
def test_a_page_says_how_to_reach_it(
    cast: Cast, settings: LazySettings, role: str, path: str, language: str
) -> None:
    settings.CONTACT = KNOWN
    page = cast.client(role).get(f"/{language}/{path}").content.decode()
    label = {"en": "Secretariat:", "fr": "Secrétariat\N{NO-BREAK SPACE}:"}[language]
    said = f'<span class="contact">{label} {KNOWN.name}, {LINKS[0]}, {LINKS[1]}</span>'
    assert page.count(said) == 1


def test_a_page_in_both_languages_says_it_in_both(settings: LazySettings) -> None:
    settings.CONTACT = KNOWN
    page = render_to_string("500_plain.html")
    assert ("Secretariat: Joint" in page, "Secrétariat\N{NO-BREAK SPACE}: Joint" in page) == (
        True, True,
    )  # fmt: skip


@pytest.mark.parametrize(("role", "path"), PAGES)
def test_a_page_says_nothing_of_what_is_not_known(
    cast: Cast, settings: LazySettings, role: str, path: str
) -> None:
    settings.CONTACT = Contact()
    page = cast.client(role).get(f"/en/{path}").content.decode()
    assert re.findall(r"\bNone\b|class=\"contact\"|mailto:|no contact is set", page) == []


@pytest.mark.parametrize("language", MISSING)
@pytest.mark.parametrize("path", ["", "people/", "councils/", "jurisdictions/"])
def test_the_secretariat_reads_that_it_is_missing(
    cast: Cast, settings: LazySettings, path: str, language: str
) -> None:
    client = cast.client("secretariat")
    for known in (Contact(), KNOWN):
        settings.CONTACT = known
        page = client.get(f"/{language}/{path}").content.decode()
        assert (MISSING[language] in page) == (known == Contact())


def test_mail_about_an_account_says_it(cast: Cast, settings: LazySettings) -> None:
    settings.CONTACT = KNOWN
    person = cast.people["lead"]
    create_token(label="Power BI", days=1, by=person)
    assert "\nSecretariat: Joint Councils" in mail.outbox[-1].body


def test_a_message_says_it(settings: LazySettings) -> None:
    settings.CONTACT = Contact(email=KNOWN.email)
    said = AccountAdapter.error_messages["account_inactive"]
    assert str(said).endswith("Ask the secretariat. Secretariat: secretariat@example.org")
    assert Client().get("/en/sign-in/closed/").content.decode().count("mailto:") == 1
