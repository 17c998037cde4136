"""The cast of the tests: one initiative, its assessment, a person of each role. All made up.

`make_cast` makes it in a database that has only tables: once for all tests (`tests.databases`),
and in the databases that some tests bring. A test asks for it by the fixture `cast`.
"""

import datetime
import json
import uuid
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection, transaction
from django.test import Client
from django.test.client import ClientHandler
from django.utils import timezone

from assessments.audit.record import chain_on
from assessments.cycle.actions import start_assessment
from assessments.exchange.writing import export_with_texts
from assessments.importing.actions import import_document
from assessments.initiatives.actions import create_initiative
from assessments.models import (
    Assessment,
    Baseline,
    Event,
    Initiative,
    Listing,
    Membership,
    Person,
    Play,
    PlayVersion,
    Rating,
)
from assessments.models.people import Role
from assessments.people.actions import command_line_person, give_role
from assessments.playbook.loading import read_folder
from assessments.rating.actions import save_answer
from assessments.rating.answers import Answer
from assessments.review import actions as workflow
from assessments.search.words import play_words
from assessments.seeding.bulk import insert_values
from maturity import model_file
from maturity.models import Channel, Council, Criterion, Jurisdiction, Stage

FIXTURES = settings.BASE_DIR / "fixtures"
Document = dict[str, Any]
ROLES = (
    "secretariat", "cochair", "other_cochair", "lead", "contributor", "viewer", "council_viewer",
    "stranger",
)  # fmt: skip


@dataclass
class Cast:
    """Who and what a test is about. `client(role)` is a browser of that person."""

    people: dict[str, Person]
    initiative: Initiative
    assessment: Assessment
    # Whom the database holds a session of, which no browser has yet.
    sessions: dict[str, uuid.UUID] = field(default_factory=dict)

    @property
    def secretariat(self) -> Person:
        return self.people["secretariat"]

    @property
    def cochair(self) -> Person:
        return self.people["cochair"]

    @property
    def lead(self) -> Person:
        return self.people["lead"]

    @property
    def contributor(self) -> Person:
        return self.people["contributor"]

    @property
    def viewer(self) -> Person:
        return self.people["viewer"]

    def client(self, role: str) -> Client:
        """A new browser, in which the person of a role is signed in ("nobody": no one is).

        Each person's first browser has the session that the database holds already.
        """
        client = Client()
        client.handler = one_handler()
        if role == "nobody":
            return client
        person = self.people[role]
        if self.sessions.pop(role, None) == person.pk and not _password_of(person):
            client.cookies[settings.SESSION_COOKIE_NAME] = session_key(role)
        else:
            client.force_login(person)
        return client

    def url(self, page: str, language: str = "en") -> str:
        return f"/{language}/assessments/{self.assessment.pk}/{page}"

    def plan(self, page: str = "", language: str = "en") -> str:
        """The address of the plan of the cast's initiative, or of a page of it."""
        return f"/{language}/initiatives/{self.initiative.code}/plan/{page}"

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
        rate_all(self.assessment, answer, by=self.lead)

    def submit(self) -> None:
        """The lead rates every statement, and submits the assessment."""
        self.rate_all()
        workflow.submit(self.assessment, by=self.lead)

    def approve(self) -> Baseline:
        """The lead submits the assessment as it is, and the co-chair approves it."""
        workflow.submit(self.assessment, by=self.lead)
        return workflow.approve(self.assessment, by=self.cochair)


def _password_of(person: Person) -> str:
    """A new one ends the sessions."""
    return Person.objects.values_list("password", flat=True).get(pk=person.pk)


@cache
def one_handler() -> ClientHandler:
    """The middleware, loaded once, as a server does. Settings that it reads then are not tested."""
    return ClientHandler(enforce_csrf_checks=False)


def rate_all(assessment: Assessment, answer: Answer, *, by: Person) -> None:
    """Does what `save_answer` for every statement would do, at once where none is rated yet.

    Test_cast holds the rows and events of both against each other.
    """
    criteria = Criterion.objects.filter(edition=assessment.edition)
    if assessment.ratings.exists():
        for criterion in criteria:
            save_answer(assessment, criterion, None, answer, by=by)
        return
    said = {name: value for name, value in vars(answer).items() if value}
    with transaction.atomic():
        first, *others = criteria
        save_answer(assessment, first, None, answer, by=by)
        event = Event.objects.order_by("id").values().last()
        row = vars(answer) | {
            "assessment_id": assessment.pk, "updated_by_id": by.pk, "updated_at": timezone.now(),
        }  # fmt: skip
        insert_values(Rating, [row | {"criterion_id": each.pk} for each in others])
        events = [
            event | {"place": each.code, "at": timezone.now(), "new": said} for each in others
        ]
        chain_on(events)
        insert_values(Event, events)


