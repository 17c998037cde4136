"""The tables of a council: its portfolio, what is late, the trend, and its own baselines.

Their rows are read of a council snapshot of the day of the file, which the council's report is made
from too.
"""

import datetime
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from operator import attrgetter
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from assessments.councils.content import CouncilReader
from assessments.councils.values import LateInitiative, Line, TrendRow
from assessments.format.types import date_in
from reports.exports.columns import YES_OR_NO, Column, ColumnKind, ColumnSource, Table, Value

type Snapshot = Mapping[str, Any]

WHOLE, DATE, CODE, WORDS = (
    ColumnKind.WHOLE, ColumnKind.DATE, ColumnKind.CODE, ColumnKind.WORDS,
)  # fmt: skip
# Above the highest level of its edition a row has nothing.
LEVEL_STEPS = (
    ("before_level_1", _("Before level 1")),
    ("level_1", _("Level 1")),
    ("level_2", _("Level 2")),
    ("level_3", _("Level 3")),
    ("level_4", _("Level 4")),
    ("level_5", _("Level 5")),
)


@dataclass(frozen=True, slots=True)
class CouncilPart:
    """A council snapshot and the council's own baselines, read in a language."""

    snapshot: Snapshot
    baselines: tuple[Snapshot, ...]
    language: str

    @property
    def reader(self) -> CouncilReader:
        return CouncilReader(self.snapshot, self.language)


@dataclass(frozen=True, slots=True)
class PortfolioRow:
    """An initiative in one attribute; no attribute where it has no baseline."""

    line: Line
    council_code: str
    stage_code: str = ""
    attribute_code: str = ""
    attribute: str = ""
    level: int | None = None
    move: int | None = None
    gap: int | None = None


def portfolio_rows(part: CouncilPart) -> Iterator[PortfolioRow]:
    """By initiative, in the order of the report, and by attribute, in that of the model."""
    reader, entries = part.reader, part.snapshot["initiatives"]
    for entry, line in zip(entries, reader.lines(entries), strict=True):
        if not line.levels:
            yield PortfolioRow(line, entry["council"])
        for (code, name), (level, move, gap) in zip(
            reader.attributes.items(), line.marks, strict=False
        ):
            stage = entry["newest"]["stage"]
            yield PortfolioRow(line, entry["council"], stage, code, name, level, move, gap)


def late_rows(part: CouncilPart) -> Iterator[LateInitiative]:
    """Where most is late first."""
    found = part.reader.late(part.snapshot["late"])
    return iter(found.initiatives if found else ())


@dataclass(frozen=True, slots=True)
class YearRow:
    """Where initiatives stood on a day, overall (no code) or in an attribute."""

    day: datetime.date
    code: str
    name: str
    cells: tuple[int, ...]


def trend_rows(part: CouncilPart) -> Iterator[YearRow]:
    """By day, overall first."""
    opening = part.reader.opening()
    codes = ("", *part.reader.attributes)
    for place, day in enumerate(opening.trend.days):
        for code, row in zip(codes, opening.trend.rows, strict=True):
            yield _year(day, code, row, place)


def _year(day: datetime.date, code: str, row: TrendRow, place: int) -> YearRow:
    return YearRow(day, code, row.name, row.cells[place])


def baseline_rows(part: CouncilPart) -> Iterator[Snapshot]:
    """The council's baselines, the earliest first."""
    return iter(part.baselines)


def _column[Row](
    key: str, heading: Promise, kind: ColumnKind, meaning: Promise, value: Callable[[Row], Value]
) -> Column[Row]:
    return Column(key, heading, kind, ColumnSource.COUNCIL, meaning, value)


def _steps[Row](cells: Callable[[Row], Any]) -> tuple[Column[Row], ...]:
    """How many initiatives stand at each step, a column each."""

    def at(place: int, row: Row) -> int | None:
        levels = cells(row)[:-1]
        return levels[place] if place < len(levels) else None

    def without(row: Row) -> int:
        return int(cells(row)[-1])

    meaning = _("Number of initiatives at this step; empty where the edition has no such level.")
    levels = (
        _column(key, heading, WHOLE, meaning, partial(at, place))
        for place, (key, heading) in enumerate(LEVEL_STEPS)
    )
    meaning = _("Number of initiatives without a level.")
    return (*levels, _column("without_level", _("Without a level"), WHOLE, meaning, without))


