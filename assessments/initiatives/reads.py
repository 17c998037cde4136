"""An initiative's stages and cycles, read in a fixed number of queries."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.db.models import Prefetch

from assessments.format.types import text_in
from assessments.method.life_cycle import LifeCycleRow, life_cycle, stage_levels
from assessments.models import Assessment, Baseline, Initiative, Person
from assessments.models.assessments import State
from maturity.bilingual import current_language
from maturity.models import Stage


@dataclass(frozen=True, slots=True)
class StageRow:
    """One life-cycle stage of an initiative: its newest assessment and its earlier ones."""

    stage: Stage
    assessment: Assessment | None
    earlier: tuple[Assessment, ...]

    @property
    def cycles(self) -> tuple[Assessment, ...]:
        """All of them, the newest first."""
        return (self.assessment, *self.earlier) if self.assessment else ()

    @property
    def cycles_and_before(self) -> tuple[tuple[Assessment, Assessment | None], ...]:
        """The cycles, a baseline's with the baseline before it, if there is one."""
        approved = [each for each in self.cycles if each.state == State.APPROVED]
        before = dict(pairwise(approved))
        return tuple((each, before.get(each)) for each in self.cycles)

    @property
    def baseline(self) -> Baseline | None:
        """The newest baseline of the stage, without its snapshot."""
        for each in self.cycles:
            if each.state == State.APPROVED:
                return each.baseline
        return None

    @property
    def can_start(self) -> bool:
        """Whether nothing is under way that a new assessment would have to wait for."""
        return self.assessment is None or self.assessment.state in (
            State.APPROVED,
            State.WITHDRAWN,
        )


@dataclass(frozen=True, slots=True)
class InitiativeRow:
    """An initiative in a list, with its four stages."""

    initiative: Initiative
    stages: tuple[StageRow, ...]

    @property
    def begun(self) -> bool:
        """Whether any assessment of it was ever started."""
        return any(row.assessment for row in self.stages)


def own_initiatives(person: Person, limit: int) -> list[InitiativeRow]:
    """The first so many initiatives on whose team a person is, with their stages."""
    own = [role.initiative_id for role in person.roles if role.initiative_id]
    if not own:
        return []
    stages = list(Stage.objects.all())
    # A team sees all of its own.
    known = Prefetch("assessments", queryset=Assessment.objects.with_levels().order_by())
    initiatives = Initiative.objects.filter(pk__in=own).select_related("council")
    return [
        InitiativeRow(initiative, _stage_rows(stages, initiative.assessments.all()))
        for initiative in initiatives.prefetch_related(known)[:limit]
    ]


def stages_of(initiative: Initiative, person: Person) -> tuple[StageRow, ...]:
    """The four stages of one initiative, with the assessments that a person may see."""
    seen = initiative.assessments.visible_to(person).with_levels()
    return _stage_rows(list(Stage.objects.all()), seen)


def life_cycle_of(stages: Sequence[StageRow]) -> tuple[LifeCycleRow, ...]:
    """Where each attribute stands at each stage, from the newest baselines."""
    baselines = [row.baseline for row in stages]
    if not any(baselines):
        return ()
    snapshots = {
        each.pk: each.content
        for each in Baseline.objects.filter(pk__in=[each.pk for each in baselines if each])
    }
    newest = [snapshots[each.pk] if each else None for each in baselines]
    names: dict[str, str] = {}
    for taken in newest:
        for attribute in taken["model"]["attributes"] if taken else ():
            names.setdefault(attribute["code"], text_in(attribute, current_language()))
    return life_cycle([stage_levels(taken) if taken else None for taken in newest], names)


def _stage_rows(stages: Sequence[Stage], assessments: Any) -> tuple[StageRow, ...]:
    rows = []
    for stage in stages:
        cycles = sorted(
            (each for each in assessments if each.stage_id == stage.pk),
            key=lambda a: -a.cycle,
        )
        rows.append(StageRow(stage, cycles[0] if cycles else None, tuple(cycles[1:])))
    return tuple(rows)
