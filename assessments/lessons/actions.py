"""Writes to lessons."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from assessments.improvement.actions import PlanItem
from assessments.models import Lesson
from maturity.models import Attribute, Channel, Criterion, Stage


@dataclass(frozen=True)
class LessonText(PlanItem[Lesson]):
    """What a lesson says; `kind` is one of Lesson.Kind, the texts as a person wrote them."""

    model, words, saved, removed = Lesson, "text", "save_lesson", "remove_lesson"
    language, several = "text_language", ("criteria", "attributes", "channels")
    taken = _("The lessons learned already include these words.")

    kind: str
    text: str
    text_language: str
    criteria: Sequence[Criterion] = ()
    title: str = ""
    situation: str = ""
    done: str = ""
    happened: str = ""
    attributes: Sequence[Attribute] = ()
    channels: Sequence[Channel] = ()
    stage: Stage | None = None
    clients: str = ""
    audience: str = Lesson.Audience.INITIATIVE

    def described(self) -> dict[str, Any]:
        said = super().described()
        said["lesson_kind"] = str(said.pop("kind"))
        return said
