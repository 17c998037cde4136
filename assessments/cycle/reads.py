"""What the dates of an assessment are held against."""

import datetime

from assessments.models import Initiative
from assessments.models.assessments import State
from maturity.models import Stage


def last_baseline_day(initiative: Initiative, stage: Stage) -> datetime.date | None:
    """The day that the newest baseline of a stage describes; None where there is none."""
    approved = initiative.assessments.filter(stage=stage, state=State.APPROVED)
    return approved.order_by("-cycle").values_list("as_of", flat=True).first()
