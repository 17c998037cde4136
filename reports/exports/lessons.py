"""The table of lessons: a row for each that the team had shared."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from assessments.format.types import LessonItem
from assessments.models import Lesson
from reports.exports.columns import LANGUAGES, Column, ColumnKind, ColumnSource, Table
from reports.exports.shared import ASSESSMENT
from reports.exports.subject import Subject


@dataclass(frozen=True, slots=True)
class LessonRow:
    """A lesson as it was when the assessment was approved."""

    of: Subject
    item: LessonItem


def lesson_rows(subject: Subject) -> Iterator[LessonRow]:
    """In the order in which they were written."""
    return (LessonRow(subject, item) for item in subject.snapshot["lessons"])


def _said(name: str) -> Callable[[LessonRow], str]:
    return lambda row: row.item.get(name, "")  # type: ignore[return-value]


def _codes(name: str) -> Callable[[LessonRow], str]:
    return lambda row: " ".join(row.item.get(name, ()))  # type: ignore[arg-type]


def _text(key: str, heading: Any, meaning: Any) -> Column[LessonRow]:
    return Column(key, heading, ColumnKind.TEXT, ColumnSource.TEAM, meaning, _said(key))


LESSONS: Table[LessonRow] = Table(
    "lessons",
    _("Lessons"),
    _("A row for each lesson that the team of an assessment’s initiative had shared by then."),
    (
        *ASSESSMENT,
        Column(
            "kind_code", _("Kind (code)"), ColumnKind.CODE, ColumnSource.TEAM,
            _("Whether it is a lesson learned, a success, or co-creation with clients."),
            _said("kind"), tuple(Lesson.Kind.choices),
        ),
        Column(
            "kind", _("Kind"), ColumnKind.WORDS, ColumnSource.TEAM,
            _("The same in words."),
            lambda row: str(Lesson.Kind(row.item["kind"]).label),
        ),
        _text("title", _("Title"), _("What the lesson is called.")),
        _text("situation", _("The situation"), _("What the service was like before.")),
        _text("done", _("What the team did"), _("What the team changed or tried.")),
        _text("happened", _("What happened"), _("What came of it.")),
        Column(
            "advice", _("Advice"), ColumnKind.TEXT, ColumnSource.TEAM,
            _("What the team would tell the next one."),
            lambda row: row.item["text"]["text"],
        ),
        Column(
            "lesson_language", _("Language of the lesson"), ColumnKind.CODE, ColumnSource.TEAM,
            _("The language that all of its texts were written in."),
            lambda row: row.item["text"]["lang"], LANGUAGES,
        ),
        _text("clients", _("Who the clients were"), _("Whom the service was for, in their case.")),
        Column(
            "attribute_codes", _("Attributes (codes)"), ColumnKind.CODE, ColumnSource.TEAM,
            _("The attributes that it is about, with spaces between."),
            _codes("attributes"),
        ),
        Column(
            "criterion_codes", _("Statements (codes)"), ColumnKind.CODE, ColumnSource.TEAM,
            _("The statements that it is about, with spaces between."),
            _codes("criteria"),
        ),
        Column(
            "channel_codes", _("Channels (codes)"), ColumnKind.CODE, ColumnSource.TEAM,
            _("The channels that it is about, with spaces between."),
            _codes("channels"),
        ),
        Column(
            "lesson_stage_code", _("Stage of the lesson (code)"), ColumnKind.CODE,
            ColumnSource.TEAM,
            _("The stage of the life cycle that it is about; empty for any."),
            _said("stage"),
        ),
    ),
    lesson_rows,
)  # fmt: skip
