"""A fixed cast, made once a module: one small initiative, its assessment, a person of each role."""

import copy
import datetime
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from pytest_django import DjangoDbBlocker

from assessments.cycle.actions import start_assessment
from assessments.exchange.writing import export_with_texts
from assessments.importing.actions import import_document
from assessments.initiatives.actions import create_initiative
from assessments.models import Assessment, Baseline, Initiative, Listing, Membership, Person
from assessments.models.people import Role
from assessments.people.actions import give_role
from assessments.rating.actions import Answer, save_answer
from assessments.review import actions as workflow
from maturity import model_file
from maturity.models import Channel, Council, Criterion, Jurisdiction, Stage

FIXTURES = settings.BASE_DIR / "fixtures"
Document = dict[str, Any]


@dataclass(frozen=True)
class Cast:
    """Who and what a test is about. All of it is made up."""

    secretariat: Person
    cochair: Person
    lead: Person
    contributor: Person
    viewer: Person
    initiative: Initiative
    assessment: Assessment

    def document(self, **parts: Any) -> Document:
        """An exchange document of the cast's assessment that says `parts` and nothing else."""
        return {
            "format": "ccs-assessment/1",
            "edition": "2017-draft",
            "initiative": {"code": self.initiative.code},
            "stage": "DEL",
            **parts,
        }

    def import_(self, **parts: Any) -> Assessment:
        return import_document(self.document(**parts), by=self.lead)

    def export(self, assessment: Assessment | None = None) -> Document:
        return export_with_texts(Assessment.objects.get(pk=(assessment or self.assessment).pk))[0]

    def rate_all(self, rating: str = "L") -> None:
        """The lead gives every statement the same rating, with a reason where it needs one."""
        answer = Answer(rating)
        if rating == "NA":
            answer = Answer(rating, reason="Made up.", reason_language="en")
        for criterion in Criterion.objects.filter(edition=self.assessment.edition):
            save_answer(self.assessment, criterion, None, answer, by=self.lead)

    def approve(self) -> Baseline:
        """The lead submits the assessment as it is, and the co-chair approves it."""
        workflow.submit(self.assessment, by=self.lead)
        return workflow.approve(self.assessment, by=self.cochair)


def load_model() -> None:
    model_file.load(model_file.parse((FIXTURES / "2017-draft.json").read_bytes()))


def trial_edition() -> None:
    """Loads a second edition: the first one with one more criterion, ACC-50."""
    model = json.loads((FIXTURES / "2017-draft.json").read_text(encoding="utf-8"))
    model["meta"]["status"] = "a trial; edition code trial-1"
    criteria = model["attributes"][0]["criteria"]
    criteria.append(criteria[-1] | {"code": "ACC-50", "order": 50})
    model_file.load(model)


def next_number(number: int) -> None:
    """Has the next initiative get this number."""
    table = Listing._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # What a test takes of a sequence is not given back with the rest of it.
            statement = "SELECT setval(pg_get_serial_sequence(%s, 'number'), %s, false)"
            cursor.execute(statement, [table, number])
        else:
            cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table])
            statement = "INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)"
            cursor.execute(statement, [table, number - 1])


@pytest.fixture(scope="module")
def cast_of_module(kept: DjangoDbBlocker) -> Cast:
    with kept.unblock():
        return _cast()


@pytest.fixture
def cast(cast_of_module: Cast, db: None) -> Cast:
    return copy.deepcopy(cast_of_module)


@pytest.fixture
def full() -> Document:
    """A document with an entry of each kind, for the cast's initiative."""

    def words() -> dict[str, str]:
        return {"lang": "fr", "text": "Inventé."}

    return {
        "format": "ccs-assessment/1",
        "edition": "2017-draft",
        "initiative": {
            "code": "TEST",
            "name": {"en": "A made-up service", "fr": "Un service inventé"},
            "council": "JC",
            "lead": "CA-BC",
            "partners": ["CA"],
            "channels": ["ONLINE", "PHONE"],
            "priorities": ["digital-identity"],
        },
        "stage": "DEL",
        "as_of": "2026-10-31",
        "ratings": [
            {
                "criterion": "ACC-01",
                "rating": "NA",
                "comment": words(),
                "reason": words(),
                "evidence": [{"title": "A map", "url": "https://example.org/map?x=1#y"}],
            },
            {"criterion": "ACC-02", "channel": "ONLINE", "rating": "F"},
            {"criterion": "ACC-02", "channel": "PHONE", "rating": "P"},
        ],
        "results": [
            {
                "result": "R1",
                "rating": "P",
                "comment": words(),
                "reason": words(),
                "indicator": {
                    "name": "Satisfied",
                    "value": 62.5,
                    "unit": "%",
                    "date": "2026-06-30",
                    "source": "A made-up survey",
                },
            }
        ],
        "participants": [
            {
                "jurisdiction": "CA",
                "finished": True,
                "ratings": [
                    {"criterion": "ACC-01", "rating": "NA", "reason": words()},
                    {"criterion": "ACC-02", "channel": "PHONE", "rating": "L"},
                ],
            }
        ],
        "targets": [{"attribute": "ACC", "level": 2, "by": "2027-10-31"}],
        "actions": [
            {
                "title": words(),
                "criteria": ["ACC-02"],
                "owner": "A made-up team",
                "due": "2027-03-31",
                "status": "planned",
            }
        ],
        "computed": {"anything": ["goes", None]},
    }


@pytest.fixture
def manage(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """Runs a management command: its exit status, and what it wrote to stdout and stderr."""

    def manage(*arguments: str) -> tuple[int, str, str]:
        status = 0
        try:
            call_command(*arguments)
        except SystemExit as ended:
            status = int(ended.code or 0)
        written = capsys.readouterr()
        return status, written.out, written.err

    return manage


def _cast() -> Cast:
    load_model()
    names = ("secretariat", "cochair", "lead", "contributor", "viewer")
    people = {
        name: Person.objects.create(email=f"{name}@example.org", name=f"Fictitious {name}")
        for name in names
    }
    council = Council.objects.get(code="JC")
    secretariat = people["secretariat"]
    Membership.objects.create(person=secretariat, role=Role.SECRETARIAT)
    Membership.objects.create(person=people["cochair"], role=Role.COCHAIR, council=council)
    initiative = create_initiative(
        by=secretariat,
        code="TEST",
        name_en="A made-up service",
        name_fr="Un service inventé",
        council=council,
        lead=Jurisdiction.objects.get(code="CA-BC"),
        partners=list(Jurisdiction.objects.filter(code="CA")),
        channels=list(Channel.objects.filter(code__in=["ONLINE", "PHONE"])),
    )
    partner = Jurisdiction.objects.get(code="CA")
    for name, role, jurisdiction in (
        ("lead", Role.LEAD, None),
        ("contributor", Role.CONTRIBUTOR, partner),
        ("viewer", Role.VIEWER, None),
    ):
        give_role(
            people[name], role, by=secretariat, initiative=initiative, jurisdiction=jurisdiction
        )
    assessment = start_assessment(
        initiative,
        Stage.objects.get(code="DEL"),
        by=people["lead"],
        as_of=datetime.date(2026, 10, 31),
    )
    return Cast(**people, initiative=initiative, assessment=assessment)
