"""The table of targets: a row for each that a team has set, as it is now, and how it has moved."""

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from operator import attrgetter

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments.improvement.plans import TargetNow
from assessments.models import Initiative, TargetChange
from reports.exports.columns import YES_OR_NO, Column, ColumnKind, ColumnSource, Table, Value
from reports.exports.plans import Plans
from reports.exports.shared import PLAN, coded_columns, written_columns


@dataclass(frozen=True, slots=True)
class TargetRow:
    """A target of a plan."""

    of: Plans
    now: TargetNow

    @property
    def initiative(self) -> Initiative:
        return self.now.target.initiative

    @property
    def change(self) -> TargetChange | None:
        """The last time that it was moved."""
        return self.now.last_change


def target_rows(plans: Plans) -> Iterator[TargetRow]:
    """By initiative, in the model's order."""
    return (TargetRow(plans, each) for each in plans.targets())


def _why(said: object) -> dict[str, str]:
    """Why a target or a change of it is as it is, as a text with its language."""
    return {"text": getattr(said, "why", ""), "lang": getattr(said, "why_language", "")}


def _change(name: str) -> Callable[[TargetRow], Value]:
    """A column of the last change; None where there was none."""
    return lambda row: getattr(row.change, name, None)


def _moved_on(row: TargetRow) -> datetime.date | None:
    return timezone.localdate(row.change.at) if row.change else None


TARGETS: Table[TargetRow] = Table(
    "targets",
    _("Targets"),
    _("A row for each target of each initiative, as it is on the day of the file and not as "
      "approved."),
    (
        *PLAN,
        *coded_columns(
            "attribute", ColumnSource.MODEL,
            _("Attribute code"), _("The attribute’s permanent code."),
            attrgetter("now.target.attribute.code"),
            _("Attribute"), _("The attribute’s name."), attrgetter("now.target.attribute.text"),
        ),
        Column(
            "target_level", _("Target level"), ColumnKind.WHOLE, ColumnSource.PLAN,
            _("The level that the team wants to reach, from 1 on."),
            attrgetter("now.target.level"),
        ),
        Column(
            "target_by", _("Target date"), ColumnKind.DATE, ColumnSource.PLAN,
            _("The date by which the team wants to reach it."),
            attrgetter("now.target.by"),
        ),
        *written_columns(
            "why", _("Reason for the target"), _("Language of the reason"),
            _("Why the team wants to reach it, by then."),
            lambda row: _why(row.now.target), ColumnSource.PLAN,
        ),
        Column(
            "attained_level", _("Level attained"), ColumnKind.WHOLE, ColumnSource.LEVELS,
            _("The level attained in the initiative’s newest baseline, of any stage, 0 where "
              "level 1 is not attained yet; empty where there is none."),
            attrgetter("now.attained"),
        ),
        Column(
            "gap", _("Gap"), ColumnKind.WHOLE, ColumnSource.GAP,
            _("How many levels remain to reach the target; empty without a level."),
            attrgetter("now.gap"),
        ),
        Column(
            "past_due", _("Past due"), ColumnKind.WHOLE, ColumnSource.DUE,
            _("Whether the target date has passed and the level is not attained."),
            lambda row: int(row.now.past_due), YES_OR_NO,
        ),
        Column(
            "moves", _("Times moved"), ColumnKind.WHOLE, ColumnSource.PLAN,
            _("How many times its level or its date was changed, or it was removed, since it was "
              "first set."),
            lambda row: len(row.now.changes),
        ),
        Column(
            "moved_on", _("Last moved on"), ColumnKind.DATE, ColumnSource.PORTAL,
            _("The day on which it was last moved; empty where it never was."),
            _moved_on,
        ),
        Column(
            "moved_from_level", _("Level before the move"), ColumnKind.WHOLE, ColumnSource.PLAN,
            _("The target level until it was last moved."),
            _change("old_level"),
        ),
        Column(
            "moved_to_level", _("Level after the move"), ColumnKind.WHOLE, ColumnSource.PLAN,
            _("The target level from then on; empty where it was removed."),
            _change("level"),
        ),
        Column(
            "moved_from_date", _("Date before the move"), ColumnKind.DATE, ColumnSource.PLAN,
            _("The target date until it was last moved."),
            _change("old_by"),
        ),
        Column(
            "moved_to_date", _("Date after the move"), ColumnKind.DATE, ColumnSource.PLAN,
            _("The target date from then on."),
            _change("by"),
        ),
        *written_columns(
            "moved_why", _("Reason for the move"), _("Language of the reason for the move"),
            _("Why the team moved it."),
            lambda row: _why(row.change), ColumnSource.PLAN,
        ),
    ),
    target_rows,
    of_plans=True,
)  # fmt: skip
