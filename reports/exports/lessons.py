"""The table of lessons: a row for each that the reader of the file may read, as it is now."""

from collections.abc import Iterator
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from django.utils.translation import gettext_lazy as _

from assessments.models import Initiative, Lesson
from reports.exports.columns import LANGUAGES, Column, ColumnKind, ColumnSource, Table
from reports.exports.plans import Plans
from reports.exports.shared import PLAN, coded_columns


@dataclass(frozen=True, slots=True)
class LessonRow:
    """A lesson."""

    of: Plans
    lesson: Lesson

    @property
    def initiative(self) -> Initiative:
        return self.lesson.initiative

    def codes(self, name: str) -> str:
        """Of what it names several rows of."""
        return " ".join(each.code for each in getattr(self.lesson, name).all())


def lesson_rows(plans: Plans) -> Iterator[LessonRow]:
    """By initiative, in the order in which they were written."""
    return (LessonRow(plans, each) for each in plans.lessons())


def _text(key: str, heading: Any, meaning: Any) -> Column[LessonRow]:
    return Column(
        key, heading, ColumnKind.TEXT, ColumnSource.LESSONS, meaning, attrgetter(f"lesson.{key}")
    )


LESSONS: Table[LessonRow] = Table(
    "lessons",
    _("Lessons"),
    _("A row for each lesson of an initiative that whoever made the file may read, as it is on the "
      "day of the file and not as approved."),
    (
        *PLAN,
        *coded_columns(
            "kind", ColumnSource.LESSONS,
            _("Kind (code)"),
            _("Whether it is a lesson learned, a success, or co-creation with clients."),
            attrgetter("lesson.kind"),
            _("Kind"), _("The same in words."), lambda row: row.lesson.get_kind_display(),
            tuple(Lesson.Kind.choices),
        ),
        _text("title", _("Title"), _("What the lesson is called.")),
        _text("situation", _("The situation"), _("What the service was like before.")),
        _text("done", _("What the team did"), _("What the team changed or tried.")),
        _text("happened", _("What happened"), _("What came of it.")),
        Column(
            "advice", _("Advice"), ColumnKind.TEXT, ColumnSource.LESSONS,
            _("What the team would tell those that follow."),
            attrgetter("lesson.text"),
        ),
        Column(
            "lesson_language", _("Language of the lesson"), ColumnKind.CODE, ColumnSource.LESSONS,
            _("The language that all of its texts were written in."),
            attrgetter("lesson.text_language"), LANGUAGES,
        ),
        _text("clients", _("Who the clients were"), _("Whom the service was for, in their case.")),
        Column(
            "attribute_codes", _("Attributes (codes)"), ColumnKind.CODE, ColumnSource.LESSONS,
            _("The attributes that it is about, with spaces between."),
            lambda row: row.codes("attributes"),
        ),
        Column(
            "criterion_codes", _("Statements (codes)"), ColumnKind.CODE, ColumnSource.LESSONS,
            _("The statements that it is about, with spaces between."),
            lambda row: row.codes("criteria"),
        ),
        Column(
            "channel_codes", _("Channels (codes)"), ColumnKind.CODE, ColumnSource.LESSONS,
            _("The channels that it is about, with spaces between."),
            lambda row: row.codes("channels"),
        ),
        Column(
            "lesson_stage_code", _("Stage of the lesson (code)"), ColumnKind.CODE,
            ColumnSource.LESSONS,
            _("The stage of the life cycle that it is about; empty for any."),
            lambda row: row.lesson.stage.code if row.lesson.stage else "",
        ),
        *coded_columns(
            "audience", ColumnSource.LESSONS,
            _("Who may read it (code)"), _("Whom the team shares it with."),
            attrgetter("lesson.audience"),
            _("Who may read it"), _("The same in words."),
            lambda row: row.lesson.get_audience_display(),
            tuple(Lesson.Audience.choices),
        ),
    ),
    lesson_rows,
    of_plans=True,
)  # fmt: skip
