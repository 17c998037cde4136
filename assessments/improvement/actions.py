"""Writes to the plan: targets and actions."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, Self

from django.db import transaction

from assessments.audit.record import record
from assessments.cycle.actions import locked
from assessments.format.types import ActionItem
from assessments.models import Action, Assessment, Person, Target
from maturity.models import Attribute, Criterion


@transaction.atomic
def set_target(
    assessment: Assessment,
    attribute: Attribute,
    *,
    by: Person,
    level: int | None,
    date: datetime.date | None = None,
) -> None:
    """Sets the target of an attribute (level 1 to 3, by a date), or removes it (level None)."""
    assessment = locked(assessment).row
    target = assessment.targets.filter(attribute=attribute).first()
    old = target and target_values(target.level, target.by)
    new = None if level is None else target_values(level, date)
    if old == new:
        return
    if level is None:
        assessment.targets.filter(attribute=attribute).delete()
    else:
        Target.objects.update_or_create(
            assessment=assessment,
            attribute=attribute,
            defaults={"level": level, "by": date},
        )
    record(
        "set_target",
        assessment,
        by=by,
        assessment=assessment,
        place=attribute.code,
        old=old,
        new=new,
    )


def target_values(level: int, date: datetime.date | None) -> dict[str, Any]:
    """Return a target as JSON values, for the audit record."""
    return {"level": level, "by": date and str(date)}


@dataclass(frozen=True)
class Plan:
    """What an action says; the texts as a person wrote them."""

    title: str
    title_language: str
    criteria: Sequence[Criterion] = ()
    owner: str = ""
    due: datetime.date | None = None
    status: str = Action.Status.PLANNED

    @property
    def saying(self) -> tuple:
        """What tells two plans apart: the order of criteria says nothing."""
        codes = frozenset(criterion.code for criterion in self.criteria)
        return (codes, *(getattr(self, name) for name in SAID))

    def with_item(self, item: ActionItem, criteria: Mapping[str, Criterion]) -> Self:
        """Return what an exchange document's item says; what it leaves out stays as it is here.

        `criteria` are those of the edition by code.
        """
        given: dict[str, Any] = {name: item[name] for name in ("owner", "status") if name in item}
        if "due" in item:
            given["due"] = item["due"] and datetime.date.fromisoformat(item["due"])
        if "criteria" in item:
            given["criteria"] = [criteria[code] for code in item["criteria"]]
        title = item["title"]
        return replace(self, title=title["text"], title_language=title["lang"], **given)

    def onto(self, action: Action) -> Action:
        """Have an action say this, but for its criteria; nothing is saved here."""
        for name in SAID:
            setattr(action, name, getattr(self, name))
        return action

    def described(self) -> dict:
        """The plan as JSON values, for the audit record."""
        return {
            "title": self.title,
            "criteria": [criterion.code for criterion in self.criteria],
            "owner": self.owner,
            "due": self.due and str(self.due),
            "status": self.status,
        }


# What a plan says of an action itself, by column.
SAID = tuple(field.name for field in fields(Plan) if field.name != "criteria")


def plan_of(action: Action) -> Plan:
    """Return what an action says now."""
    said = {name: getattr(action, name) for name in SAID}
    return Plan(criteria=list(action.criteria.all()), **said)


@transaction.atomic
def save_action(
    assessment: Assessment, plan: Plan, *, by: Person, action: Action | None = None
) -> Action:
    """Adds an action, or changes `action` to say what `plan` says."""
    assessment = locked(assessment).row
    old = plan_of(action) if action else None
    if action and old and old.saying == plan.saying:
        return action
    action = plan.onto(action or Action(assessment=assessment))
    action.save()
    action.criteria.set(plan.criteria)
    record(
        "save_action",
        action,
        by=by,
        assessment=assessment,
        old=old and old.described(),
        new=plan.described(),
    )
    return action


@transaction.atomic
def remove_action(assessment: Assessment, action: Action, *, by: Person) -> None:
    """Takes an action out of the plan."""
    assessment = locked(assessment).row
    record(
        "remove_action",
        action,
        by=by,
        assessment=assessment,
        old=plan_of(action).described(),
    )
    action.delete()
