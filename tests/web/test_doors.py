"""Every field in which people write goes through the one door, and they are told once."""

import importlib
import pkgutil
from collections.abc import Iterator
from typing import Any

import pytest
from allauth.mfa import app_settings
from django import forms
from django.conf import settings
from django.core import mail
from django.utils.module_loading import import_string

import assessments
import reports
from assessments.accounts.adapters import email_of, name_of
from assessments.models import Invitation, Person, Rating
from assessments.people.actions import create_person
from assessments.web.forms import CleansText
from assessments.web.told import changes_of
from maturity.models import Council
from maturity.text import Alteration
from tests.cast import Cast

REMOVED = "Some invisible characters were removed."
DIRTY = "a\u200bb"


def every_form() -> Iterator[type[forms.BaseForm]]:
    """Every form that the project defines, and those that django-allauth is told to use."""
    for package in (assessments, reports):
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if found.name.rpartition(".")[2].endswith("forms"):
                for each in vars(importlib.import_module(found.name)).values():
                    if isinstance(each, type) and issubclass(each, forms.BaseForm):
                        yield each
    for path in (settings.ACCOUNT_FORMS | app_settings.FORMS).values():
        yield import_string(path)


FORMS = sorted(
    {each for each in every_form() if each.__module__.startswith(("assessments", "reports"))},
    key=lambda each: each.__qualname__,
)


@pytest.mark.parametrize("form", FORMS, ids=lambda each: each.__qualname__)
def test_every_form_has_the_door(form: type[forms.BaseForm]) -> None:
    assert issubclass(form, CleansText)


@pytest.mark.parametrize("form", FORMS, ids=lambda each: each.__qualname__)
def test_every_text_field_of_it_goes_through(form: Any) -> None:
    for name, field in getattr(form, "base_fields", {}).items():
        if isinstance(field, forms.CharField):
            # The door alone, whatever else a form asks for to be made.
            only = type("Only", (CleansText, forms.Form), {name: field})
            secret = isinstance(field.widget, forms.PasswordInput)
            assert only({name: DIRTY}).data[name] == (DIRTY if secret else "ab"), name


def test_there_are_forms_to_look_at() -> None:
    assert len(FORMS) > 30


def test_lines_are_kept_where_there_are_lines() -> None:
    class Form(CleansText, forms.Form):
        line = forms.CharField()
        text = forms.CharField(widget=forms.Textarea)

    assert Form({"line": "a\x0bb", "text": "a\x0bb"}).data == {"line": "a b", "text": "a\nb"}


def test_a_password_is_not_told_and_not_changed() -> None:
    assert changes_of({"password": DIRTY, "login": "x"}) == frozenset()
    assert changes_of({"comment": DIRTY}) == {Alteration.REMOVED}


@pytest.mark.parametrize("unseen", ["\u200b", "\xad", "\ufeff", "\u2060"])
def test_nobody_is_invited_at_an_address_that_cannot_be_typed(cast: Cast, unseen: str) -> None:
    given = {"email": f"Pat@demo.invalid{unseen}", "role": "cochair", "language": "en"}
    given["council"] = str(Council.objects.get(code="JC").pk)
    response = cast.client("secretariat").post("/en/people/invite/", given, follow=True)
    assert Invitation.objects.latest("pk").email == "pat@demo.invalid"
    assert mail.outbox[-1].to == ["pat@demo.invalid"]
    assert response.content.decode().count(REMOVED) == 1


def test_an_account_of_the_plain_address_is_found(cast: Cast) -> None:
    given = {"email": f"\u200b{cast.people['lead'].email}", "role": "cochair", "language": "en"}
    given["council"] = str(Council.objects.get(code="JC").pk)
    cast.client("secretariat").post("/en/people/invite/", given)
    assert Invitation.objects.count() == 0


@pytest.mark.parametrize("name", ["\u200b", "\u2800", "\u202e"])
def test_a_name_that_nobody_sees_is_none(cast: Cast, name: str) -> None:
    response = cast.client("lead").post("/en/account/", {"name": name, "language": "en"})
    assert "name" in response.context["form"].errors


def test_a_name_turns_nothing(cast: Cast) -> None:
    given = {"name": "Demo \u202edaeL He\u0301le\u0300ne", "language": "en"}
    page = cast.client("lead").post("/en/account/", given, follow=True).content.decode()
    assert Person.objects.get(pk=cast.people["lead"].pk).name == "Demo daeL Hélène"
    assert page.count(REMOVED) == 1


def test_what_only_takes_another_form_is_not_told(cast: Cast) -> None:
    given = {"name": "He\u0301le\u0300ne", "language": "fr"}
    page = cast.client("lead").post("/fr/account/", given, follow=True).content.decode()
    assert "caractères" not in page


def test_an_answer_goes_through(cast: Cast, post) -> None:
    comment = "\uf0b7\tone\x0btwo\x1f"
    response = post("attributes/ACC/", {"ACC-01-rating": "L", "ACC-01-comment": comment})
    assert response.status_code == 302
    assert Rating.objects.get().comment == "•\tone\ntwo"


def test_an_answer_that_saves_itself_says_what_was_changed(cast: Cast) -> None:
    given = {"ACC-01-seen": "", "ACC-01-rating": "L", "ACC-01-comment": DIRTY}
    said = cast.client("lead").post(cast.url("answers/ACC-01/"), given).json()
    assert (Rating.objects.get().comment, said["told"]) == ("ab", REMOVED)


def test_the_claims_of_a_provider_go_through() -> None:
    assert email_of({"email": "Pat@demo.invalid\u200b"}) == "Pat@demo.invalid"
    assert name_of(
        {"name": "\u200b", "given_name": "He\u0301le\u0300ne", "family_name": "Roy"}
    ) == ("Hélène Roy")


def test_a_person_made_by_a_command_goes_through(cast: Cast) -> None:
    person = create_person(email="\ufeffPat@demo.invalid", name="Pat\u202e Roy\n")
    assert (person.email, person.name) == ("Pat@demo.invalid", "Pat Roy")


def test_a_search_goes_through(cast: Cast) -> None:
    page = cast.client("secretariat").get("/en/people/", {"q": "Fictitious\u200b le\xadad"})
    assert "Fictitious lead" in page.content.decode()
