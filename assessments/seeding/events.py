"""The audit events of made-up initiatives: those that the actions would have left."""

import datetime
from collections.abc import Iterator
from typing import Any

from assessments.models import Assessment, Initiative, Person
from assessments.models.assessments import State
from assessments.models.people import Role
from assessments.seeding.rows import Approved, Item, SeededTeam
from assessments.seeding.world import World

type Values = dict[str, Any]  # of an event, by column, without its place in the chain


def events(team: SeededTeam, world: World) -> Iterator[Values]:
    """All of one initiative, in order. Its rows have to be in the database."""
    entry, initiative = team.entry, team.initiative
    at = team.assessments[0].assessment.submitted_at
    assert at  # nosec B101
    at -= datetime.timedelta(days=60)
    yield _event(
        "create_person", team.lead, by=team.lead, at=at, new={"language": team.lead.language}
    )
    yield _event(
        "create",
        initiative,
        by=world.secretariat,
        role=Role.SECRETARIAT,
        at=at,
        initiative=initiative,
        new={**entry, "name": [entry["name"]["en"], entry["name"]["fr"]]},
    )
    yield _event(
        "give_role",
        team.membership,
        by=world.secretariat,
        role=Role.SECRETARIAT,
        at=at,
        initiative=initiative,
        new={"person": str(team.lead.pk), "role": Role.LEAD.value, "initiative": initiative.code},
    )
    for approved in team.assessments:
        yield from _of_assessment(approved, team.lead)


def _of_assessment(made: Approved, lead: Person) -> Iterator[Values]:
    assessment, document = made.assessment, made.document
    submitted, approved = assessment.submitted_at, made.baseline.approved_at
    assert submitted  # nosec B101
    at = submitted - datetime.timedelta(days=6)

    def by_lead(verb: str, place: str = "", old: Any = None, new: Any = None) -> Values:
        return _event(
            verb, assessment, by=lead, role=Role.LEAD, at=at, of=assessment,
            place=place, old=old, new=new,
        )  # fmt: skip

    def by_cochair(verb: str, subject: Any, old: Any, new: Any) -> Values:
        return _event(
            verb, subject, by=made.cochair, role=Role.COCHAIR, at=approved, of=assessment,
            old=old, new=new,
        )  # fmt: skip

    yield by_lead("start", new={"cycle": assessment.cycle})
    for item in document["ratings"]:
        at += datetime.timedelta(minutes=4)
        place = item["criterion"] + (f"/{item['channel']}" if "channel" in item else "")
        yield by_lead("rate", place, old={"replaces": []}, new=_rated(item))
        if evidence := item.get("evidence"):
            documents = [[each["title"], each["url"]] for each in evidence]
            yield by_lead("change_evidence", place, old={}, new={"evidence": documents})
    for item in document["results"]:
        yield by_lead("rate_result", item["result"], old={}, new=_rated(item))
    for item in document["targets"]:
        new = {"level": item["level"], "by": item["by"]}
        yield by_lead("set_target", item["attribute"], new=new)
    (item,) = document["actions"]
    yield _event(
        "save_action", made.action, by=lead, role=Role.LEAD, at=at, of=assessment,
        new={**item, "title": item["title"]["text"]},
    )  # fmt: skip
    at = submitted
    yield by_lead("submit", old=State.IN_PROGRESS, new=State.SUBMITTED)
    yield by_cochair("approve", assessment, State.SUBMITTED, State.APPROVED)
    yield by_cochair("baseline", made.baseline, None, made.baseline.sha256)


def _event(
    verb: str,
    subject: Any,
    *,
    by: Person,
    at: datetime.datetime,
    role: str = "",
    of: Assessment | None = None,
    initiative: Initiative | None = None,
    place: str = "",
    old: Any = None,
    new: Any = None,
) -> Values:
    return {
        "at": at,
        "actor_id": by.pk,
        "actor_name": by.name,
        "role": str(role),
        "verb": verb,
        "subject": subject._meta.model_name,
        "subject_id": str(subject.pk),
        "assessment_id": of.pk if of else None,
        "initiative_id": of.initiative_id if of else initiative.pk if initiative else None,
        "place": place,
        "old": old,
        "new": new,
        "request_id": "",
    }


def _rated(item: Item) -> dict[str, Any]:
    """What an answer says, as the audit record has it."""
    said: dict[str, Any] = {"rating": item["rating"]}
    for name in ("comment", "reason"):
        if words := item.get(name):
            said |= {name: words["text"], f"{name}_language": words["lang"]}
    if indicator := item.get("indicator"):
        said |= {f"indicator_{name}": str(value) for name, value in indicator.items()}
    return said
