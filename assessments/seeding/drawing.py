"""Making up initiatives and what their teams say, as plain values. The seed decides all of it."""

import datetime
import random
import uuid
from dataclasses import dataclass
from typing import Any

from assessments.format.types import CriterionText
from assessments.method.computing import compute, top_of
from assessments.seeding.demo import drawn_rating
from assessments.seeding.world import World

CODE = "SCALE-"
MARK = {"en": "fictitious", "fr": "fictif"}
SERVICES = [
    ("Change of address", "Changement d’adresse"),
    ("Fishing licence", "Permis de pêche"),
    ("Help for newcomers", "Aide aux personnes nouvellement arrivées"),
    ("Housing benefit", "Allocation au logement"),
    ("Parking permit", "Vignette de stationnement"),
    ("Registering a business", "Immatriculation d’une entreprise"),
    ("School enrolment", "Inscription à l’école"),
    ("Snow removal notices", "Avis de déneigement"),
]
COMMENTS = [
    ("en", "Clients told us so in the last survey (fictitious)."),
    ("en", "Two of our partners still work on this (fictitious)."),
    ("fr", "Les guichets suivent la même procédure que le site Web (fictif)."),
    ("fr", "Mesuré chaque mois auprès de la clientèle (fictif)."),
]
REASONS = [
    ("en", "This service keeps no record of its own (fictitious)."),
    ("fr", "Aucun tiers ne participe à ce service (fictif)."),
]
EVIDENCE = [
    ("Client survey (fictitious)", "https://example.org/survey"),
    ("Parcours de la clientèle (fictif)", "https://example.org/parcours"),
    ("Service standards (fictitious)", "https://example.org/standards"),
]
ACTIONS = [
    ("en", "Test the service with people who use it least"),
    ("en", "Publish how long the service takes"),
    ("fr", "Réécrire les lettres en langage clair"),
    ("fr", "Offrir le suivi de la demande en ligne"),
]
# The stages follow each other, a year apart; each goes a little better than the one before.
FIRST_YEAR = 2021
BETTER = 0.05


@dataclass(frozen=True)
class Drawn:
    """One initiative: its entry in the exchange format, and an assessment of each stage."""

    number: int
    key: uuid.UUID
    lead: uuid.UUID
    entry: dict[str, Any]
    action: uuid.UUID
    assessments: list["DrawnAssessment"]


@dataclass(frozen=True)
class DrawnAssessment:
    """One assessment: its document in the exchange format with `computed`, its keys and dates."""

    key: uuid.UUID
    baseline: uuid.UUID
    document: Any  # a ComputedDocument
    submitted_at: datetime.datetime
    approved_at: datetime.datetime


def draw(number: int, seed: int, world: World) -> Drawn:
    """The initiative with a number."""
    lot = random.Random(f"{seed}/{number}")  # nosec B311  # noqa: S311 - no secret
    english, french = lot.choice(SERVICES)
    lead, *partners = lot.sample(list(world.jurisdictions.keys), lot.choice([1, 2, 2, 3, 4]))
    entry = {
        "code": f"{CODE}{number:05}",
        "name": {
            "en": f"{english} {number:05} ({MARK['en']})",
            "fr": f"{french} {number:05} ({MARK['fr']})",
        },
        "council": lot.choice(list(world.councils.keys)),
        "lead": lead,
        "partners": _in_order(world.jurisdictions.keys, partners),
        "channels": _some(lot, world.channels.keys, lot.choice([1, 2, 2, 3, 3, 4])),
        "priorities": _some(lot, world.priorities.keys, lot.choice([1, 1, 2])),
    }
    share = lot.gauss(0.5, 0.12)
    key, person = _key(lot), _key(lot)
    plan = _plan(lot, world)
    assessments = [
        _assessment(lot, world, entry, plan, stage, FIRST_YEAR + n, share + n * BETTER)
        for n, stage in enumerate(world.stages.keys)
    ]
    return Drawn(number, key, person, entry, _key(lot), assessments)


