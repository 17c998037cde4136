"""From made-up values to rows: those that the actions would have written."""

import datetime
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, cast

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.utils import timezone

from assessments.baselines import snapshot
from assessments.exchange.writing import known_action, play_texts
from assessments.format.types import ActionItem, NamesTexts, StageItem, StageStanding
from assessments.improvement.actions import ActionText
from assessments.models import (
    Action,
    Assessment,
    Baseline,
    Evidence,
    Figures,
    Initiative,
    Listing,
    Membership,
    Person,
    Rating,
    ResultRating,
    Target,
    TargetChange,
)
from assessments.models.assessments import State
from assessments.models.people import Role
from assessments.rating.answers import Answer, ResultAnswer
from assessments.seeding.bulk import insert, insert_values
from assessments.seeding.drawing import MARK, Drawn, DrawnAssessment
from assessments.seeding.world import DOMAIN, World
from assessments.standings.bits import SLOTS
from assessments.standings.blocks import BlockChange
from assessments.standings.columns import AimedLevel, Course, baseline_columns, initiative_columns
from assessments.standings.names import listing_values
from assessments.standings.rows import figures_of
from assessments.standings.writing import change
from maturity.canonical import canonical, sha256
from maturity.models import Criterion

type Item = dict[str, Any]


@dataclass(frozen=True)
class Approved:
    """An assessment with its baseline and all that its team said.

    What there is much of is values by column: making instances of models takes long.
    """

    assessment: Assessment
    document: Item
    answers: Sequence[Answer]
    result_answers: Sequence[ResultAnswer]
    ratings: Sequence[Item]
    results: Sequence[Item]
    baseline: Baseline
    figures: Figures
    columns: frozenset[str]
    cochair: Person


@dataclass(frozen=True)
class SeededTeam:
    """An initiative with its lead and its assessments."""

    initiative: Initiative
    entry: Item
    lead: Person
    membership: Membership
    targets: Sequence[Item]
    plan: ActionText
    action: Action
    assessments: Sequence[Approved]


def team(drawn: Drawn, world: World) -> SeededTeam:
    """The rows of one initiative, which are not in the database yet."""
    number, entry = drawn.number, drawn.entry
    language, role = ("en", "Lead") if number % 2 else ("fr", "Responsable")
    lead = Person(
        id=drawn.lead,
        email=f"lead.{number:05}@{DOMAIN}",
        name=f"{role} {number:05} ({MARK[language]})",
        language=language,
        password=make_password(None),  # Nobody can sign in.
    )
    initiative = Initiative(
        id=drawn.key,
        code=entry["code"],
        name_en=entry["name"]["en"],
        name_fr=entry["name"]["fr"],
        council_id=world.councils.keys[entry["council"]],
        lead_id=world.jurisdictions.keys[entry["lead"]],
    )
    document = drawn.assessments[0].document
    plan = _plan(document["actions"][0], world)
    action = _action(drawn, plan, initiative)
    return SeededTeam(
        initiative=initiative,
        entry=entry,
        lead=lead,
        membership=Membership(person=lead, role=Role.LEAD, initiative=initiative),
        targets=_targets(document["targets"], initiative, world),
        plan=plan,
        action=action,
        assessments=_in_order(drawn, initiative, lead, action, world),
    )


def _in_order(
    drawn: Drawn, initiative: Initiative, lead: Person, action: Action, world: World
) -> list[Approved]:
    """The assessments in the order of approval, in which each knows of those before it."""
    made: list[Approved] = []
    for each in sorted(drawn.assessments, key=lambda each: each.approved_at):
        before = {done.document["stage"]: _standing(done) for done in made}
        life_cycle: list[StageItem] = [
            {"stage": code, "name": name, "standing": before.get(code)}
            for code, name in world.stages.texts.items()
        ]
        made.append(_approved(each, initiative, lead, action, life_cycle, world))
    return made


