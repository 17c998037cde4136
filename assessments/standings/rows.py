"""The figures of a baseline: what its snapshot says, without the snapshot."""

import datetime
from collections.abc import Mapping
from typing import Any

from assessments.models import Assessment, Baseline, Figures


def figures_of(baseline: Baseline, assessment: Assessment, snapshot: Mapping[str, Any]) -> Figures:
    """Returns the figures of an assessment's baseline, not written yet. Without a query."""
    computed, effective = snapshot["assessment"]["computed"], snapshot["effective"]
    return Figures(
        baseline_id=baseline.pk,
        initiative_id=assessment.initiative_id,
        stage_id=assessment.stage_id,
        edition_id=assessment.edition_id,
        as_of=datetime.date.fromisoformat(snapshot["assessment"]["as_of"]),
        approved_at=baseline.approved_at,
        overall_level=computed["overall_level"],
        rated=sum(rating is not None for rating in effective.values()),
        total=len(effective),
        profile={
            each["attribute"]: {
                "level": each["attained_level"],
                **{name: each[name] for name in ("progress", "target", "gap", "blocking")},
            }
            for each in computed["attributes"]
        },
        ratings=effective,
    )
