"""A fixed cast, made once a module: one initiative, its assessment, a person of each role."""

import copy
import datetime
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.conf import settings
from django.test import Client
from pytest_django import DjangoDbBlocker

from assessments.cycle.actions import start_assessment
from assessments.initiatives.actions import create_initiative
from assessments.models import Assessment, Initiative, Membership, Person
from assessments.models.people import Role
from assessments.people.actions import give_role
from assessments.rating.actions import Answer, save_answer
from assessments.review import actions as workflow
from maturity import model_file
from maturity.models import Channel, Council, Criterion, Jurisdiction, Stage


@dataclass
class Cast:
    """Who and what the web tests are about. `client(role)` is a browser of that person."""

    people: dict[str, Person]
    initiative: Initiative
    assessment: Assessment

    def client(self, role: str) -> Client:
        client = Client()
        if role != "nobody":
            client.force_login(self.people[role])
        return client

    def url(self, page: str, language: str = "en") -> str:
        return f"/{language}/assessments/{self.assessment.pk}/{page}"

    def rate_all(self, rating: str = "L") -> None:
        """The lead gives every statement the same rating."""
        for criterion in Criterion.objects.all():
            save_answer(
                self.assessment, criterion, None, Answer(rating=rating), by=self.people["lead"]
            )

    def submit(self) -> None:
        self.rate_all()
        workflow.submit(self.assessment, by=self.people["lead"])


@pytest.fixture(scope="module")
def cast_of_module(kept: DjangoDbBlocker) -> Cast:
    with kept.unblock():
        return _cast()


@pytest.fixture
def cast(cast_of_module: Cast, db: None) -> Cast:
    return copy.deepcopy(cast_of_module)


def _cast() -> Cast:
    model_file.load(
        model_file.parse((settings.BASE_DIR / "fixtures" / "2017-draft.json").read_bytes())
    )
    councils = {council.code: council for council in Council.objects.all()}
    people = {
        name: Person.objects.create(email=f"{name}@example.org", name=f"Fictitious {name}")
        for name in (
            "secretariat", "cochair", "other_cochair", "lead", "contributor", "viewer",
            "council_viewer", "stranger",
        )
    }  # fmt: skip
    secretariat = people["secretariat"]
    Membership.objects.create(person=secretariat, role=Role.SECRETARIAT)
    for name, role, council in (
        ("cochair", Role.COCHAIR, "JC"),
        ("other_cochair", Role.COCHAIR, "PSSDC"),
        ("council_viewer", Role.VIEWER, "JC"),
    ):
        Membership.objects.create(person=people[name], role=role, council=councils[council])
    initiative = create_initiative(
        by=secretariat,
        code="TEST",
        name_en="A made-up service",
        name_fr="Un service inventé",
        council=councils["JC"],
        lead=Jurisdiction.objects.get(code="CA-BC"),
        partners=list(Jurisdiction.objects.filter(code="CA")),
        channels=list(Channel.objects.filter(code__in=["ONLINE", "PHONE"])),
    )
    for name, role in (("lead", Role.LEAD), ("viewer", Role.VIEWER)):
        give_role(people[name], role, by=secretariat, initiative=initiative)
    give_role(
        people["contributor"],
        Role.CONTRIBUTOR,
        by=secretariat,
        initiative=initiative,
        jurisdiction=Jurisdiction.objects.get(code="CA"),
    )
    assessment = start_assessment(
        initiative,
        Stage.objects.get(code="DEL"),
        by=people["lead"],
        as_of=datetime.date(2026, 10, 31),
    )
    return Cast(people, initiative, assessment)


@pytest.fixture
def post(cast: Cast) -> Callable[..., object]:
    """Posts a page of the assessment as its lead: the form as it is shown, with some changes."""

    def post(page: str, changes: dict[str, str], *, language: str = "en", role: str = "lead"):
        client = cast.client(role)
        shown = client.get(cast.url(page, language))
        return client.post(cast.url(page, language), fields(shown.content.decode()) | changes)

    return post


def fields(html: str) -> dict[str, str]:
    """What a browser would post of a page's main form: every field as it is shown."""
    from html.parser import HTMLParser

    class Fields(HTMLParser):
        def __init__(self) -> None:
            super().__init__()
            self.values: dict[str, str] = {}
            self.inside = self.area = self.select = ""

        def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
            given = {name: value or "" for name, value in attributes}
            name = given.get("name", "")
            if tag == "form":
                self.inside = given.get("id", "")
            if self.inside not in ("answers", "page"):
                return
            if tag == "input" and name:
                choice = given.get("type") in ("radio", "checkbox")
                if not choice or "checked" in given:
                    self.values[name] = given.get("value", "on" if choice else "")
            elif tag == "textarea":
                self.area, self.values[name] = name, ""
            elif tag == "select":
                self.select = name
            elif tag == "option" and ("selected" in given or self.select not in self.values):
                self.values[self.select] = given.get("value", "")

        def handle_endtag(self, tag: str) -> None:
            if tag == "textarea":
                self.area = ""
            elif tag == "select":
                self.select = ""

        def handle_data(self, data: str) -> None:
            if self.area:
                self.values[self.area] += data

    parser = Fields()
    parser.feed(html)
    return parser.values
