"""The table of results: a row for each result, with its rating and its measured indicator."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from assessments.format.types import CodedText, date_in
from reports.exports.columns import Column, ColumnKind, ColumnSource, Table
from reports.exports.shared import ASSESSMENT, COMMENT, RATING, coded_columns, written_columns
from reports.exports.subject import Item, Subject


@dataclass(frozen=True, slots=True)
class ResultRow:
    """A result of the model, and what the team says of it (empty for nothing)."""

    of: Subject
    result: CodedText
    item: Item

    @property
    def code(self) -> str:
        return self.item.get("rating") or "NR"

    @property
    def indicator(self) -> Item:
        return self.item.get("indicator", {})


def result_rows(subject: Subject) -> Iterator[ResultRow]:
    """In the model's order; one without an answer has a row that says so."""
    given = {item["result"]: item for item in subject.document["results"]}
    for result in subject.snapshot["model"]["results"]:
        yield ResultRow(subject, result, given.get(result["code"], {}))


RESULTS: Table[ResultRow] = Table(
    "results",
    _("Results"),
    _("A row for each result of each assessment."),
    (
        *ASSESSMENT,
        *coded_columns(
            "result", ColumnSource.MODEL,
            _("Result code"), _("The result’s permanent code."), lambda row: row.result["code"],
            _("Result"), _("What the client says, in the client’s own voice."),
            lambda row: row.of.words(row.result),
        ),
        *RATING,
        *COMMENT,
        *written_columns(
            "reason", _("Why it is not applicable"), _("Language of the reason"),
            _("Why the result does not apply."),
            lambda row: row.item.get("reason"),
        ),
        Column(
            "indicator", _("Indicator"), ColumnKind.TEXT, ColumnSource.TEAM,
            _("What was measured."),
            lambda row: row.indicator.get("name", ""),
        ),
        Column(
            "indicator_value", _("Value"), ColumnKind.NUMBER, ColumnSource.TEAM,
            _("The value that was measured; empty where nothing was."),
            lambda row: row.indicator.get("value"),
        ),
        Column(
            "indicator_unit", _("Unit"), ColumnKind.TEXT, ColumnSource.TEAM,
            _("The unit of the value."),
            lambda row: row.indicator.get("unit", ""),
        ),
        Column(
            "indicator_date", _("Date of measurement"), ColumnKind.DATE, ColumnSource.TEAM,
            _("When it was measured."),
            lambda row: date_in(row.indicator.get("date")),
        ),
        Column(
            "indicator_source", _("Source of the value"), ColumnKind.TEXT, ColumnSource.TEAM,
            _("Where the value comes from."),
            lambda row: row.indicator.get("source", ""),
        ),
    ),
    result_rows,
)  # fmt: skip
