"""An initiative over its life cycle: where each attribute stands at each stage, and its trend."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assessments.format.types import Snapshot, StageStanding

WHOLE = ""  # stands for all attributes together, in place of a code

type Levels = Mapping[str, int | None]


@dataclass(frozen=True, slots=True)
class Attained:
    """An attained level (None where nothing applies), and that of the baseline before it, if any.

    `has_previous` tells a baseline before in which nothing applied from no baseline before.
    """

    level: int | None
    previous: int | None
    has_previous: bool

    @property
    def change(self) -> int:
        """How many levels it rose (fell, if negative) since the baseline before."""
        if self.level is None or self.previous is None:
            return 0
        return self.level - self.previous


@dataclass(frozen=True, slots=True)
class LifeCycleRow:
    """One attribute (or the whole, without a name): its standing at each stage, None for none."""

    name: str
    standings: tuple[Attained | None, ...]


@dataclass(frozen=True, slots=True)
class StageLevels:
    """What a stage's baseline attained, by attribute and for the WHOLE, and what the one before."""

    levels: Levels
    previous: Levels


def life_cycle(
    stages: Sequence[StageLevels | None], names: Mapping[str, str]
) -> tuple[LifeCycleRow, ...]:
    """The rows of a life-cycle table: the whole first, then each of the attributes named. Pure.

    `stages` has the newest baseline of each stage, None where there is none.
    """
    return tuple(
        LifeCycleRow(name, tuple(_standing(stage, code) for stage in stages))
        for code, name in ({WHOLE: ""} | dict(names)).items()
    )


def stage_levels(snapshot: Snapshot) -> StageLevels:
    """What a snapshot says of its own stage."""
    computed, before = snapshot["assessment"]["computed"], snapshot["previous"]
    attained = {each["attribute"]: each["attained_level"] for each in computed["attributes"]}
    return StageLevels({WHOLE: computed["overall_level"], **attained}, levels_of(before))


def levels_of(standing: StageStanding | None) -> Levels:
    """The levels in a snapshot's `previous`, or in a standing of its `life_cycle`."""
    if standing is None:
        return {}
    return {WHOLE: standing["overall_level"], **standing["attained_levels"]}


def _standing(stage: StageLevels | None, code: str) -> Attained | None:
    if stage is None or code not in stage.levels:
        return None
    return Attained(stage.levels[code], stage.previous.get(code), code in stage.previous)
