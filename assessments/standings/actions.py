"""Keeping what is read of baselines up to date, in the transaction that makes one."""

from assessments.format.types import Snapshot
from assessments.models import Baseline, Figures
from assessments.standings.rows import figures_of
from assessments.standings.writing import list_baseline


def keep_figures(baseline: Baseline, taken: Snapshot) -> Figures:
    """Writes the figures of a new baseline, whose snapshot is `taken`, in place of the last one's.

    Costs the same however many baselines there are. Call it in a transaction.
    """
    assessment = baseline.assessment
    Figures.objects.filter(
        initiative=assessment.initiative_id, stage=assessment.stage_id, superseded_at=None
    ).update(superseded_at=baseline.approved_at)
    figures = figures_of(baseline, assessment, taken)
    figures.save(force_insert=True)
    list_baseline(baseline, taken)
    return figures
