"""Writes to an initiative's plan, at any time: no state of an assessment is in the way."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Self

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from assessments.audit.record import record
from assessments.cycle.actions import held
from assessments.format.types import ActionItem
from assessments.models import (
    Action,
    ActionUpdate,
    Initiative,
    Lesson,
    Person,
    Play,
    Target,
    TargetChange,
)
from assessments.notices import notices
from assessments.standings.writing import list_aims
from maturity.faults import Fault, Faults
from maturity.models import Attribute, Criterion, Jurisdiction


@dataclass(frozen=True)
class Aim:
    """A target: a level from 1 to 3, or None for no target, by a date, and why."""

    level: int | None
    by: datetime.date | None = None
    why: str = ""
    why_language: str = ""

    def described(self) -> dict[str, Any] | None:
        """The same as JSON values, for the audit record; None for no target."""
        if self.level is None:
            return None
        said = {"level": self.level, "by": self.by and str(self.by)}
        return said | ({"why": self.why, "why_language": self.why_language} if self.why else {})


NO_AIM = Aim(None)


def aim_of(target: Target | None) -> Aim:
    """What a target says."""
    if target is None:
        return NO_AIM
    return Aim(target.level, target.by, target.why, target.why_language)


@transaction.atomic
def set_target(initiative: Initiative, attribute: Attribute, aim: Aim, *, by: Person) -> None:
    """Sets the target of an attribute, or removes it; what it was before is kept beside it."""
    initiative = held(initiative)
    same = initiative.targets.filter(attribute__code=attribute.code)
    old = aim_of(same.first())
    if old == aim or old.level is aim.level is None:
        return
    if aim.level is None:
        same.delete()
    else:
        Target.objects.update_or_create(
            initiative=initiative,
            attribute__code=attribute.code,
            defaults={"attribute": attribute, **vars(aim)},
        )
    list_aims(initiative)
    if (old.level, old.by) != (aim.level, aim.by):
        TargetChange.objects.create(
            initiative=initiative,
            attribute=attribute,
            changed_by=by,
            old_level=old.level,
            old_by=old.by,
            **vars(aim),
        )
    record(
        "set_target",
        initiative,
        by=by,
        place=attribute.code,
        old=old.described(),
        new=aim.described(),
    )


class PlanItem[Row: Action | Lesson]:
    """What an action or a lesson says, by its columns, and the rows that it names."""

    model: type[Row]
    words: str  # the column of the text by which it is known
    language: str  # the column of that text's language
    taken: Promise  # what is said where another has the same text
    saved: str  # the verbs of its events
    removed: str
    several: tuple[str, ...]  # what names several rows, each with a code
    criteria: Sequence[Criterion]

    @classmethod
    def of(cls, row: Row) -> Self:
        """What a row says now."""
        said = {name: getattr(row, name) for name in cls.__annotations__}
        return cls(**said | {name: list(getattr(row, name).all()) for name in cls.several})

    @property
    def columns(self) -> dict[str, Any]:
        """What it says itself, by column."""
        return {name: value for name, value in vars(self).items() if name not in self.several}

    @property
    def named(self) -> dict[str, list[str]]:
        """The codes of the rows that it names; their order says nothing."""
        return {name: sorted(each.code for each in vars(self)[name]) for name in self.several}

    def same_as(self, other: Self) -> bool:
        """Whether two say the same."""
        return self.columns == other.columns and self.named == other.named

    def onto(self, row: Row) -> Row:
        """Have a row say this, but for the rows that it names; nothing is saved here."""
        for name, value in self.columns.items():
            setattr(row, name, value)
        return row

    def described(self) -> dict[str, Any]:
        """The same as JSON values, for the audit record, without what says nothing."""
        said = {name: _plain(value) for name, value in self.columns.items()}
        codes = {name: [each.code for each in vars(self)[name]] for name in self.several}
        known = {name: value for name, value in (said | codes).items() if value not in (None, "")}
        return {name: value for name, value in known.items() if value or name == "criteria"}

    def refuse_twice(self, initiative: Initiative, row: Row | None) -> None:
        """Raises Faults at the text where the initiative has another item than `row` with it."""
        text = {name: self.columns[name] for name in (self.words, self.language)}
        same = self.model._default_manager.filter(initiative=initiative, **text).first()
        if same and same != row:
            raise Faults([Fault(self.words, str(self.taken))])


def _plain(value: Any) -> Any:
    match value:
        case datetime.date():
            return str(value)
        case Person():
            return str(value.pk)
        case Play():
            return value.code
    return getattr(value, "code", value)


@dataclass(frozen=True)
class ActionText(PlanItem[Action]):
    """What an action says; the texts as a person wrote them."""

    model, words, saved, removed = Action, "title", "save_action", "remove_action"
    language, several = "title_language", ("criteria", "partners")
    taken = _("The plan already has an action with these words.")

    title: str
    title_language: str
    criteria: Sequence[Criterion] = ()
    owner: str = ""
    assignee: Person | None = None
    partners: Sequence[Jurisdiction] = ()
    start: datetime.date | None = None
    due: datetime.date | None = None
    status: str = Action.Status.PLANNED
    closed_on: datetime.date | None = None
    effort: str = ""
    effect: str = ""
    play: Play | None = None

    def with_item(
        self,
        item: ActionItem,
        criteria: Mapping[str, Criterion],
        partners: Mapping[str, Jurisdiction] | None = None,
        plays: Mapping[str, Play] | None = None,
    ) -> Self:
        """Return what an exchange document's item says; what it leaves out stays as it is here.

        `criteria` are those of the edition, and `partners` and `plays` all that are known, by code.
        """
        plain = ("owner", "status", "effort", "effect")
        given: dict[str, Any] = {key: value for key, value in item.items() if key in plain}
        for key in ("start", "due"):
            if day := dict(item).get(key):
                given[key] = datetime.date.fromisoformat(str(day))
        if "criteria" in item:
            given["criteria"] = [criteria[code] for code in item["criteria"]]
        if "partners" in item:
            given["partners"] = [(partners or {})[code] for code in item["partners"]]
        if "play" in item:
            given["play"] = (plays or {}).get(item["play"])
        if given.get("owner") and self.assignee and given["owner"] == self.assignee.name:
            # A person of the portal is written by name, and is still that person.
            del given["owner"]
        elif "owner" in given:
            given["assignee"] = None
        title = item["title"]
        return replace(self, title=title["text"], title_language=title["lang"], **given)

    def described(self) -> dict[str, Any]:
        said = super().described()
        del said["title_language"]
        return said


@transaction.atomic
def save_item[Row: Action | Lesson](
    initiative: Initiative, said: PlanItem[Row], *, by: Person, row: Row | None = None
) -> Row:
    """Adds an action or a lesson, or changes `row` to say what is `said`. Raises Faults."""
    initiative = held(initiative)
    row = _unchanged(row, type(said)) if row else None
    old = type(said).of(row) if row else None
    if row and old and old.same_as(said):
        return row
    said.refuse_twice(initiative, row)
    row = said.onto(row or said.model(initiative=initiative))
    if isinstance(row, Action):
        close(row)
    row.save()
    if isinstance(row, Action) and row.assignee and row.assignee != (old and vars(old)["assignee"]):
        notices.action_assigned(row, by=by)
    for name in said.several:
        getattr(row, name).set(vars(said)[name])
    if isinstance(row, Action) and old and vars(old)["status"] != row.status:
        ActionUpdate.objects.create(action=row, person=by, status=row.status)
    record(
        said.saved,
        row,
        by=by,
        initiative=initiative,
        old=old and old.described(),
        new=said.described(),
    )
    return row


def _unchanged[Row: Action | Lesson](row: Row, kind: type[PlanItem[Row]]) -> Row:
    """The row as the database has it. Raises Faults where it no longer says what was read."""
    rows: QuerySet[Any] = kind.model._default_manager.filter(pk=row.pk)
    fresh: Row | None = rows.first()
    if fresh is None or not kind.of(fresh).same_as(kind.of(row)):
        message = _("Someone else has since changed this. Open it again to see what it says now.")
        raise Faults([Fault("", str(message))])
    return fresh


def close(action: Action) -> None:
    """Keeps the day on which an action was done or cancelled, or none while it is open."""
    if action.is_open:
        action.closed_on = None
    elif action.closed_on is None:
        action.closed_on = timezone.localdate()


@transaction.atomic
def remove_item[Row: Action | Lesson](row: Row, said: PlanItem[Row], *, by: Person) -> None:
    """Takes an action or a lesson out, of which it is known what it `said`."""
    initiative = held(row.initiative)
    record(said.removed, row, by=by, initiative=initiative, old=said.described())
    row.delete()
