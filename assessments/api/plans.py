"""Reading the targets and actions that the API hands out, as they are now."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet

from assessments import rules
from assessments.api.rows import Row, named
from assessments.improvement.plans import (
    TargetNow,
    actions_now,
    last_update,
    targets_now,
    with_names,
)
from assessments.models import Action, ActionUpdate, Initiative, Person, Target, TargetChange
from maturity.bilingual import both
from maturity.models import Council


def targets(person: Person, wanted: Row) -> QuerySet[Target]:
    """The targets that a person may export and filters leave, by initiative and attribute."""
    found = with_names(_of_plans(Target.objects.all(), person, wanted))
    found = found.order_by("initiative__code", "attribute__code")
    if wanted["due_before"]:
        found = found.filter(by__lt=wanted["due_before"])
    return _following(found, wanted["after"], "attribute__code")


def actions(person: Person, wanted: Row) -> QuerySet[Action]:
    """The actions that a person may export and filters leave, by initiative and identifier.

    One that is removed while somebody reads page after page is in nobody's way.
    """
    found = actions_now(_of_plans(Action.objects.all(), person, wanted))
    found = found.order_by("initiative__code", "key")
    if wanted["status"]:
        found = found.filter(status=wanted["status"])
    if wanted["due_before"]:
        found = found.filter(due__lt=wanted["due_before"])
    return _following(found, wanted["after"], "key")


def place_of(row: Target | Action) -> str:
    """By which the next page is found: the initiative's code, and which of its rows."""
    own = row.attribute.code if isinstance(row, Target) else row.key
    return f"{row.initiative.code}.{own}"


def _of_plans(found: QuerySet[Any], person: Person, wanted: Row) -> QuerySet[Any]:
    initiatives = rules.plans_exported_by(person)
    if wanted["council"]:
        initiatives = initiatives.filter(council__in=Council.objects.meant_by(wanted["council"]))
    if wanted["initiative"]:
        initiatives = initiatives.filter(code=wanted["initiative"])
    return found.filter(initiative__in=initiatives.values("pk"))


def _following(found: QuerySet[Any], after: str | None, field: str) -> QuerySet[Any]:
    if not after:
        return found
    code, _point, own = after.partition(".")
    same = Q(initiative__code=code, **{f"{field}__gt": own})
    return found.filter(Q(initiative__code__gt=code) | same)


def target_rows(page: Iterable[Target]) -> list[Row]:
    """What is handed out of some targets."""
    return [_target(each) for each in targets_now(page)]


def action_rows(page: Iterable[Action]) -> list[Row]:
    """What is handed out of some actions."""
    return [_action(each) for each in page]


def _target(now: TargetNow) -> Row:
    target, change = now.target, now.last_change
    return {
        **_initiative(target.initiative),
        "attribute": target.attribute.code,
        "attribute_name": both(target.attribute),
        "level": target.level,
        "by": target.by,
        "why": _written(target.why, target.why_language),
        "attained_level": now.attained,
        "gap": now.gap,
        "past_due": now.past_due,
        "moves": len(now.changes),
        "last_move": _move(change) if change else None,
    }


def _move(change: TargetChange) -> Row:
    return {
        "at": change.at,
        "old_level": change.old_level,
        "level": change.level,
        "old_by": change.old_by,
        "by": change.by,
        "why": _written(change.why, change.why_language),
    }


def _action(action: Action) -> Row:
    play, update = action.play, last_update(action)
    title = both(play.published, "title") if play and play.published else None
    return {
        "id": action.key,
        **_initiative(action.initiative),
        "title": _written(action.title, action.title_language),
        "statements": [each.code for each in action.criteria.all()],
        "status": action.status,
        "led_by": action.led_by or None,
        "partners": [named(each) for each in action.partners.all()],
        "start": action.start,
        "due": action.due,
        "overdue": action.is_overdue,
        "closed_on": action.closed_on,
        "effort": action.effort or None,
        "effect": action.effect or None,
        "play": play.code if play else None,
        "play_title": title,
        "updates": len(action.updates.all()),
        "last_update": _update(update) if update else None,
        "documents": len(action.documents.all()),
    }


def _update(update: ActionUpdate) -> Row:
    text = _written(update.text, update.text_language)
    return {"at": update.at, "status": update.status, "text": text}


def _initiative(initiative: Initiative) -> Row:
    return {
        "initiative": initiative.code,
        "initiative_name": both(initiative, "name"),
        "council": initiative.council.code,
    }


def _written(text: str, language: str) -> Row | None:
    """A text as somebody wrote it, in its language; None for none."""
    return {"lang": language, "text": text} if text else None
