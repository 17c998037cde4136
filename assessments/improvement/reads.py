"""An initiative's plan as it stands now, beside what was approved."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments import rules
from assessments.baselines.moves import move_sentence
from assessments.baselines.reads import scores_of
from assessments.baselines.values import TargetMove, Written
from assessments.models import (
    Action,
    Figures,
    Initiative,
    Membership,
    Person,
    Target,
    TargetChange,
)
from assessments.models.assessments import UNDER_WAY_STATES
from assessments.models.figures import ProfileEntry
from assessments.models.people import Role
from maturity.days import due_today
from maturity.editions import newest_edition
from maturity.folding import by_name
from maturity.models import Attribute, Edition


@dataclass(frozen=True, slots=True)
class AttributeTarget:
    """What is wanted of an attribute, where it stands, and how the target has moved.

    `attained` is a level of the `PlanStanding`; `approved` is the target of the newest baseline.
    """

    attribute: Attribute
    target: Target | None
    attained: int | None
    approved: int | None
    moves: tuple[TargetMove, ...]

    @property
    def why(self) -> Written | None:
        """Why the target is what it is, in its author's words."""
        said = self.target
        return Written(said.why, said.why_language) if said and said.why else None

    @property
    def gap(self) -> int:
        """How many levels the target lies above the attained level."""
        if self.target is None or self.attained is None:
            return 0
        return max(0, self.target.level - self.attained)

    @property
    def past_due(self) -> bool:
        """Whether the day has passed and the level is not attained."""
        by = self.target and self.target.by
        return bool(by and by < due_today() and (self.attained is None or self.gap))


def edition_of(initiative: Initiative) -> Edition:
    """The edition of the initiative's last assessment, or else the newest."""
    last = initiative.assessments.order_by("-as_of", "-cycle").select_related("edition").first()
    return last.edition if last else newest_edition()


@dataclass(frozen=True, slots=True)
class PlanStanding:
    """Where the levels beside targets come from: the newest baseline, or as long as there is none
    an assessment that is under way. `blocking` has the codes that keep attributes from their next
    level; `approved` are the targets of the baseline.
    """

    levels: Mapping[str, int | None]
    approved: Mapping[str, int | None]
    blocking: frozenset[str]
    stage: str
    as_of: datetime.date
    is_baseline: bool


def stands_at(initiative: Initiative, person: Person) -> PlanStanding | None:
    """Where an initiative stands, as far as a person may see it; None where nothing is known."""
    if figures := newest_figures(initiative):
        profile: Mapping[str, ProfileEntry] = figures.profile
        return PlanStanding(
            {code: entry["level"] for code, entry in profile.items()},
            {code: entry["target"] for code, entry in profile.items()},
            frozenset(code for entry in profile.values() for code in entry["blocking"]),
            figures.stage.text,
            figures.as_of,
            is_baseline=True,
        )
    under_way = initiative.assessments.filter(state__in=UNDER_WAY_STATES).with_context()
    newest = under_way.order_by("-as_of", "-stage__order").first()
    if newest is None or not rules.may_see_profile(person, newest):
        return None
    scores = scores_of(newest)
    return PlanStanding(
        {code: score.attained_level for code, score in scores.items()},
        {},
        frozenset(code for score in scores.values() for code in score.blocking),
        newest.stage.text,
        newest.as_of,
        is_baseline=False,
    )


def newest_figures(initiative: Initiative) -> Figures | None:
    """The figures of the baseline that counts, None where there is none."""
    counting = Figures.objects.counting().filter(initiative=initiative)
    return counting.select_related("stage").first()


def target_rows(
    initiative: Initiative, edition: Edition, standing: PlanStanding | None
) -> list[AttributeTarget]:
    """What is wanted of each attribute, in three queries."""
    targets = {each.attribute.code: each for each in _with_attribute(initiative.targets)}
    moves: dict[str, list[TargetMove]] = {}
    for change in _with_attribute(initiative.target_changes):
        if change.old_level is not None:
            moves.setdefault(change.attribute.code, []).append(move_of(change))
    levels = standing.levels if standing else {}
    approved = standing.approved if standing else {}
    return [
        AttributeTarget(
            attribute,
            targets.get(attribute.code),
            levels.get(attribute.code),
            approved.get(attribute.code),
            tuple(moves.get(attribute.code, ())),
        )
        for attribute in Attribute.objects.filter(edition=edition)
    ]


def _with_attribute(rows: Any) -> QuerySet[Any]:
    return rows.select_related("attribute")


def move_of(change: TargetChange) -> TargetMove:
    """A change of a target in words."""
    sentence = move_sentence(
        (change.old_level or 0, change.old_by), (change.level, change.by), change.at
    )
    why = Written(change.why, change.why_language) if change.why else None
    return TargetMove(change.attribute.code, sentence, why)


def people_of(initiative: Initiative) -> list[Membership]:
    """Who can lead an action, by name: the lead and the contributors of the team."""
    members = Membership.objects.filter(
        initiative=initiative, role__in=rules.WORKING, person__is_active=True
    ).select_related("person", "jurisdiction")
    return by_name(members, lambda each: each.person.name)


def has_left(action: Action, members: Iterable[Membership]) -> bool:
    """Whether whoever leads an action is no longer on the team, or has closed their account."""
    if action.assignee_id is None or not action.is_open:
        return False
    return action.assignee_id not in {each.person_id for each in members}


def assigned_to(person: Person) -> QuerySet[Action]:
    """The open actions that a person leads, in initiatives of whose team they are."""
    initiatives = [each.initiative_id for each in person.roles if each.role in rules.WORKING]
    led = Action.objects.open().filter(assignee=person, initiative__in=initiatives)
    return led.select_related("initiative").order_by("due", "pk")


def led_by_nobody() -> QuerySet[Any]:
    """Open actions that are assigned to someone; `has_left` is whether they have left the team."""
    still = Membership.objects.filter(
        initiative=OuterRef("initiative"),
        person=OuterRef("assignee"),
        person__is_active=True,
        role__in=rules.WORKING,
    )
    assigned = Action.objects.open().filter(assignee__isnull=False)
    return assigned.annotate(has_left=~Exists(still))


def waiting_for(person: Person) -> QuerySet[Any]:
    """The open actions that a person leads, and those, in initiatives that the person leads, of
    someone who `has_left` the team.
    """
    led = [each.initiative_id for each in person.roles if each.role == Role.LEAD]
    orphaned = Q(initiative__in=led, has_left=True)
    own = Q(pk__in=assigned_to(person).order_by().values("pk"))
    found = led_by_nobody().filter(own | orphaned).select_related("initiative", "assignee")
    return found.order_by("due", "pk")


def plan_sentence(rows: Iterable[AttributeTarget], actions: int, left: int, late: int) -> str:
    """How a plan stands, in a sentence or two: so many actions, of which some are open or late."""
    aims = [each for each in rows if each.target]
    if not aims:
        told = _("No target is set yet.")
    else:
        reached = sum(each.attained is not None and not each.gap for each in aims)
        words = ngettext(
            "%(reached)s of %(number)s target is reached.",
            "%(reached)s of %(number)s targets are reached.",
            len(aims),
        )
        told = words % {"reached": reached, "number": len(aims)}
    if not actions:
        return told
    if not left:
        return " ".join((told, _("No action is open.")))
    words = ngettext(
        "%(number)s action is open; overdue: %(late)s.",
        "%(number)s actions are open; overdue: %(late)s.",
        left,
    )
    return f"{told} {words % {'number': left, 'late': late}}"
