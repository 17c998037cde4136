"""Reading a council snapshot in one language: the frozen values that pages and reports show."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from assessments.baselines.values import Written
from assessments.councils.reads import PlannedAction, TeamLesson
from assessments.standings.withholding import Cells


@dataclass(frozen=True, slots=True)
class Breakdown:
    """A breakdown of `total` initiatives by kind; None stands for a figure that is withheld."""

    name: str
    cells: Cells
    total: int | None

    @property
    def rest(self) -> int:
        """How many there are of the kinds that are withheld, all together."""
        return (self.total or 0) - sum(each or 0 for each in self.cells)


@dataclass(frozen=True, slots=True)
class Extreme:
    """The attributes that have the most of something, all that tie, and how many that is."""

    names: tuple[str, ...]
    number: int


@dataclass(frozen=True, slots=True)
class Counted[Figure]:
    """How many initiatives have a baseline at a stage, or of a council.

    `seen` is how many of the council's were submitted, None where withheld.
    """

    name: str
    initiatives: Figure
    seen: int | None = None


@dataclass(frozen=True, slots=True)
class Share:
    """So many of `of`, and in `shade` which quarter of them that is: 0 for none, 4 for the last.

    `address` is that of the list behind it, if any.
    """

    number: int
    of: int
    address: str = ""

    @property
    def shade(self) -> int:
        return -(-4 * self.number // self.of) if self.of else 0


@dataclass(frozen=True, slots=True)
class HeatRow:
    """For each stage, how many attained at least levels 1, 2 and 3; None where withheld."""

    name: str
    stages: tuple[tuple[Share, ...] | None, ...]


@dataclass(frozen=True, slots=True)
class LevelChange:
    attribute: str
    before: int
    now: int


@dataclass(frozen=True, slots=True)
class Moved:
    """An initiative that was assessed anew, and what changed."""

    code: str
    name: str
    stage: str
    changes: tuple[LevelChange, ...]


@dataclass(frozen=True, slots=True)
class Blocking[Figure]:
    """A criterion that keeps so many initiatives from their next level."""

    code: str
    attribute: str
    level: int
    statement: str
    initiatives: Figure


@dataclass(frozen=True, slots=True)
class Line:
    """An initiative: the levels of its newest baseline in order, empty without one; in `stages`
    those at which it has a baseline, each with its overall level."""

    code: str
    name: str
    lead: str
    council: str
    stages: tuple[tuple[str, int | None], ...]
    newest_stage: str
    newest_as_of: datetime.date | None
    levels: tuple[int | None, ...]

    @property
    def runs(self) -> list[tuple[int | None, int]]:
        """The levels with how often each stands in a row: fewer boxes to draw."""
        return [(level, len(list(some))) for level, some in groupby(self.levels)]


@dataclass(frozen=True, kw_only=True)
class HeadlineFigures:
    """What a council's standing comes to in one sentence. Figures are None where withheld."""

    named: bool
    seen: int | None
    with_baseline: int | None
    distribution: tuple[Breakdown, ...]

    @property
    def is_withheld(self) -> bool:
        """Whether there are too few baselines to show anything of them."""
        return self.with_baseline is None

    @property
    def lowest(self) -> Extreme | None:
        """The attributes in which the most have not attained level 1; None where none is such."""
        return _extreme((row, row.cells[0] or 0) for row in self.distribution)

    @property
    def most_stop(self) -> bool:
        """Whether more than half have not attained level 1 in the `lowest` attributes."""
        return self.lowest is not None and 2 * self.lowest.number > (self.with_baseline or 0)

    @property
    def highest(self) -> Extreme | None:
        """The attributes in which the most have attained level 2 or 3."""
        return _extreme(
            (row, row.cells[2] + row.cells[3])
            for row in self.distribution
            if row.cells[2] is not None and row.cells[3] is not None
        )


def _extreme(rows: Iterable[tuple[Breakdown, int]]) -> Extreme | None:
    """The rows with the largest number; None where that is 0."""
    found = list(rows)
    most = max((number for _row, number in found), default=0)
    names = tuple(row.name for row, number in found if number == most)
    return Extreme(names, most) if most else None


@dataclass(frozen=True, kw_only=True)
class StageFigures(HeadlineFigures):
    """The same, and where the initiatives stand at each stage."""

    heat: tuple[HeatRow, ...]

    @property
    def stages_withheld(self) -> bool:
        """Whether no attribute is shown by stage."""
        return all(None in row.stages for row in self.heat)


@dataclass(frozen=True, kw_only=True)
class CouncilContent(StageFigures):
    """A council's standing in one language. Figures are None where they are withheld."""

    council: str
    abbreviation: str
    joint: bool  # whether it is about several councils
    at: datetime.date
    since: datetime.date
    model: str
    rule: str
    levels: tuple[str, ...]
    attributes: tuple[str, ...]
    stages: tuple[Counted[int | None], ...]
    councils: tuple[tuple[str, int | None], ...]
    compared: int | None
    first: int | None
    anew: int | None
    movement: tuple[Breakdown, ...]  # rose, the same, fell, not at both dates
    moved: tuple[Moved, ...]
    blocking: tuple[Blocking[int], ...]
    gaps: tuple[Breakdown, ...]  # by bitmaps.index.STEPS
    statuses: tuple[tuple[str, int | None], ...]  # codes of Action.Status
    overdue_count: int | None
    overdue: tuple[PlannedAction, ...]
    upcoming: tuple[PlannedAction, ...]
    lessons_count: int | None
    lessons: tuple[TeamLesson, ...]
    initiatives: tuple[Line, ...]

    @property
    def actions(self) -> int:
        """How many there are, as far as it is shown."""
        return sum(number or 0 for _status, number in self.statuses)

    @property
    def actions_withheld(self) -> bool:
        return any(number is None for _status, number in self.statuses)