def load_model() -> None:
    """Loads the model and the playbook."""
    model_file.load(model_file.parse((FIXTURES / "2017-draft.json").read_bytes()))
    load_plays()


def load_plays() -> None:
    """Does what `load_playbook` does in an empty portal, at once and without events."""
    files = read_folder(FIXTURES / "playbook")
    plays = [Play(code=each.code, order=order) for order, each in enumerate(files, 1)]
    Play.objects.bulk_create(plays)
    now = timezone.now()
    versions = [
        PlayVersion(play=play, number=1, published_at=now, **file.values)
        for play, file in zip(plays, files, strict=True)
    ]
    PlayVersion.objects.bulk_create(versions)
    for play, version in zip(plays, versions, strict=True):
        play.published = version
        vars(play).update(play_words(version))
    Play.objects.bulk_update(plays, ["published", "words_en", "words_fr"])


def import_pilot() -> Assessment:
    """Imports the pilot, which needs the model, in the name of the command line."""
    document = json.loads((FIXTURES / "death-notification.json").read_text(encoding="utf-8"))
    return import_document(document, by=command_line_person())


def approve_pilot() -> None:
    """Submits and approves the only assessment, in the name of the command line."""
    assessment, by = Assessment.objects.get(), command_line_person()
    workflow.submit(assessment, by=by)
    workflow.approve(assessment, by=by)


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


def session_key(role: str) -> str:
    """The key of the session in which the person of a role is signed in."""
    return f"session-of-{role}"


def sign_in(person: Person, key: str | None = None) -> str:
    """Begins a session in which a person is signed in, and returns its key."""
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    if key:
        session._session_key = key
        session.save(must_create=True)
    else:
        session.create()
    return session.session_key


def begin(initiative: Initiative, lead: Person) -> Assessment:
    """Starts an assessment of the delivery of an initiative."""
    return start_assessment(
        initiative,
        Stage.objects.get(code="DEL"),
        by=lead,
        as_of=datetime.date(2026, 10, 31),
    )


def team(initiative: Initiative, lead: Person) -> dict[str, str]:
    """Starts an assessment and signs the lead in: the keys of the session and the assessment, and
    the initiative's code."""
    assessment = str(begin(initiative, lead).pk)
    return {"session": sign_in(lead), "assessment": assessment, "initiative": initiative.code}


def make_cast() -> Cast:
    """Loads the model, and makes the cast in a database without people."""
    load_model()
    people = {
        name: Person.objects.create(email=f"{name}@example.org", name=f"Fictitious {name}")
        for name in ROLES
    }
    councils = {council.code: council for council in Council.objects.all()}
    secretariat = people["secretariat"]
    Membership.objects.create(person=secretariat, role=Role.SECRETARIAT)
    for name, role, council in (
        ("cochair", Role.COCHAIR, "JC"),
        ("other_cochair", Role.COCHAIR, "PSSDC"),
        ("council_viewer", Role.VIEWER, "JC"),
    ):
        Membership.objects.create(person=people[name], role=role, council=councils[council])
    partner = Jurisdiction.objects.get(code="CA")
    initiative = create_initiative(
        by=secretariat,
        code="TEST",
        name_en="A made-up service",
        name_fr="Un service inventé",
        council=councils["JC"],
        lead=Jurisdiction.objects.get(code="CA-BC"),
        partners=[partner],
        channels=list(Channel.objects.filter(code__in=["ONLINE", "PHONE"])),
    )
    for name, role, jurisdiction in (
        ("lead", Role.LEAD, None),
        ("contributor", Role.CONTRIBUTOR, partner),
        ("viewer", Role.VIEWER, None),
    ):
        give_role(
            people[name],
            role,
            by=secretariat,
            initiative=initiative,
            jurisdiction=jurisdiction,
            notify=False,
        )
    for name, person in people.items():
        sign_in(person, session_key(name))
    return Cast(people, initiative, begin(initiative, people["lead"]))


def find_cast() -> Cast:
    """Reads the cast from a database in which it was made."""
    people = {person.email.partition("@")[0]: person for person in Person.objects.all()}
    assessment = Assessment.objects.select_related("initiative").get()
    people = {name: people[name] for name in ROLES}
    sessions = {name: person.pk for name, person in people.items()}
    return Cast(people, assessment.initiative, assessment, sessions)
