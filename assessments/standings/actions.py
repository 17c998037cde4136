"""Keeping what is read of baselines up to date, in the transaction that makes one."""

from assessments.exchange.types import Snapshot
from assessments.models import AttributeFigures, Baseline, BlockingCriterion, Figures
from assessments.standings.rows import FiguresRows, figures_rows
from assessments.standings.writing import list_baseline
from maturity.models import Attribute, Criterion


def keep_figures(baseline: Baseline, taken: Snapshot) -> Figures:
    """Writes the figures of a new baseline, whose snapshot is `taken`, in place of the last one's.

    Costs the same however many baselines there are. Call it in a transaction.
    """
    assessment = baseline.assessment
    rows = figures_rows(
        taken,
        baseline=baseline,
        assessment=assessment,
        attributes=_keys(Attribute, assessment.edition_id),
        criteria=_keys(Criterion, assessment.edition_id),
    )
    Figures.objects.filter(
        initiative=assessment.initiative_id, stage=assessment.stage_id, superseded_at=None
    ).update(superseded_at=baseline.approved_at)
    figures = Figures.objects.create(**rows.figures)
    write_parts(rows)
    list_baseline(baseline, taken)
    return figures


def write_parts(rows: FiguresRows) -> None:
    """Writes what belongs to a baseline's Figures, which are written already."""
    AttributeFigures.objects.bulk_create(AttributeFigures(**row) for row in rows.attributes)
    BlockingCriterion.objects.bulk_create(BlockingCriterion(**row) for row in rows.blocking)


def _keys(model: type[Attribute | Criterion], edition: int) -> dict[str, int]:
    return dict(model._default_manager.filter(edition=edition).values_list("code", "pk"))
