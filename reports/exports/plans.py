"""Plans and lessons of initiatives as exports read them: as they are now, whatever was approved."""

import datetime
import uuid
from dataclasses import dataclass

from django.db.models import QuerySet

from assessments.improvement.plans import TargetNow, actions_now, targets_now, with_names
from assessments.models import Action, Lesson, PlayUse, Target
from assessments.playbook.reads import ShownUse, shown_uses


@dataclass(frozen=True, slots=True)
class Plans:
    """The plans of some initiatives, by their keys, on the `day` of the file, with those of
    their lessons that its reader may read."""

    keys: tuple[uuid.UUID, ...]
    day: datetime.date
    lessons_read: QuerySet[Lesson]

    def targets(self) -> list[TargetNow]:
        """By initiative, in the model's order."""
        found = Target.objects.filter(initiative__in=self.keys)
        return targets_now(with_names(found).order_by("initiative__code", "attribute__order"))

    def actions(self) -> list[Action]:
        """By initiative, in the order in which they were added."""
        found = Action.objects.filter(initiative__in=self.keys)
        return list(actions_now(found.order_by("initiative__code", "pk")))

    def plays(self) -> list[ShownUse]:
        """By initiative, in the order of the playbook."""
        found = PlayUse.objects.filter(initiative__in=self.keys)
        found = found.select_related("initiative__council", "initiative__lead")
        return shown_uses(found.order_by("initiative__code", "play__order", "play__code"))

    def lessons(self) -> list[Lesson]:
        """By initiative, in the order in which they were written."""
        found = self.lessons_read.filter(initiative__in=self.keys)
        found = found.select_related("initiative__council", "initiative__lead", "stage")
        named = found.prefetch_related("criteria", "attributes", "channels")
        return list(named.defer("words_en", "words_fr").order_by("initiative__code", "pk"))