def _standing(approved: Approved) -> StageStanding:
    document = approved.document
    computed = document["computed"]
    return snapshot.standing(
        baseline=approved.baseline.pk,
        as_of=document["as_of"],
        overall=computed["overall_level"],
        levels={each["attribute"]: each["attained_level"] for each in computed["attributes"]},
    )


def write(teams: Sequence[SeededTeam], world: World) -> None:
    """Inserts the rows of some initiatives. Call it in a transaction."""
    insert([each.lead for each in teams])
    insert_values(
        EmailAddress,
        [
            {"user_id": each.lead.pk, "email": each.lead.email, "verified": True, "primary": True}
            for each in teams
        ],
    )
    insert([each.initiative for each in teams])
    listings: list[Item] = [
        {
            "initiative_id": each.initiative.pk,
            **listing_values(
                each.initiative.code, each.initiative.name_en, each.initiative.name_fr
            ),
        }
        for each in teams
    ]
    insert_values(Listing, listings)
    for name, shared, key in (
        ("partners", world.jurisdictions, "jurisdiction_id"),
        ("channels", world.channels, "channel_id"),
        ("priorities", world.priorities, "priority_id"),
    ):
        insert_values(
            getattr(Initiative, name).through,
            [
                {"initiative_id": each.initiative.pk, key: shared.keys[code]}
                for each in teams
                for code in each.entry[name]
            ],
        )
    insert([each.membership for each in teams])
    _write_plans(teams)
    _write_assessments([approved for each in teams for approved in each.assessments], world)
    change(
        bits
        for listing, each in zip(listings, teams, strict=True)
        for bits in _bits(listing["number"], each, world)
    )


def _bits(number: int, team: SeededTeam, world: World) -> Iterator[BlockChange]:
    """What the bitmap indexes say of an initiative and of its baselines."""
    days = [each.assessment.submitted_at for each in team.assessments]
    course = Course(
        registered=timezone.localdate(team.initiative.created_at),
        begun=timezone.localdate(min(each.assessment.created_at for each in team.assessments)),
        submitted=timezone.localdate(min(day for day in days if day)),
        aims=[
            AimedLevel(world.attribute_codes[each["attribute_id"]], each["level"], each["by"])
            for each in team.targets
        ],
    )
    columns = initiative_columns(team.entry, course)
    yield BlockChange(number, 0, range(SLOTS), columns)
    cycles: Counter[str] = Counter()
    for each in team.assessments:
        stage = each.document["stage"]
        cycles[stage] += 1
        yield BlockChange(number, cycles[stage], [world.slots[stage]], each.columns)


def _write_plans(teams: Sequence[SeededTeam]) -> None:
    insert_values(Target, [target for each in teams for target in each.targets])
    changes = [
        {**target, "changed_by_id": each.lead.pk, "at": each.action.created_at}
        for each in teams
        for target in each.targets
    ]
    insert_values(TargetChange, changes)
    insert([each.action for each in teams])
    insert_values(
        Action.criteria.through,
        [
            {"action_id": each.action.pk, "criterion_id": criterion.pk}
            for each in teams
            for criterion in each.plan.criteria
        ],
    )


def _write_assessments(made: Sequence[Approved], world: World) -> None:
    insert([each.assessment for each in made])
    insert_values(Rating, [rating for each in made for rating in each.ratings])
    insert_values(
        Evidence,
        [
            {"rating_id": rating["id"], "title": evidence["title"], "url": evidence["url"]}
            for each in made
            for rating, item in zip(each.ratings, each.document["ratings"], strict=True)
            for evidence in item.get("evidence", ())
        ],
    )
    insert_values(ResultRating, [result for each in made for result in each.results])
    insert([each.baseline for each in made])
    insert([each.figures for each in made])


