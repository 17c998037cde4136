"""The audit events of made-up initiatives: those that the actions would have left."""

import datetime
from collections.abc import Iterator
from typing import Any

from assessments.audit.record import event_values
from assessments.improvement.actions import Aim
from assessments.models.assessments import State
from assessments.models.people import Role
from assessments.rating.answers import described
from assessments.seeding.rows import Approved, SeededTeam
from assessments.seeding.world import World

type Values = dict[str, Any]  # of an event, by column, without its place in the chain


def events(team: SeededTeam, world: World) -> Iterator[Values]:
    """All of one initiative, in order. Its rows have to be in the database."""
    entry, initiative, lead = team.entry, team.initiative, team.lead
    at = team.assessments[0].assessment.submitted_at
    assert at  # nosec B101
    moment = {"at": at - datetime.timedelta(days=60)}
    by: Values = {"by": world.secretariat, "role": Role.SECRETARIAT.value}
    described_entry = {**entry, "name": [entry["name"]["en"], entry["name"]["fr"]]}
    role = {"person": str(lead.pk), "role": Role.LEAD.value, "initiative": initiative.code}
    yield event_values("create_person", lead, by=lead, new={"language": lead.language}) | moment
    yield event_values("create", initiative, **by, new=described_entry) | moment
    yield event_values("give_role", team.membership, **by, new=role) | moment
    for approved in team.assessments:
        yield from _of_assessment(approved, team)


def _of_plan(document: Values, team: SeededTeam, at: datetime.datetime) -> Iterator[Values]:
    lead: Values = {"by": team.lead, "role": Role.LEAD.value, "initiative": team.initiative}
    for item, target in zip(document["targets"], team.targets, strict=True):
        new = Aim(target["level"], target["by"]).described()
        place = item["attribute"]
        yield event_values("set_target", team.initiative, **lead, place=place, new=new) | {"at": at}
    said = team.plan.described()
    yield event_values("save_action", team.action, **lead, new=said) | {"at": at}


def _of_assessment(made: Approved, team: SeededTeam) -> Iterator[Values]:
    assessment, document = made.assessment, made.document
    submitted, approved = assessment.submitted_at, made.baseline.approved_at
    assert submitted  # nosec B101
    at = submitted - datetime.timedelta(days=6)

    def by_lead(verb: str, subject: Any = assessment, **more: Any) -> Values:
        lead: Values = {"by": team.lead, "role": Role.LEAD.value}
        return event_values(verb, subject, **lead, assessment=assessment, **more) | {"at": at}

    def by_cochair(verb: str, subject: Any, **more: Any) -> Values:
        cochair: Values = {"by": made.cochair, "role": Role.COCHAIR.value}
        values = event_values(verb, subject, **cochair, assessment=assessment, **more)
        return values | {"at": approved}

    yield by_lead("start", new={"cycle": assessment.cycle})
    for item, answer in zip(document["ratings"], made.answers, strict=True):
        at += datetime.timedelta(minutes=4)
        place = item["criterion"] + (f"/{item['channel']}" if "channel" in item else "")
        yield by_lead("rate", place=place, old={"replaces": []}, new=described(answer))
        if evidence := item.get("evidence"):
            documents = [[each["title"], each["url"]] for each in evidence]
            yield by_lead("change_evidence", place=place, old={}, new={"evidence": documents})
    for item, said in zip(document["results"], made.result_answers, strict=True):
        yield by_lead("rate_result", place=item["result"], old={}, new=described(said))
    if assessment is team.assessments[0].assessment:
        yield from _of_plan(document, team, at)
    at = submitted
    yield by_lead("submit", old=State.IN_PROGRESS, new=State.SUBMITTED)
    yield by_cochair("approve", assessment, old=State.SUBMITTED, new=State.APPROVED)
    yield by_cochair("baseline", made.baseline, new=made.baseline.sha256)
