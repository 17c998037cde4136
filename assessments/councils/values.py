"""What is shown of a council: frozen values that its pages, reports and slides share."""

import datetime
from dataclasses import dataclass
from itertools import groupby

from assessments.baselines.values import Written
from assessments.standings.counts import Coverage
from assessments.standings.withholding import Cells

# The one of which snapshots do not say that they are: there was no other.
FIRST_EDITION = "2017-draft"


@dataclass(frozen=True, slots=True)
class Breakdown:
    """A breakdown of `total` initiatives by kind; None stands for a figure that is withheld."""

    name: str
    cells: Cells
    total: int | None

    @property
    def top(self) -> int:
        """Of a breakdown over the continuum, the highest level: none stands in the last cell."""
        return len(self.cells) - 2

    @property
    def rest(self) -> int:
        """How many there are of the kinds that are withheld, all together."""
        return (self.total or 0) - sum(each or 0 for each in self.cells)


@dataclass(frozen=True, slots=True)
class Counted[Figure]:
    """How many initiatives have a baseline at a stage, or of a council.

    `seen` is how many of the council's were submitted, None for a stage.
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
    """For each stage, how many attained at least each level, from 1 on."""

    name: str
    stages: tuple[tuple[Share, ...], ...]


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
    """An initiative: the levels of its newest baseline in order, empty without one, how each moved
    (1, 0 or -1) and its gap to target; in `stages` those at which it has a baseline, each with its
    overall level. `link` leads to it, from a page."""

    code: str
    name: str
    lead: str
    council: str
    stages: tuple[tuple[str, int | None], ...]
    newest_stage: str
    newest_as_of: datetime.date | None
    levels: tuple[int | None, ...]
    moves: tuple[int, ...] = ()
    gaps: tuple[int | None, ...] = ()
    stale: bool = False

    @property
    def overall(self) -> int | None:
        """The lowest of its levels; None without any."""
        return min((each for each in self.levels if each is not None), default=None)

    @property
    def gap(self) -> int:
        """How many levels there are to go to all targets together."""
        return sum(each or 0 for each in self.gaps)

    @property
    def rose(self) -> int:
        return sum(each > 0 for each in self.moves)

    @property
    def fell(self) -> int:
        return sum(each < 0 for each in self.moves)

    @property
    def changed(self) -> int:
        """How many levels changed since the earlier day."""
        return self.rose + self.fell

    @property
    def marks(self) -> list[tuple[int | None, int, int | None]]:
        """For each attribute the level, how it moved, and the gap to its target."""
        return list(zip(self.levels, self.moves, self.gaps, strict=True))

    @property
    def runs(self) -> list[tuple[int | None, int]]:
        """The levels with how often each stands in a row: fewer boxes to draw."""
        return [(level, len(list(some))) for level, some in groupby(self.levels)]


@dataclass(frozen=True, slots=True)
class HoldingBack:
    """A statement, and how many initiatives it keeps from the next level of its attribute."""

    code: str
    text: str
    number: int


@dataclass(frozen=True, slots=True)
class Lifting:
    """An attribute that holds overall levels back: it is the lowest, or one of the lowest, of
    `lowest` of the initiatives `of`, and of `alone` of them the only one."""

    code: str
    name: str
    lowest: int
    alone: int
    of: int
    statements: tuple[HoldingBack, ...]


@dataclass(frozen=True, slots=True)
class TrendRow:
    """How many initiatives stood at each step on each of some days, the earliest first; the
    name is empty for the overall level."""

    name: str
    cells: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class CouncilTrend:
    """Where the initiatives stood over the years: overall, and by attribute.

    The baselines are of several editions, between which levels of the attributes that are `mixed`
    do not mean the same; these are by name.
    """

    days: tuple[datetime.date, ...]
    rows: tuple[TrendRow, ...]
    mixed: tuple[str, ...] = ()

    @property
    def begun(self) -> bool:
        """Whether there was anything to see on an earlier day."""
        return any(sum(each) for each in self.rows[0].cells[:-1])


@dataclass(frozen=True, slots=True)
class CouncilAim:
    """What a council aims for in one attribute, and how far it is: `attained` of `of` initiatives.

    The name is empty where the edition of the model does not have the attribute (any more), and
    then nothing is counted.
    """

    code: str
    name: str
    level: int
    share: int  # of the initiatives, in percent
    by: datetime.date
    attained: int
    of: int
    late: bool

    @property
    def met(self) -> bool:
        """Whether enough initiatives have attained the level."""
        return self.of > 0 and 100 * self.attained >= self.share * self.of


@dataclass(frozen=True, slots=True)
class DecisionText:
    """What a council decided or recommended; `kind` is a code of Decision.Kind."""

    kind: str
    text: str
    on: datetime.date


@dataclass(frozen=True, slots=True)
class LateInitiative:
    """What is late of an initiative, and since when: its overdue actions, its targets past due, and
    its baseline where that describes a day more than 12 months ago."""

    code: str
    name: str
    lead: str
    council: str
    actions: int
    oldest_action: datetime.date | None
    targets: int
    oldest_target: datetime.date | None
    stale_as_of: datetime.date | None


@dataclass(frozen=True, slots=True)
class LateList:
    """The initiatives of which most is late, those first; how many there are of each kind."""

    initiatives: tuple[LateInitiative, ...]
    total: int
    actions: int
    targets: int
    stale: int


@dataclass(frozen=True, slots=True)
class PlannedAction:
    """An action with a due date that is neither done nor cancelled; `language` is its title's.

    The initiative goes by its code, and once it is read by its name too.
    """

    title: str
    language: str
    owner: str
    due: datetime.date
    initiative: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class TeamLesson:
    """What a team would tell the next one; the title is None in what was kept without one."""

    kind: str  # a code of Lesson.Kind
    title: Written | None
    text: Written
    stage: str  # its code, or once it is read its name; empty for none
    initiative: str


@dataclass(frozen=True, kw_only=True)
class HeadlineFigures:
    """What a council's standing comes to in a sentence (`sentences.headline`)."""

    coverage: Coverage
    overall: tuple[int, ...]  # by step: before level 1, the levels, without one
    lifts: tuple[Lifting, ...]

    @property
    def with_baseline(self) -> int:
        """How many initiatives have a baseline."""
        return self.coverage.with_baseline


