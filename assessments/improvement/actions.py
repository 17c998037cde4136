"""Writes to the plan: targets, actions and lessons learned."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Self

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from assessments.audit.record import record
from assessments.cycle.actions import locked
from assessments.format.types import ActionItem
from assessments.models import Action, Assessment, Lesson, Person, Target
from maturity.faults import Fault, Faults
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


class PlanItem[Row: Action | Lesson]:
    """What an action or a lesson says, by its columns, and the criteria that it is about."""

    model: type[Row]
    words: str  # the column of its text
    taken: Promise  # what is said where another has the same text
    saved: str  # the verbs of its events
    removed: str
    criteria: Sequence[Criterion]

    @classmethod
    def of(cls, row: Row) -> Self:
        """What a row says now."""
        said = {name: getattr(row, name) for name in cls.__annotations__}
        return cls(**said | {"criteria": list(row.criteria.all())})

    @property
    def columns(self) -> dict[str, Any]:
        """All but the criteria, by column."""
        return {name: value for name, value in vars(self).items() if name != "criteria"}

    @property
    def codes(self) -> list[str]:
        """The codes of its criteria."""
        return [criterion.code for criterion in self.criteria]

    def same_as(self, other: Self) -> bool:
        """Whether two say the same: the order of criteria says nothing."""
        return self.columns == other.columns and set(self.codes) == set(other.codes)

    def onto(self, row: Row) -> Row:
        """Have a row say this, but for its criteria; nothing is saved here."""
        for name, value in self.columns.items():
            setattr(row, name, value)
        return row

    def described(self) -> dict[str, Any]:
        """The same as JSON values, for the audit record."""
        return self.columns | {"criteria": self.codes}

    def refuse_twice(self, assessment: Assessment, row: Row | None) -> None:
        """Raises Faults at the text where the assessment has another item than `row` with it."""
        text = {name: self.columns[name] for name in (self.words, f"{self.words}_language")}
        same = self.model._default_manager.filter(assessment=assessment, **text).first()
        if same and same != row:
            raise Faults([Fault(self.words, str(self.taken))])


@dataclass(frozen=True)
class Plan(PlanItem[Action]):
    """What an action says; the texts as a person wrote them."""

    model, words, saved, removed = Action, "title", "save_action", "remove_action"
    taken = _("The plan already has an action with these words.")

    title: str
    title_language: str
    criteria: Sequence[Criterion] = ()
    owner: str = ""
    due: datetime.date | None = None
    status: str = Action.Status.PLANNED

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

    def described(self) -> dict[str, Any]:
        said = super().described() | {"due": self.due and str(self.due)}
        del said["title_language"]
        return said


@dataclass(frozen=True)
class LessonText(PlanItem[Lesson]):
    """What a lesson says; `kind` is one of Lesson.Kind, the text as a person wrote it."""

    model, words, saved, removed = Lesson, "text", "save_lesson", "remove_lesson"
    taken = _("The lessons learned already include these words.")

    kind: str
    text: str
    text_language: str
    criteria: Sequence[Criterion] = ()

    def described(self) -> dict[str, Any]:
        said = super().described()
        said["lesson_kind"] = str(said.pop("kind"))
        return said


@transaction.atomic
def save_item[Row: Action | Lesson](
    assessment: Assessment, said: PlanItem[Row], *, by: Person, row: Row | None = None
) -> Row:
    """Adds an action or a lesson, or changes `row` to say what is `said`. Raises Faults."""
    assessment = locked(assessment).row
    old = type(said).of(row) if row else None
    if row and old and old.same_as(said):
        return row
    said.refuse_twice(assessment, row)
    row = said.onto(row or said.model(assessment=assessment))
    row.save()
    row.criteria.set(said.criteria)
    record(
        said.saved,
        row,
        by=by,
        assessment=assessment,
        old=old and old.described(),
        new=said.described(),
    )
    return row


@transaction.atomic
def remove_item(assessment: Assessment, row: Action | Lesson, *, by: Person) -> None:
    """Takes an action or a lesson out."""
    assessment = locked(assessment).row
    said = Plan.of(row) if isinstance(row, Action) else LessonText.of(row)
    record(said.removed, row, by=by, assessment=assessment, old=said.described())
    row.delete()
