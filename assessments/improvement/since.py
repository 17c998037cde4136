"""What has become of the plan that a baseline froze."""

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

    @property
    def moved(self) -> bool:
        """Whether it is due on another day."""
        return bool(self.then and self.now and self.then.due != self.now.due)

    @property
    def handed_on(self) -> bool:
        """Whether somebody else leads it."""
        return bool(self.then and self.now and self.then.owner != self.now.led_by)

    @property
    def changed(self) -> bool:
        """Whether it is not as it was approved."""
        if self.then is None or self.now is None:
            return True
        said = (self.now.title, self.now.status)
        other = said != (self.then.title.text, self.then.status)
        return other or self.moved or self.handed_on


@dataclass(frozen=True, slots=True)
class PlanSince:
    """Every action, and what targets moved since the approval."""

    actions: tuple[ActionSince, ...]
    moves: tuple[TargetMove, ...]

    @property
    def changed(self) -> bool:
        """Whether anything is not as it was approved."""
        return bool(self.moves) or any(each.changed for each in self.actions)


def plan_since(content: Content, initiative: Initiative) -> PlanSince:
    """The plan as approved beside the plan now, of a baseline's content; in two queries.

    An action is known by its key, or where the baseline does not have it, by its title.
    """
    live = list(initiative.actions.select_related("initiative", "assignee"))
    by_key = {str(each.key): each for each in live}
    by_title = {_title(each): each for each in live}
    rows, met = [], set()
    for then in content.actions:
        title = (then.title.text, then.title.language)
        now = by_key.get(then.key) if then.key else by_title.get(title)
        rows.append(ActionSince(Written(*_title(now)) if now else then.title, then, now))
        met.add(now)
    rows += [ActionSince(Written(*_title(each)), None, each) for each in live if each not in met]
    changes = initiative.target_changes.exclude(old_level=None).select_related("attribute")
    if content.approval:
        changes = changes.filter(at__gt=content.approval.approved_at)
    return PlanSince(tuple(rows), tuple(move_of(each) for each in changes))


def _title(action: Action) -> tuple[str, str]:
    return action.title, action.title_language
