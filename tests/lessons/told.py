"""Lessons of the cast's team, and of another initiative. All made up."""

from typing import Any

from assessments.initiatives.actions import create_initiative
from assessments.lessons.actions import LessonText, save_lesson
from assessments.models import Initiative, Lesson, Person
from assessments.models.people import Role
from assessments.people.actions import give_role
from maturity.models import Attribute, Channel, Council, Criterion, Jurisdiction, Stage
from tests.cast import Cast


def said(text: str = "Ask clients first.", **more: Any) -> LessonText:
    """What a lesson says; tags are given by their codes."""
    values: dict[str, Any] = {"kind": "success", "text_language": "en", "title": "Ask first"}
    values |= more
    for name, model in (
        ("criteria", Criterion), ("attributes", Attribute), ("channels", Channel),
    ):  # fmt: skip
        values[name] = list(model.objects.filter(code__in=values.get(name, ())))
    if stage := values.get("stage"):
        values["stage"] = Stage.objects.get(code=stage)
    return LessonText(text=text, **values)


def tell(
    cast: Cast,
    text: str = "Ask clients first.",
    *,
    initiative: Initiative | None = None,
    by: Person | None = None,
    **more: Any,
) -> Lesson:
    """A lesson by the cast's lead, or by another person, of their own or another initiative."""
    return save_lesson(initiative or cast.initiative, said(text, **more), by=by or cast.lead)


def other_initiative(cast: Cast, council: str = "PSSDC") -> Initiative:
    """Another initiative, led by the cast's stranger."""
    initiative = create_initiative(
        by=cast.secretariat,
        code="OTHER",
        name_en="Another made-up service",
        name_fr="Un autre service inventé",
        council=Council.objects.get(code=council),
        lead=Jurisdiction.objects.get(code="CA-ON"),
        channels=list(Channel.objects.filter(code="ONLINE")),
    )
    stranger = cast.people["stranger"]
    give_role(stranger, Role.LEAD, by=cast.secretariat, initiative=initiative, notify=False)
    return initiative


def now(person: Person) -> Person:
    """The person with the roles that they have been given since."""
    return Person.objects.get(pk=person.pk)