PORTFOLIO: Table[PortfolioRow] = Table(
    "portfolio",
    _("Portfolio"),
    _("A row for each initiative and attribute, by the newest baseline; one row for an initiative "
      "without a baseline."),
    (
        _column("initiative_code", _("Initiative code"), CODE,
                _("The permanent code of the initiative."), attrgetter("line.code")),
        _column("initiative", _("Initiative"), WORDS, _("The initiative’s name."),
                attrgetter("line.name")),
        _column("council_code", _("Council code"), CODE,
                _("The council that the initiative belongs to."), attrgetter("council_code")),
        _column("lead", _("Lead jurisdiction"), WORDS,
                _("The name of the government that leads the initiative."),
                attrgetter("line.lead")),
        _column("stage_code", _("Stage code"), CODE,
                _("The stage of the life cycle that was assessed."), attrgetter("stage_code")),
        _column("as_of", _("Situation as of"), DATE, _("The date whose situation was assessed."),
                attrgetter("line.newest_as_of")),
        Column("is_old", _("Older than 12 months"), WHOLE, ColumnSource.COUNCIL,
               _("Whether the baseline describes a date more than 12 months ago."),
               lambda row: int(row.line.stale), YES_OR_NO),
        _column("overall_level", _("Overall level"), WHOLE,
                _("The lowest level of its attributes; empty without any."),
                attrgetter("line.overall")),
        _column("attribute_code", _("Attribute code"), CODE, _("The attribute of the model."),
                attrgetter("attribute_code")),
        _column("attribute", _("Attribute"), WORDS, _("The attribute’s name."),
                attrgetter("attribute")),
        _column("attained_level", _("Level attained"), WHOLE,
                _("The level attained; empty where no statement applies."), attrgetter("level")),
        _column("move", _("Change"), WHOLE,
                _("1 where the level rose since a year before, -1 where it fell, else 0."),
                attrgetter("move")),
        _column("gap", _("Gap"), WHOLE,
                _("How many levels are missing to the target; empty without a target."),
                attrgetter("gap")),
    ),
    portfolio_rows,
    of_council=True,
)  # fmt: skip
LATE: Table[LateInitiative] = Table(
    "late",
    _("Late"),
    _("A row for each initiative of which something is late on the day of the file."),
    (
        _column("initiative_code", _("Initiative code"), CODE,
                _("The permanent code of the initiative."), attrgetter("code")),
        _column("initiative", _("Initiative"), WORDS, _("The initiative’s name."),
                attrgetter("name")),
        _column("lead", _("Lead jurisdiction"), WORDS,
                _("The name of the government that leads the initiative."), attrgetter("lead")),
        _column("council", _("Council"), WORDS, _("The council’s name."), attrgetter("council")),
        _column("overdue_actions", _("Overdue actions"), WHOLE,
                _("How many of its actions are overdue."), attrgetter("actions")),
        _column("oldest_action", _("Oldest overdue action"), DATE,
                _("When the oldest of them was due."), attrgetter("oldest_action")),
        _column("late_targets", _("Targets past due"), WHOLE,
                _("How many of its targets are past due."), attrgetter("targets")),
        _column("oldest_target", _("First target past due"), DATE,
                _("When the first of them was due."), attrgetter("oldest_target")),
        _column("old_baseline", _("Baseline older than 12 months"), DATE,
                _("The date that its newest baseline describes, where that is more than 12 months "
                  "ago."), attrgetter("stale_as_of")),
    ),
    late_rows,
    of_council=True,
)  # fmt: skip
TREND: Table[YearRow] = Table(
    "trend",
    _("Trend"),
    _("A row for each of five years and each attribute, and one for the overall level."),
    (
        _column("day", _("Date"), DATE, _("The day on whose evening the initiatives stood so."),
                attrgetter("day")),
        _column("attribute_code", _("Attribute code"), CODE,
                _("The attribute of the model; empty for the overall level."), attrgetter("code")),
        _column("attribute", _("Attribute"), WORDS,
                _("The attribute’s name, or “Overall”."),
                lambda row: row.name or gettext("Overall")),
        *_steps(attrgetter("cells")),
    ),
    trend_rows,
    of_council=True,
)  # fmt: skip


def _covered(name: str, heading: Promise, meaning: Promise) -> Column[Snapshot]:
    return _column(name, heading, WHOLE, meaning, lambda row: row["coverage"][name])


def _overall(row: Snapshot) -> list[int]:
    return row["overall"]


COUNCIL_BASELINES: Table[Snapshot] = Table(
    "council-baselines",
    _("Council baselines"),
    _("A row for each baseline of the council itself."),
    (
        _column("as_of", _("Situation as of"), DATE, _("The date that the baseline describes."),
                lambda row: date_in(row["at"])),
        _column("compared_with", _("Compared with"), DATE,
                _("The earlier date that it is compared with."),
                lambda row: date_in(row["since"])),
        _column("approved_on", _("Approved on"), DATE, _("The day on which it was approved."),
                lambda row: timezone.localdate(row["approved_at"])),
        _column("sha256", _("SHA-256"), CODE,
                _("The digest by which the baseline can be checked."), lambda row: row["sha256"]),
        _covered("registered", _("Registered"), _("How many initiatives were registered.")),
        _covered("begun", pgettext_lazy("initiatives", "Started"),
                 _("How many had started an assessment.")),
        _covered("submitted", pgettext_lazy("initiatives", "Submitted"),
                 _("How many had submitted an assessment.")),
        _covered("with_baseline", _("With a baseline"), _("How many had a baseline.")),
        _covered("stale", _("Baselines older than 12 months"),
                 _("How many of these described a date more than 12 months before.")),
        *_steps(_overall),
    ),
    baseline_rows,
    of_council=True,
)  # fmt: skip
