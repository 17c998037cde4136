"""The figures of a baseline, as rows to insert: what its snapshot says, without the snapshot."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

type Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class FiguresRows:
    """Values by column of one Figures, its AttributeFigures and its BlockingCriterion."""

    figures: Row
    attributes: tuple[Row, ...]
    blocking: tuple[Row, ...]


def figures_rows(
    snapshot: Mapping[str, Any],
    *,
    baseline: Any,
    assessment: Any,
    attributes: Mapping[str, int],
    criteria: Mapping[str, int],
) -> FiguresRows:
    """The rows of a baseline of an assessment, whose snapshot this is. Pure, without a query.

    Both are instances of the models, of today's or of a migration's; `attributes` and `criteria`
    have the edition's keys by code.
    """
    computed = snapshot["assessment"]["computed"]
    effective = snapshot["effective"]
    own = {"figures_id": baseline.pk}
    return FiguresRows(
        figures={
            "baseline_id": baseline.pk,
            "initiative_id": assessment.initiative_id,
            "stage_id": assessment.stage_id,
            "edition_id": assessment.edition_id,
            "as_of": datetime.date.fromisoformat(snapshot["assessment"]["as_of"]),
            "approved_at": baseline.approved_at,
            "superseded_at": None,
            "overall_level": computed["overall_level"],
            "rated": sum(rating is not None for rating in effective.values()),
            "total": len(effective),
        },
        attributes=tuple(
            {
                **own,
                "attribute_id": attributes[each["attribute"]],
                "level": each["attained_level"],
                "progress": each["progress"],
                "target": each["target"],
                "gap": each["gap"],
            }
            for each in computed["attributes"]
        ),
        blocking=tuple(
            {**own, "criterion_id": criteria[code]}
            for each in computed["attributes"]
            for code in each["blocking"]
        ),
    )
