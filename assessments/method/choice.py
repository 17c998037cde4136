"""What to do next: what has to rise for a goal to be met, and which goals a budget meets. Pure.

A goal is a level of one attribute, of all of them (the overall level), or all targets of an
initiative. The goals among which one chooses are of different attributes or initiatives: no
statement counts for two of them. That makes the choice easy. Whoever meets some goals can trade
each for one of the cheapest, without spending more; so the cheapest goals, as many as the budget
allows, are the most that can be met, and of all choices with as many they take the least effort.
"""

import functools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assessments.method.scoring import VALUES, needed_rating

# What an effort counts, and what one counts as that the team has not given.
EFFORTS = {"S": 1, "M": 2, "L": 4}
ASSUMED = "M"

type Answers = tuple[tuple[str, str | None], ...]  # by channel or government; None for unrated


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement as it is rated: its effective rating, and what it follows from.

    `channels` has the rating of each channel, empty where one rating holds for all of them; `own`
    is what governments said of it independently. `effort` is S, M, L, or empty.
    """

    code: str
    level: int
    rating: str | None
    channels: Answers = ()
    own: Answers = ()
    effort: str = ""
    is_of_top: bool = False  # whether its level is the highest


@dataclass(frozen=True, slots=True)
class Rise:
    """That a statement has to be rated at least `to`."""

    statement: Statement
    to: str

    @property
    def effort(self) -> int:
        """What it counts."""
        return EFFORTS[self.statement.effort or ASSUMED]

    @property
    def channels(self) -> tuple[str, ...]:
        """The channels that hold it back, as the lowest of them counts; empty for all alike."""
        return tuple(name for name, rating in self.statement.channels if _below(rating, self.to))

    def who(self, lead: str, partners: Sequence[str]) -> tuple[str, ...]:
        """The governments that have to act, of the lead's and its partners.

        First, those that say so: whoever rated the statement independently below what is needed.
        Where none did, all of them for a statement of the highest level, which asks for services
        across governments, and the lead for any other: it answers for the team's rating.
        """
        low = [who for who, rating in self.statement.own if self._needs(rating)]
        if low:
            return tuple(dict.fromkeys(low))
        return (lead, *partners) if self.statement.is_of_top else (lead,)

    def _needs(self, own: str | None) -> bool:
        # A government that gave no rating of its own said nothing.
        return own is not None and _below(own, self.to)


@dataclass(frozen=True, slots=True)
class Goal:
    """Something to attain, known by `key`, and what has to rise for it; nothing once it is met."""

    key: str
    rises: tuple[Rise, ...]

    @property
    def effort(self) -> int:
        return sum(each.effort for each in self.rises)


@dataclass(frozen=True, slots=True)
class Choice:
    """The goals to go for, those that the budget leaves out, and those that are met already."""

    chosen: tuple[Goal, ...]
    beyond: tuple[Goal, ...]
    met: tuple[Goal, ...]

    @property
    def effort(self) -> int:
        return sum(each.effort for each in self.chosen)


def rises(statements: Iterable[Statement], level: int, rule: str) -> tuple[Rise, ...]:
    """What has to rise for the statements of an attribute to attain a level, by a rule's name."""
    found = []
    for each in statements:
        needed = _needed(each.level, level, rule)
        if needed and _below(each.rating, needed):
            found.append(Rise(each, needed))
    return tuple(found)


def choose(goals: Sequence[Goal], budget: int | None) -> Choice:
    """The most goals that an effort of `budget` meets; None for as much as it takes.

    Of choices with as many, the one that takes the least effort; of those, the first in the order
    of the goals. Each part of the choice has its goals in that order.
    """
    left = [each for each in goals if each.rises]
    taken: set[int] = set()
    spent = 0
    for place in sorted(range(len(left)), key=lambda place: (left[place].effort, place)):
        if budget is not None and spent + left[place].effort > budget:
            break
        spent += left[place].effort
        taken.add(place)
    return Choice(
        chosen=tuple(each for place, each in enumerate(left) if place in taken),
        beyond=tuple(each for place, each in enumerate(left) if place not in taken),
        met=tuple(each for each in goals if not each.rises),
    )


# Asked for every statement of a council.
_needed = functools.cache(needed_rating)


def _below(rating: str | None, needed: str) -> bool:
    """Whether a rating, none included, lies below another; what does not apply never does."""
    return rating != "NA" and VALUES.get(rating or "N", 0) < VALUES[needed]
