"""What has become of the plan that a baseline froze."""

from collections.abc import Sequence
from dataclasses import dataclass

from assessments.baselines.values import ActionContent, Content, TargetMove, Written
from assessments.improvement.reads import move_of
from assessments.models import Action, Initiative


@dataclass(frozen=True, slots=True)
class ActionSince:
    """An action as approved and now; of one that is new or that was removed, one is None."""

    title: Written
    then: ActionContent | None
    now: Action | None


@dataclass(frozen=True, slots=True)
class PlanSince:
    """Every action, and what targets moved since the approval."""

    actions: tuple[ActionSince, ...]
    moves: tuple[TargetMove, ...]

    @property
    def changed(self) -> bool:
        """Whether anything is not as it was approved."""
        return bool(self.moves) or any(
            each.then is None or each.now is None or each.then.status != each.now.status
            for each in self.actions
        )


def plan_since(content: Content, initiative: Initiative) -> PlanSince:
    """The plan as approved beside the plan now, of a baseline's content; in two queries."""
    live = {
        (each.title, each.title_language): each
        for each in initiative.actions.select_related("initiative")
    }
    approved: Sequence[ActionContent] = content.actions
    rows = [
        ActionSince(each.title, each, live.pop((each.title.text, each.title.language), None))
        for each in approved
    ]
    rows += [
        ActionSince(Written(each.title, each.title_language), None, each) for each in live.values()
    ]
    changes = initiative.target_changes.exclude(old_level=None).select_related("attribute")
    if content.approval:
        changes = changes.filter(at__gt=content.approval.approved_at)
    return PlanSince(tuple(rows), tuple(move_of(each) for each in changes))
