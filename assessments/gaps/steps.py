"""What to do next, in words: the goals that are asked for, and the steps that each takes."""

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.baselines.values import AttributeContent, Content, CriterionContent, Scale
from assessments.gaps.reads import Plan, statements_of
from assessments.method.choice import Choice, Goal, Rise, Statement, choose, rises
from maturity.wording import grouped, listed

TARGETS, OVERALL = "targets", "overall"  # what one can ask for, beside an attribute by its code


@dataclass(frozen=True, slots=True)
class WantedLevel:
    """What is asked for: TARGETS, OVERALL or an attribute's code; to which level, None for the next
    one; within which effort, None for whatever it takes."""

    goal: str
    level: int | None = None
    budget: int | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """A statement that has to rise, from a rating to another; `effort` is empty if not given."""

    criterion: CriterionContent
    to: Scale
    channels: tuple[str, ...]
    who: tuple[str, ...]
    effort: str


@dataclass(frozen=True, slots=True)
class Aimed:
    """A goal: a level of `title`, and what it takes; `within` is whether the effort suffices."""

    key: str
    title: str
    level: int
    by: datetime.date | None
    effort: int
    within: bool
    steps: tuple[Step, ...]

    @property
    def name(self) -> str:
        """What it is called in a sentence."""
        if self.key == OVERALL:
            return _("overall level %(level)s") % {"level": self.level}
        return _("%(name)s (level %(level)s)") % {"name": self.title, "level": self.level}


@dataclass(frozen=True, slots=True)
class NextSteps:
    """The goals that are not met yet, in the model's order, and the names of those that are."""

    asked: WantedLevel
    goals: tuple[Aimed, ...]
    met: tuple[str, ...]
    sentence: str

    @property
    def steps(self) -> tuple[Step, ...]:
        """All statements that have to rise."""
        return tuple(step for goal in self.goals for step in goal.steps)

    @property
    def assumed(self) -> int:
        """Of how many of them the effort is not given."""
        return sum(not step.effort for step in self.steps)


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A level of an attribute, or of several at once."""

    key: str
    title: str
    level: int
    attributes: tuple[AttributeContent, ...]
    by: datetime.date | None = None


def next_steps(content: Content, plan: Plan, asked: WantedLevel) -> NextSteps:
    """What to do next for what is asked for, which has to be TARGETS, OVERALL or an attribute."""
    statements = statements_of(content, plan.efforts)
    wanted = {each.key: each for each in _wanted(content, plan, asked)}
    goals = [
        Goal(
            each.key,
            tuple(
                rise
                for attribute in each.attributes
                for rise in rises(statements[attribute.code], each.level, content.rule)
            ),
        )
        for each in wanted.values()
    ]
    choice = choose(goals, asked.budget)
    chosen = {each.key for each in choice.chosen}
    words = _Words(content)
    aimed = tuple(
        Aimed(
            each.key,
            wanted[each.key].title,
            wanted[each.key].level,
            wanted[each.key].by,
            each.effort,
            each.key in chosen,
            tuple(map(words.step, each.rises)),
        )
        for each in goals
        if each.rises
    )
    met = tuple(wanted[each.key].title for each in choice.met)
    return NextSteps(asked, aimed, met, _sentence(asked, aimed, choice))


def default_goal(plan: Plan) -> str:
    """What a page begins with: the targets of whoever has set any."""
    return TARGETS if plan.targets else OVERALL


def _wanted(content: Content, plan: Plan, asked: WantedLevel) -> Iterator[_Wanted]:
    """The goals that are asked for. Where no statement applies there is nothing to attain."""
    applicable = tuple(each for each in content.attributes if each.attained is not None)
    if asked.goal == OVERALL:
        if content.overall is not None:
            level = asked.level or min(content.overall + 1, content.top)
            yield _Wanted(OVERALL, _("Overall level"), level, applicable)
        return
    for each in applicable:
        target = plan.targets.get(each.code)
        if asked.goal == TARGETS and target:
            yield _Wanted(each.code, each.name.text, target.level, (each,), target.by)
        elif asked.goal == each.code:
            level = asked.level or min((each.attained or 0) + 1, content.top)
            yield _Wanted(each.code, each.name.text, level, (each,))


class _Words:
    """What statements and ratings are called on the page."""

    def __init__(self, content: Content) -> None:
        self._content = content
        self._criteria = {each.code: each for each in content.criteria}
        self._scale = {scale.code: scale for scale, _percent in content.scale}

    def step(self, rise: Rise) -> Step:
        statement: Statement = rise.statement
        return Step(
            self._criteria[statement.code],
            self._scale[rise.to],
            rise.channels,
            rise.who(self._content.lead, self._content.partners),
            statement.effort,
        )


def _sentence(asked: WantedLevel, goals: Sequence[Aimed], choice: Choice) -> str:
    """What the choice comes to, and why it is this one."""
    if not goals:
        return _nothing_left(asked, bool(choice.met))
    if asked.budget is None or not choice.beyond:
        return _all_of_them(goals, choice)
    if asked.goal != TARGETS:
        values = {"name": goals[0].name, "effort": grouped(goals[0].effort)}
        said = _(
            "It takes an effort of %(effort)s to attain this: %(name)s. That is more than "
            "%(budget)s."
        )
        return said % {**values, "budget": grouped(asked.budget)}
    nearest = min((each for each in goals if not each.within), key=lambda each: each.effort)
    values = {
        "budget": grouped(asked.budget),
        "total": grouped(len(goals)),
        "names": listed([each.name for each in goals if each.within]),
        "next": nearest.name,
        "effort": grouped(nearest.effort),
        "left": grouped(asked.budget - choice.effort),
    }
    met = len(choice.chosen)
    if not met and len(goals) == 1:
        said = _(
            "With an effort of %(budget)s, the only target not met yet stays out of reach: "
            "%(next)s takes %(effort)s."
        )
        return said % values
    if not met:
        said = _(
            "With an effort of %(budget)s, none of the %(total)s targets not met yet can be met: "
            "the nearest, %(next)s, takes %(effort)s."
        )
        return said % values
    said = ngettext(
        "With an effort of %(budget)s, %(met)s of the %(total)s targets not met yet can be met: "
        "%(names)s. It is the one that takes the least effort; the next, %(next)s, takes "
        "%(effort)s, and %(left)s would be left.",
        "With an effort of %(budget)s, %(met)s of the %(total)s targets not met yet can be met: "
        "%(names)s. They are those that take the least effort; the next, %(next)s, takes "
        "%(effort)s, and %(left)s would be left.",
        met,
    )
    return said % {**values, "met": grouped(met)}


def _nothing_left(asked: WantedLevel, met: bool) -> str:
    if not met:
        return (
            _("There are no targets yet.") if asked.goal == TARGETS else _("No statement applies.")
        )
    if asked.goal == TARGETS:
        return _("All targets are met: nothing has to rise.")
    return _("This level is attained: nothing has to rise.")


def _all_of_them(goals: Sequence[Aimed], choice: Choice) -> str:
    rising = sum(len(each.steps) for each in goals)
    values = {
        "names": listed([each.name for each in goals]),
        "statements": grouped(rising),
        "effort": grouped(choice.effort),
    }
    said = ngettext(
        "%(statements)s statement has to rise, with an effort of %(effort)s, to reach all of it: "
        "%(names)s.",
        "%(statements)s statements have to rise, with an effort of %(effort)s, to reach all of it: "
        "%(names)s.",
        rising,
    )
    return said % values