def _approved(
    drawn: DrawnAssessment,
    initiative: Initiative,
    lead: Person,
    action: Action,
    life_cycle: list[StageItem],
    world: World,
) -> Approved:
    document = drawn.document
    assessment = Assessment(
        id=drawn.key,
        initiative=initiative,
        stage_id=world.stages.keys[document["stage"]],
        edition=world.edition,
        as_of=datetime.date.fromisoformat(document["as_of"]),
        state=State.APPROVED,
        submitted_at=drawn.submitted_at,
        submitted_by=lead,
    )
    cochair = world.cochairs[document["initiative"]["council"]]
    baseline, figures, columns = _baseline(drawn, assessment, cochair, action, life_cycle, world)
    answers = [Answer().with_item(item) for item in document["ratings"]]
    result_answers = [ResultAnswer().with_item(item) for item in document["results"]]
    return Approved(
        assessment=assessment,
        document=document,
        answers=answers,
        result_answers=result_answers,
        ratings=_said(
            answers, [_rated(item, world) for item in document["ratings"]], assessment, lead
        ),
        results=_said(
            result_answers,
            [{"result_id": world.results[item["result"]]} for item in document["results"]],
            assessment,
            lead,
        ),
        baseline=baseline,
        figures=figures,
        columns=columns,
        cochair=cochair,
    )


def _said(
    answers: Iterable[Answer | ResultAnswer],
    places: Iterable[Item],
    assessment: Assessment,
    lead: Person,
) -> list[Item]:
    """The rows of answers; `places` are the columns that say what each is of."""
    shared = {"assessment_id": assessment.pk, "updated_by_id": lead.pk}
    return [
        {**shared, **place, **vars(answer)} for place, answer in zip(places, answers, strict=True)
    ]


def _rated(item: Item, world: World) -> Item:
    channel = world.channels.keys[item["channel"]] if "channel" in item else None
    return {"criterion_id": world.criteria[item["criterion"]], "channel_id": channel}


def _action(drawn: Drawn, plan: ActionText, initiative: Initiative) -> Action:
    """Begun with the first assessment, and if it is done, done by then."""
    action = plan.onto(Action(key=drawn.action, initiative=initiative))
    action.created_at = min(each.submitted_at for each in drawn.assessments)
    if not action.is_open:
        action.closed_on = action.created_at.date()
    return action


def _targets(items: Iterable[Item], initiative: Initiative, world: World) -> list[Item]:
    return [
        {
            "initiative_id": initiative.pk,
            "attribute_id": world.attributes[item["attribute"]],
            "level": item["level"],
            "by": datetime.date.fromisoformat(item["by"]),
        }
        for item in items
    ]


def _plan(item: Item, world: World) -> ActionText:
    criteria = {code: Criterion(pk=world.criteria[code], code=code) for code in item["criteria"]}
    return ActionText("", "").with_item(cast(ActionItem, item), criteria)


def _baseline(
    drawn: DrawnAssessment,
    assessment: Assessment,
    cochair: Person,
    action: Action,
    life_cycle: list[StageItem],
    world: World,
) -> tuple[Baseline, Figures, frozenset[str]]:
    document = drawn.document
    entry = document["initiative"]
    names: NamesTexts = {
        "council": world.councils.texts[entry["council"]],
        "stage": world.stages.texts[document["stage"]],
        "jurisdictions": world.jurisdictions.of([entry["lead"], *entry["partners"]]),
        "channels": world.channels.of(entry["channels"]),
        "priorities": world.priorities.of(entry["priorities"]),
    }
    approval = snapshot.approval_of(
        assessment, baseline=drawn.baseline, by=cochair, at=drawn.approved_at
    )
    taken = snapshot.complete(
        assessment,
        document,
        world.model,
        names,
        documents={},
        plan={
            "moves": [],
            "updates": [],
            "actions": [known_action(action)],
        },
        lessons=[],
        plays=play_texts(document, world.plays),
        previous=None,
        life_cycle=life_cycle,
        approval=approval,
    )
    text = canonical(taken)
    baseline = Baseline(
        id=drawn.baseline,
        assessment_id=assessment.pk,
        snapshot=text,
        sha256=sha256(text),
        overall_level=document["computed"]["overall_level"],
        approved_at=drawn.approved_at,
        approved_by=cochair,
    )
    figures = figures_of(baseline, assessment, taken)
    return baseline, figures, baseline_columns(taken, timezone.localdate(drawn.approved_at))
