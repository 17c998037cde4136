"""The demonstration: plainly fictitious people, and fictitious ratings of sample initiatives.

The ratings are drawn with a fixed seed, so that every demonstration is the same.
"""

import datetime
import json
import random
from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from assessments.cycle.actions import set_due
from assessments.importing.actions import import_document, import_initiative
from assessments.models import Assessment, Initiative, Person
from assessments.models.assessments import OPEN_STATES
from assessments.models.people import Role
from assessments.partners.actions import ask_to_rate, finish, save_opinion
from assessments.people.actions import give_role
from assessments.priority.actions import begin_statement_of_work, save_milestone
from assessments.rating.actions import save_answer
from assessments.rating.answers import Answer
from assessments.review import actions as workflow
from assessments.seeding.ballots import seed_ballots
from assessments.seeding.councils import seed_decisions
from assessments.seeding.lessons import tell_lessons
from assessments.seeding.plans import seed_plans
from assessments.seeding.plays import use_plays
from maturity.models import Council, Criterion, Edition, Jurisdiction

# Printed on purpose, for a portal on this machine.
PASSWORD = "demonstration-only"  # nosec B105  # noqa: S105
DOMAIN = "demo.invalid"
# What makes a rating of a real initiative's name plainly untrue.
MARK = {"en": "(fictitious ratings)", "fr": "(cotes fictives)"}

# The road map, which no council has decided: its state, its day, and its words in both languages.
ROAD_MAP = [
    ("done", "2026-06-30", "The death notification team prepares to assess",
     "L’équipe de l’avis de décès se prépare à évaluer"),
    ("under_way", "2026-12-15", "Pilot of the model on death notification",
     "Projet pilote du modèle sur l’avis de décès"),
    ("to_come", "2027-03-31", "Members validate the statements and their levels",
     "Les membres valident les énoncés et leurs niveaux"),
    ("to_come", "2027-06-30", "Members try the plays of the playbook",
     "Les membres mettent à l’essai le guide pratique"),
    ("to_come", None, "Return to the councils with the validated model",
     "Retour devant les conseils avec le modèle validé"),
]  # fmt: skip

# Who is who: address, name, language, role, and a council's, initiative's or jurisdiction's code.
PEOPLE = [
    ("secretariat", "Demo Secretariat", "en", Role.SECRETARIAT, None, None),
    ("cochair.jc", "Demo Co-chair (Joint Councils)", "en", Role.COCHAIR, "JC", None),
    ("cochair.pssdc", "Démo Coprésidence (CPSSP)", "fr", Role.COCHAIR, "PSSDC", None),
    ("cochair.pscioc", "Demo Co-chair (PSCIOC)", "en", Role.COCHAIR, "PSCIOC", None),
    ("lead", "Demo Lead", "en", Role.LEAD, None, None),
    ("responsable", "Démo Responsable", "fr", Role.LEAD, None, None),
    ("contributor", "Demo Contributor", "en", Role.CONTRIBUTOR, "DEATH", "CA"),
    ("viewer", "Demo Viewer", "en", Role.VIEWER, "DEATH", None),
    ("contribution", "Démo Contribution (Canada)", "fr", Role.CONTRIBUTOR, "PCTF", "CA"),
    ("contributor.bc", "Demo Contributor (B.C.)", "en", Role.CONTRIBUTOR, "PCTF", "CA-BC"),
    ("contributor.ab", "Demo Contributor (Alberta)", "en", Role.CONTRIBUTOR, "PCTF", "CA-AB"),
]  # fmt: skip

# Each initiative: its council, lead, channels, who leads its team, and its assessments as
# (stage, as-of date, typical share achieved, how far it went).
INITIATIVES: dict[str, tuple[str, str, list[str], str, list[tuple[str, str, float, str]]]] = {
    "BIRTH": ("PSSDC", "CA-ON", ["ONLINE", "IN_PERSON"], "responsable", [
        ("DEL", "2025-09-30", 0.55, "approved"), ("DEL", "2026-09-30", 0.7, "approved")]),
    "BIZPAL": ("PSSDC", "CA", ["ONLINE"], "lead", [
        ("DEL", "2025-06-30", 0.7, "approved"), ("DEL", "2026-06-30", 0.85, "approved"),
        ("PHO", "2026-10-31", 0.5, "in_progress")]),
    "TELLONCE": ("JC", "CA", ["ONLINE", "PHONE"], "lead", [
        ("DES", "2026-03-31", 0.4, "approved"), ("IMP", "2026-10-31", 0.5, "submitted")]),
    "PCTF": ("PSCIOC", "CA", ["ONLINE", "MOBILE"], "responsable", [
        ("DES", "2026-05-31", 0.65, "approved"), ("IMP", "2026-10-31", 0.5, "in_progress")]),
    "STUDENT": ("PSCIOC", "CA-AB", ["ONLINE", "MOBILE"], "lead", [
        ("DES", "2026-10-15", 0.45, "returned")]),
    "VEL": ("JC", "CA-NS", ["ONLINE", "MAIL"], "responsable", [
        ("IMP", "2026-04-30", 0.6, "approved"), ("DEL", "2026-11-01", 0.6, "resubmitted")]),
    "BN": ("PSSDC", "CA", ["ONLINE", "PHONE", "MAIL"], "lead", [
        ("DEL", "2026-02-28", 0.8, "approved")]),
    "DISASTER": ("PSSDC", "CA", ["ONLINE", "IN_PERSON", "PHONE"], "responsable", []),
}  # fmt: skip