def council_content(snapshot: Mapping[str, Any], language: str) -> CouncilContent:
    """A council snapshot in one language ("en" or "fr")."""
    return _CouncilReader(snapshot, language).content()


class _CouncilReader:
    def __init__(self, snapshot: Mapping[str, Any], language: str) -> None:
        self.snapshot, self.language = snapshot, language
        model = snapshot["model"]
        self.attributes = {each["code"]: each["name"][language] for each in model["attributes"]}
        self.stages = {each["code"]: each["name"][language] for each in model["stages"]}
        self.councils = {each["code"]: each["name"][language] for each in snapshot["councils"]}
        self.names = {each["code"]: each["name"][language] for each in snapshot["initiatives"]}

    def content(self) -> CouncilContent:
        taken, language = self.snapshot, self.language
        coverage, movement, actions = taken["coverage"], taken["movement"], taken["actions"]
        total = coverage["with_baseline"]
        return CouncilContent(
            council=taken["council"]["name"][language],
            abbreviation=taken["council"]["abbreviation"][language],
            joint=len(self.councils) > 1,
            at=datetime.date.fromisoformat(taken["at"]),
            since=datetime.date.fromisoformat(taken["since"]),
            named=taken["named"],
            model=taken["model"]["title"][language],
            rule=taken["model"]["rule"],
            levels=tuple(each[language] for each in taken["model"]["levels"]),
            attributes=tuple(self.attributes.values()),
            seen=coverage["seen"],
            with_baseline=total,
            stages=tuple(map(Counted, self.stages.values(), coverage["stages"])),
            councils=tuple(zip(self.councils.values(), coverage["councils"], strict=True)),
            distribution=self._rows(taken["distribution"], total),
            heat=tuple(
                HeatRow(name, self._shares(taken["stages"][code], len(self.stages)))
                for code, name in self.attributes.items()
            ),
            compared=movement["compared"],
            first=movement["first"],
            anew=movement["anew"],
            movement=self._rows(movement["attributes"], movement["compared"]),
            moved=tuple(self._moved(each) for each in movement["moved"]),
            blocking=tuple(
                Blocking(
                    each["criterion"],
                    self.attributes.get(each["attribute"], each["attribute"]),
                    each["level"],
                    each["text"][language],
                    each["initiatives"],
                )
                for each in taken["blocking"]
            ),
            gaps=self._rows(taken["gaps"], total),
            statuses=tuple(actions["statuses"].items()),
            overdue_count=actions["overdue_count"],
            overdue=tuple(_due(each) for each in actions["overdue"]),
            upcoming=tuple(_due(each) for each in actions["upcoming"]),
            lessons_count=taken["lessons_count"],
            lessons=tuple(self._told(each) for each in taken["lessons"]),
            initiatives=tuple(self._line(each) for each in taken["initiatives"]),
        )

    def _rows(
        self, found: Mapping[str, Sequence[int | None]], total: int | None
    ) -> tuple[Breakdown, ...]:
        return tuple(
            Breakdown(name, tuple(found[code]), total) for code, name in self.attributes.items()
        )

    def _shares(
        self, stages: Sequence[Sequence[int]] | None, number: int
    ) -> tuple[tuple[Share, ...] | None, ...]:
        if stages is None:
            return (None,) * number
        return tuple(
            tuple(Share(sum(steps[level:4]), sum(steps)) for level in (1, 2, 3)) for steps in stages
        )

    def _moved(self, each: Mapping[str, Any]) -> Moved:
        return Moved(
            each["initiative"],
            self.names[each["initiative"]],
            self.stages[each["stage"]],
            tuple(
                LevelChange(self.attributes[one["attribute"]], one["from"], one["to"])
                for one in each["attributes"]
            ),
        )

    def _told(self, each: Mapping[str, Any]) -> TeamLesson:
        title = each.get("title")  # since 0.6
        return TeamLesson(
            each["kind"],
            Written(title["text"], title["lang"]) if title else None,
            Written(each["text"]["text"], each["text"]["lang"]),
            self.stages.get(each["stage"], ""),
            each["initiative"],
        )

    def _line(self, each: Mapping[str, Any]) -> Line:
        newest = each["newest"]
        return Line(
            code=each["code"],
            name=each["name"][self.language],
            lead=each["lead"][self.language],
            council=self.councils[each["council"]],
            stages=tuple(
                (name, each["stages"][code])
                for code, name in self.stages.items()
                if code in each["stages"]
            ),
            newest_stage=self.stages[newest["stage"]] if newest else "",
            newest_as_of=datetime.date.fromisoformat(newest["as_of"]) if newest else None,
            levels=tuple(newest["levels"]) if newest else (),
        )


def _due(action: Mapping[str, Any]) -> PlannedAction:
    return PlannedAction(
        action["title"]["text"],
        action["title"]["lang"],
        action["owner"],
        datetime.date.fromisoformat(action["due"]),
        action["initiative"],
    )
