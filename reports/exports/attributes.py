"""The table of attributes: a row for each, with where it stands and where it should be."""

from collections.abc import Iterator
from dataclasses import dataclass
from operator import attrgetter

from django.utils.translation import gettext_lazy as _

from assessments.baselines.values import AttributeContent
from assessments.format.types import AttributeText
from reports.exports.columns import Column, ColumnKind, ColumnSource, Table
from reports.exports.shared import ASSESSMENT, ATTRIBUTE
from reports.exports.subject import Subject


@dataclass(frozen=True, slots=True)
class AttributeRow:
    """An attribute of one assessment, and where it stands."""

    of: Subject
    attribute: AttributeText
    standing: AttributeContent


def attribute_rows(subject: Subject) -> Iterator[AttributeRow]:
    """In the model's order."""
    texts = subject.snapshot["model"]["attributes"]
    for text, standing in zip(texts, subject.content.attributes, strict=True):
        yield AttributeRow(subject, text, standing)


ATTRIBUTES: Table[AttributeRow] = Table(
    "attributes",
    _("Attributes"),
    _("A row for each attribute of each assessment."),
    (
        *ASSESSMENT,
        Column(
            "overall_level", _("Overall level"), ColumnKind.WHOLE, ColumnSource.LEVELS,
            _("The lowest level attained among the assessment’s attributes, from 0 to the highest "
              "of its edition; the same in all rows of an assessment."),
            lambda row: row.of.content.overall,
        ),
        *ATTRIBUTE,
        Column(
            "attained_level", _("Level attained"), ColumnKind.WHOLE, ColumnSource.LEVELS,
            _("From 0 (level 1 is not attained yet) to the highest level of the edition; empty "
              "where no statement applies."),
            attrgetter("standing.attained"),
        ),
        Column(
            "attained", _("In the client’s words"), ColumnKind.WORDS, ColumnSource.MODEL,
            _("What a client says of that level."),
            lambda row: row.standing.words.text if row.standing.words else "",
        ),
        Column(
            "progress", _("Progress"), ColumnKind.NUMBER, ColumnSource.PROGRESS,
            _("A value between levels, not a level, from 0.00 to the highest level of the edition; "
              "empty where no statement applies."),
            attrgetter("standing.progress"),
        ),
        Column(
            "target_level", _("Target level"), ColumnKind.WHOLE, ColumnSource.TEAM,
            _("The level that the team wants to reach, from 1 on; empty where it has set none."),
            attrgetter("standing.target"),
        ),
        Column(
            "target_by", _("Target date"), ColumnKind.DATE, ColumnSource.TEAM,
            _("The date by which the team wants to reach it."),
            attrgetter("standing.target_by"),
        ),
        Column(
            "gap", _("Gap"), ColumnKind.WHOLE, ColumnSource.GAP,
            _("How many levels remain to reach the target; empty without a target or a level."),
            attrgetter("standing.gap"),
        ),
        Column(
            "previous_level", _("Level in the previous baseline"),
            ColumnKind.WHOLE, ColumnSource.LEVELS,
            _(
                "The level attained in the baseline of the previous cycle; empty where there is "
                "none."
            ),
            attrgetter("standing.previous"),
        ),
        Column(
            "criteria", _("Number of statements"), ColumnKind.WHOLE, ColumnSource.MODEL,
            _("The number of statements in the attribute."),
            attrgetter("standing.completed.total"),
        ),
        Column(
            "criteria_rated", _("Statements rated"), ColumnKind.WHOLE, ColumnSource.CHANNELS,
            _(
                "The number of them that have a rating over all channels, “not applicable” "
                "included."
            ),
            attrgetter("standing.completed.done"),
        ),
        Column(
            "criteria_blocking", _("Statements holding the next level back"), ColumnKind.WHOLE,
            ColumnSource.LEVELS,
            _(
                "The number of statements that hold the attribute back from its next level; the "
                "table of ratings marks them."
            ),
            lambda row: len(row.standing.blocking),
        ),
    ),
    attribute_rows,
)  # fmt: skip
