"""Writes to the lessons learned of an assessment."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from assessments.audit.record import record
from assessments.cycle.actions import locked
from assessments.models import Assessment, Lesson, Person
from maturity.faults import Fault, Faults
from maturity.models import Criterion


@dataclass(frozen=True)
class LessonText:
    """What a lesson says; `kind` is one of Lesson.Kind, the text as a person wrote it."""

    kind: str
    text: str
    text_language: str
    criteria: Sequence[Criterion] = ()

    @property
    def saying(self) -> tuple:
        """What tells two apart: the order of criteria says nothing."""
        codes = frozenset(criterion.code for criterion in self.criteria)
        return (self.kind, self.text, self.text_language, codes)

    def described(self) -> dict:
        """The lesson as JSON values, for the audit record."""
        return {
            "lesson_kind": str(self.kind),
            "text": self.text,
            "text_language": self.text_language,
            "criteria": [criterion.code for criterion in self.criteria],
        }


def told_of(lesson: Lesson) -> LessonText:
    """What a lesson says now."""
    return LessonText(lesson.kind, lesson.text, lesson.text_language, list(lesson.criteria.all()))


@transaction.atomic
def save_lesson(
    assessment: Assessment, told: LessonText, *, by: Person, lesson: Lesson | None = None
) -> Lesson:
    """Adds a lesson, or changes `lesson` to say what `told` says.

    Raises Faults at `text` where the assessment has one with these words already.
    """
    assessment = locked(assessment).row
    old = told_of(lesson) if lesson else None
    if lesson and old and old.saying == told.saying:
        return lesson
    same = assessment.lessons.filter(text=told.text, text_language=told.text_language).first()
    if same and same != lesson:
        raise Faults([Fault("text", _("These words are among the lessons learned already."))])
    lesson = lesson or Lesson(assessment=assessment)
    lesson.kind, lesson.text, lesson.text_language = told.kind, told.text, told.text_language
    lesson.save()
    lesson.criteria.set(told.criteria)
    record(
        "save_lesson",
        lesson,
        by=by,
        assessment=assessment,
        old=old and old.described(),
        new=told.described(),
    )
    return lesson


@transaction.atomic
def remove_lesson(assessment: Assessment, lesson: Lesson, *, by: Person) -> None:
    """Takes a lesson out."""
    assessment = locked(assessment).row
    old = told_of(lesson).described()
    record("remove_lesson", lesson, by=by, assessment=assessment, old=old)
    lesson.delete()