@dataclass(frozen=True, kw_only=True)
class Opening(HeadlineFigures):
    """What a council's dashboard and reports begin with, in one language."""

    joint: bool  # whether it is about several councils
    levels: tuple[str, ...]  # the continuum's words
    attributes: tuple[str, ...]
    distribution: tuple[Breakdown, ...]
    trend: CouncilTrend
    aims: tuple[CouncilAim, ...]

    @property
    def steps(self) -> range:
        """The levels from 1 on."""
        return range(1, len(self.levels))


@dataclass(frozen=True, kw_only=True)
class CouncilContent(Opening):
    """A council's standing in one language."""

    council: str
    abbreviation: str
    at: datetime.date
    since: datetime.date
    heat: tuple[HeatRow, ...]
    model: str
    edition: str
    rule: str
    stages: tuple[Counted[int], ...]
    councils: tuple[tuple[str, int], ...]
    compared: int
    first: int
    anew: int
    across: int  # of those compared, so many are of another edition than before
    movement: tuple[Breakdown, ...]  # rose, the same, fell, not to be compared
    moved: tuple[Moved, ...]
    blocking: tuple[Blocking[int], ...]
    gaps: tuple[Breakdown, ...]  # target attained, so many levels below, no target
    statuses: tuple[tuple[str, int], ...]  # codes of Action.Status
    overdue_count: int
    overdue: tuple[PlannedAction, ...]
    upcoming: tuple[PlannedAction, ...]
    lessons_count: int
    lessons: tuple[TeamLesson, ...]
    decisions: tuple[DecisionText, ...]
    late: LateList | None
    initiatives: tuple[Line, ...]

    @property
    def actions(self) -> int:
        """How many actions there are."""
        return sum(number for _status, number in self.statuses)
