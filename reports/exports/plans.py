"""The plans of some initiatives as exports read them: as they are now, whatever was approved."""

import datetime
import uuid
from dataclasses import dataclass

from assessments.improvement.plans import TargetNow, actions_now, targets_now, with_names
from assessments.models import Action, Target


@dataclass(frozen=True, slots=True)
class Plans:
    """The plans of some initiatives, by their keys, on the `day` of the file."""

    keys: tuple[uuid.UUID, ...]
    day: datetime.date

    def targets(self) -> list[TargetNow]:
        """By initiative, in the model's order."""
        found = Target.objects.filter(initiative__in=self.keys)
        return targets_now(with_names(found).order_by("initiative__code", "attribute__order"))

    def actions(self) -> list[Action]:
        """By initiative, in the order in which they were added."""
        found = Action.objects.filter(initiative__in=self.keys)
        return list(actions_now(found.order_by("initiative__code", "pk")))