TAKES = datetime.timedelta(days=20)  # from the situation to a baseline


@transaction.atomic
def seed() -> None:
    """Makes the people, nine initiatives and their assessments. Needs the model and the plays."""
    # Hashing is slow on purpose; one hash serves them all.
    password = make_password(PASSWORD)
    people = {each[0]: _person(password, *each) for each in PEOPLE}
    secretariat = people["secretariat"]
    for name, _title, _language, role, scope, _jurisdiction in PEOPLE:
        if role in (Role.SECRETARIAT, Role.COCHAIR):
            council = Council.objects.filter(code=scope).first()
            give_role(people[name], role, by=secretariat, council=council, notify=False)
    pilot = json.loads((settings.BASE_DIR / "fixtures" / "death-notification.json").read_text())
    initiative = import_initiative(pilot["initiative"], by=secretariat)
    give_role(people["lead"], Role.LEAD, by=secretariat, initiative=initiative, notify=False)
    _give_roles_in(initiative, people, by=secretariat)
    lead = _as_now(people["lead"])
    assessment = import_document(pilot, by=lead)
    tell_lessons(assessment, by=lead, secretariat=secretariat, readers=[people["cochair.pssdc"]])
    use_plays(initiative, pilot=True, by=lead)
    _advance(assessment, "approved", lead=lead, council=people["cochair.jc"])
    _road_map(by=secretariat)
    begin_statement_of_work(by=secretariat)
    samples = json.loads((settings.BASE_DIR / "fixtures" / "2017-draft.json").read_text())
    for sample in samples["sample_initiatives"]:
        if sample["code"] in INITIATIVES:
            _initiative(sample, people, by=secretariat)
    everybody = {name: _as_now(person) for name, person in people.items()}
    seed_plans(everybody)
    seed_decisions(everybody)
    seed_ballots(everybody)


def _road_map(*, by: Person) -> None:
    """Milestones, each plainly marked as made up for the demonstration."""
    for order, (state, day, english, french) in enumerate(ROAD_MAP, 1):
        save_milestone(
            None,
            by=by,
            text_en=f"{english} (demonstration)",
            text_fr=f"{french} (démonstration)",
            day=day and datetime.date.fromisoformat(day),
            state=state,
            order=order,
        )


def _give_roles_in(initiative: Initiative, people: dict[str, Person], *, by: Person) -> None:
    for name, _title, _language, role, scope, jurisdiction in PEOPLE:
        if scope == initiative.code:
            give_role(
                people[name],
                role,
                by=by,
                initiative=initiative,
                notify=False,
                jurisdiction=Jurisdiction.objects.filter(code=jurisdiction).first(),
            )


def _person(
    password: str,
    name: str,
    title: str,
    language: str,
    *_rest: Any,
) -> Person:
    person = Person.objects.create(
        email=f"{name}@{DOMAIN}", name=title, language=language, password=password
    )
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return person


def _as_now(person: Person) -> Person:
    """The person with the roles that they have been given since."""
    return Person.objects.get(pk=person.pk)


def _initiative(sample: dict[str, Any], people: dict[str, Person], *, by: Person) -> None:
    council, lead, channels, team_lead, assessments = INITIATIVES[sample["code"]]
    head = {
        "code": sample["code"],
        "name": {language: f"{sample[language]} {MARK[language]}" for language in ("en", "fr")},
        "council": council,
        "lead": lead,
        "partners": [code for code in sample["jurisdictions"] if code != lead],
        "channels": channels,
        "priorities": ["client-centric-services"],
    }
    edition = Edition.objects.get(code="2017-draft")
    draw = random.Random(sample["code"])  # nosec B311  # noqa: S311 - a demonstration, not a secret
    initiative = import_initiative(head, by=by)
    give_role(people[team_lead], Role.LEAD, by=by, initiative=initiative, notify=False)
    _give_roles_in(initiative, people, by=by)
    person = _as_now(people[team_lead])
    if assessments:
        use_plays(initiative, pilot=False, by=person)
    for number, (stage, as_of, share, state) in enumerate(assessments):
        drawn = _drawn(draw, edition, share, as_of, complete=state != "in_progress")
        if number:
            # The plan goes on.
            del drawn["targets"], drawn["actions"]
        document = {
            "format": "ccs-assessment/1",
            "edition": edition.code,
            "initiative": head,
            "stage": stage,
            "as_of": as_of,
            **drawn,
        }
        assessment = import_document(document, by=person)
        tell_lessons(
            assessment, by=person, secretariat=people["secretariat"], readers=[people["cochair.jc"]]
        )
        if state in OPEN_STATES:
            due = assessment.as_of + datetime.timedelta(days=45)
            set_due(assessment, by=person, due=due)
        cochair = people[f"cochair.{council.lower()}"]
        _advance(assessment, state, lead=person, council=cochair)
        if state == "in_progress" and sample["code"] == "PCTF":
            _rate_alone(assessment, people, by=person)