def _plan(lot: random.Random, world: World) -> dict[str, Any]:
    """Targets and an action, which go on from one assessment to the next."""
    last = datetime.date(FIRST_YEAR + len(world.stages.keys), 1, 1)
    due = (last + datetime.timedelta(days=lot.randrange(365))).isoformat()
    language, title = lot.choice(ACTIONS)
    top = top_of(world.model)
    return {
        "targets": [
            {"attribute": code, "level": lot.choice([top - 1, top - 1, top]), "by": due}
            for code in world.attributes
        ],
        "actions": [
            {
                "title": {"lang": language, "text": title},
                "criteria": _some(lot, world.criteria, lot.choice([1, 2])),
                "owner": "A team that does not exist (fictitious)",
                "due": due,
                "status": lot.choice(["planned", "planned", "in_progress", "done"]),
            }
        ],
    }


def _assessment(
    lot: random.Random,
    world: World,
    entry: dict[str, Any],
    plan: dict[str, Any],
    stage: str,
    year: int,
    share: float,
) -> DrawnAssessment:
    as_of = datetime.date(year, 1, 1) + datetime.timedelta(days=lot.randrange(365))
    # By attribute: services are good at some things and not at others.
    shares = {code: lot.gauss(share, 0.1) for code in world.attributes}
    document: Any = {
        "format": "ccs-assessment/1",
        "edition": world.edition.code,
        "initiative": entry,
        "stage": stage,
        "as_of": as_of.isoformat(),
        "ratings": [
            item
            for attribute in world.model["attributes"]
            for criterion in attribute["criteria"]
            for item in _ratings(
                lot, criterion, entry["channels"], shares[attribute["code"]], top_of(world.model)
            )
        ],
        "results": [_result(lot, code, as_of) for code in world.results],
        "participants": [],
        **plan,
    }
    document["computed"] = compute(document, world.model)
    noon = datetime.datetime.combine(as_of, datetime.time(12), datetime.UTC)
    submitted = noon + datetime.timedelta(days=lot.randrange(7, 40), minutes=lot.randrange(300))
    return DrawnAssessment(
        key=_key(lot),
        baseline=_key(lot),
        document=document,
        submitted_at=submitted,
        approved_at=submitted + datetime.timedelta(days=lot.randrange(1, 30)),
    )


def _ratings(
    lot: random.Random, criterion: CriterionText, channels: list[str], share: float, top: int
) -> list[dict[str, Any]]:
    """The team's answer to one criterion: for all channels, or now and then for each."""
    by_channel = len(channels) > 1 and lot.random() < 0.12
    items = []
    for channel in channels if by_channel else [None]:
        item = {"criterion": criterion["code"]}
        if channel:
            item["channel"] = channel
        items.append(item | _said(lot, share, criterion["level"], top))
    return items


def _said(lot: random.Random, share: float, level: int, top: int) -> dict[str, Any]:
    item: dict[str, Any] = {"rating": drawn_rating(lot, share, level)}
    if lot.random() < 0.03:
        item["rating"] = "NA"
    if lot.random() < 0.15:
        item["comment"] = _words(lot.choice(COMMENTS))
    if item["rating"] == "NA":
        item["reason"] = _words(lot.choice(REASONS))
    elif lot.random() < (0.7 if level == top and item["rating"] in "LF" else 0.05):
        title, url = lot.choice(EVIDENCE)
        item["evidence"] = [{"title": title, "url": url}]
    return item


def _result(lot: random.Random, code: str, as_of: datetime.date) -> dict[str, Any]:
    item: dict[str, Any] = {"result": code, "rating": lot.choice("NPPLL")}
    if lot.random() < 0.3:
        tenths = lot.randrange(300, 950)
        item["indicator"] = {
            "name": "Clients satisfied (fictitious)",
            "value": tenths / 10 if tenths % 10 else tenths // 10,
            "unit": "%",
            "date": as_of.isoformat(),
            "source": "A survey that never was (fictitious)",
        }
    return item


def _words(said: tuple[str, str]) -> dict[str, str]:
    language, text = said
    return {"lang": language, "text": text}


def _some(lot: random.Random, codes: dict[str, int], number: int) -> list[str]:
    return _in_order(codes, lot.sample(list(codes), min(number, len(codes))))


def _in_order(codes: dict[str, int], some: list[str]) -> list[str]:
    return [code for code in codes if code in some]


def _key(lot: random.Random) -> uuid.UUID:
    return uuid.UUID(int=lot.getrandbits(128), version=4)
