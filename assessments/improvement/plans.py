"""The plans of many initiatives as they stand now, for files and programs."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from assessments.improvement.reads import AttributeTarget
from assessments.models import Action, ActionUpdate, Figures, Target, TargetChange


@dataclass(frozen=True, slots=True)
class TargetNow:
    """A target, the level attained in the newest baseline (None for none), and what was changed of
    it, the first change first; that it was set is none.
    """

    target: Target
    attained: int | None
    changes: tuple[TargetChange, ...]

    @property
    def gap(self) -> int | None:
        """How many levels remain to reach it, never below 0; None without a level."""
        return None if self.attained is None else self._row.gap

    @property
    def past_due(self) -> bool:
        """Whether its day has passed and the level is not attained."""
        return self._row.past_due

    @property
    def last_change(self) -> TargetChange | None:
        return self.changes[-1] if self.changes else None

    @property
    def _row(self) -> AttributeTarget:
        return AttributeTarget(self.target.attribute, self.target, self.attained, None, ())


def with_names(targets: QuerySet[Target]) -> QuerySet[Target]:
    """Targets of any initiatives with what `targets_now` and whoever writes them out read."""
    return targets.select_related("initiative__council", "initiative__lead", "attribute")


def targets_now(targets: Iterable[Target]) -> list[TargetNow]:
    """How targets stand that are read `with_names`, in two queries more."""
    found = list(targets)
    initiatives = {each.initiative_id for each in found}
    counting = Figures.objects.counting().filter(initiative__in=initiatives)
    profiles = dict(counting.values_list("initiative", "profile"))
    changes = defaultdict(list)
    moved = TargetChange.objects.filter(initiative__in=initiatives, old_level__isnull=False)
    for each in moved.select_related("attribute"):
        changes[each.initiative_id, each.attribute.code].append(each)
    return [
        TargetNow(
            each,
            profiles.get(each.initiative_id, {}).get(each.attribute.code, {}).get("level"),
            tuple(changes[each.initiative_id, each.attribute.code]),
        )
        for each in found
    ]


def actions_now(actions: QuerySet[Action]) -> QuerySet[Action]:
    """Actions of any initiatives with all that is told of them, in six queries.

    Plays are read once each, and not once an action: what one says is long.
    """
    return actions.select_related(
        "initiative__council", "initiative__lead", "assignee"
    ).prefetch_related("criteria", "partners", "updates", "documents", "play__published")


def last_update(action: Action) -> ActionUpdate | None:
    """What was last reported of an action, read `actions_now`."""
    return next(iter(action.updates.all()), None)