# Who rates alone in the demonstration, up to which criterion, and what they remark.
ALONE = {
    "contribution": (
        None,
        "Inventé. Nos clients passent d’un site à l’autre sans le savoir.",
    ),
    "contributor.bc": (None, "Made up: this holds online, less so at the counter."),
    "contributor.ab": (9, "Made up."),
}


def _rate_alone(assessment: Assessment, people: dict[str, Person], *, by: Person) -> None:
    """Three governments are asked; two have finished, mostly of one mind, and one has begun."""
    draw = random.Random("alone")  # nosec B311  # noqa: S311 - a demonstration, not a secret
    criteria = list(Criterion.objects.filter(edition=assessment.edition))
    common = [draw.choice("NPPLLF") for _criterion in criteria]
    for name, (number, remark) in ALONE.items():
        person = _as_now(people[name])
        [role] = person.roles
        assert role.jurisdiction is not None  # nosec B101
        [sheet] = ask_to_rate(assessment, [role.jurisdiction], by=by, notify=False)
        for criterion, shared in zip(criteria[:number], common, strict=False):
            apart = draw.random() < 0.4
            answer = Answer(shared)
            if apart:
                answer = Answer(draw.choice("NPLF"), remark, person.language)
            save_opinion(sheet, criterion, None, answer, by=person)
        if number is None:
            finish(sheet, by=person, notify=False)


def drawn_rating(draw: random.Random, share: float, level: int) -> str:
    """A rating of a criterion, where `share` (0 to 1) is typical of level 2: harder above it."""
    value = draw.gauss(share + 0.25 * (2 - level), 0.18)
    return "N" if value <= 0.15 else "P" if value <= 0.5 else "L" if value <= 0.85 else "F"


def _drawn(
    draw: random.Random, edition: Edition, share: float, as_of: str, *, complete: bool
) -> dict[str, Any]:
    """Ratings that get harder with each level, with results, targets and an action."""
    ratings = []
    for criterion in Criterion.objects.filter(edition=edition):
        if not complete and draw.random() < 0.6:
            continue
        rating = drawn_rating(draw, share, criterion.level)
        item: dict[str, Any] = {"criterion": criterion.code, "rating": rating}
        if criterion.level == 3 and rating in "LF":
            item["evidence"] = [
                {"title": "Client survey (fictitious)", "url": "https://example.org/survey"}
            ]
        ratings.append(item)
    due = datetime.date.fromisoformat(as_of) + datetime.timedelta(days=365)
    attributes = sorted({item["criterion"][:3] for item in ratings})
    return {
        "ratings": ratings,
        "results": [
            {"result": f"R{n}", "rating": draw.choice("NPPLL")} for n in range(1, 6) if complete
        ],
        "targets": [
            {"attribute": code, "level": draw.choice([2, 2, 3]), "by": due.isoformat()}
            for code in attributes
        ],
        "actions": [
            {
                "title": {"lang": "en", "text": "Test the service with people who use it least"},
                "criteria": ["RES-04"],
                "owner": "Demo team (fictitious)",
                "due": due.isoformat(),
                "status": "planned",
            }
        ],
    }


def _advance(assessment: Assessment, state: str, *, lead: Person, council: Person) -> None:
    if state == "in_progress":
        return
    if state == "approved":
        noon = timezone.make_aware(datetime.datetime.combine(assessment.as_of, datetime.time(12)))
        at = min(noon + TAKES, timezone.now())
        workflow.submit(assessment, by=lead, reviewer=council, at=at, notify=False)
        workflow.approve(assessment, by=council, at=at, notify=False)
        return
    workflow.submit(assessment, by=lead, reviewer=council, notify=False)
    if state in ("returned", "resubmitted"):
        criteria = Criterion.objects.filter(edition=assessment.edition, attribute__code="SEC")[:2]
        workflow.return_to_team(
            assessment,
            by=council,
            reason="Please say what the ratings under Secure rest on, and add your evidence.",
            language="en",
            concerns=[
                workflow.ReturnReason(each, "Which tests does this rating rest on?", "en")
                for each in criteria
            ],
            notify=False,
        )
        if state == "resubmitted":
            comment = "Un essai (fictif) avec dix personnes, en septembre 2026."
            answer = Answer("P", comment=comment, comment_language="fr")
            save_answer(assessment, criteria[0], None, answer, by=lead)
            workflow.submit(assessment, by=lead, reviewer=council, notify=False)
