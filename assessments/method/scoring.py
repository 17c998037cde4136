"""Scoring: from ratings to levels. Pure functions over plain values.

Ratings are the codes N, P, L, F and NA, or None for a criterion that has not been rated. Levels run
from 1 to `top`, the highest of the edition (2 to 5); an attained level of 0 means that level 1 is
not yet achieved. The rating scale is that of ISO/IEC 33020; the rules are those of the editions.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

VALUES = {"N": 0, "P": 1, "L": 2, "F": 3}


@dataclass(frozen=True, slots=True)
class RatedCriterion:
    """A criterion's code, its level and its effective rating."""

    code: str
    level: int
    rating: str | None


@dataclass(frozen=True, slots=True)
class AttributeScore:
    """Where one attribute stands. Level and progress are None where no criterion applies.

    `blocking` holds the codes of the criteria that keep it from the next level, in their order;
    `progress` runs from 0.00 to the highest level and is rounded to two decimals.
    """

    attained_level: int | None
    progress: float | None
    blocking: tuple[str, ...]


def effective_rating(channel_ratings: Sequence[str | None]) -> str | None:
    """One criterion's rating over its channels: the lowest, since attributes apply to all channels.

    NA channels are left out, and all NA gives NA; a channel without a rating (None), or no channel
    at all, leaves the criterion unrated.
    """
    if not channel_ratings or None in channel_ratings:
        return None
    values = [rating for rating in channel_ratings if rating is not None and rating != "NA"]
    return min(values, key=VALUES.__getitem__) if values else "NA"


def score_attribute(criteria: Iterable[RatedCriterion], rule: str, top: int) -> AttributeScore:
    """The attained level, progress and blocking criteria of one attribute.

    `rule` is "cumulative" or "iso33020", `top` the highest level. NA criteria are left out; an
    unrated one counts as not achieved; a level without applicable criteria does not block.
    """
    applicable = [criterion for criterion in criteria if criterion.rating != "NA"]
    if not applicable:
        return AttributeScore(None, None, ())
    holds_back = _RULES[rule]
    progress = _progress(applicable, top)
    for level in range(1, top + 1):
        blocking = tuple(criterion.code for criterion in applicable if holds_back(criterion, level))
        if blocking:
            return AttributeScore(level - 1, progress, blocking)
    return AttributeScore(top, progress, ())


def needed_rating(level: int, target: int | None, rule: str) -> str | None:
    """The lowest rating with which a criterion does not keep its attribute from a target level.

    None where there is no target, or where the criterion's level lies above it.
    """
    if target is None or level > target:
        return None
    holds_back = _RULES[rule]
    ratings = (RatedCriterion("", level, rating) for rating in VALUES)
    return next(each.rating for each in ratings if not holds_back(each, target))


def level_share(criteria: Iterable[RatedCriterion], level: int) -> float | None:
    """How much of one level is achieved, from 0 to 1: the mean of value/3 over what applies."""
    values = [
        VALUES.get(criterion.rating or "N", 0)
        for criterion in criteria
        if criterion.level == level and criterion.rating != "NA"
    ]
    return sum(values) / (3 * len(values)) if values else None


def overall_level(attained: Iterable[int | None]) -> int | None:
    """The lowest attained level among the attributes that have one; None where none has."""
    return min((level for level in attained if level is not None), default=None)


def gap(target: int | None, attained: int | None) -> int | None:
    """How many levels the target lies above the attained level, never below 0."""
    if target is None or attained is None:
        return None
    return max(0, target - attained)


def _largely(criterion: RatedCriterion) -> bool:
    return criterion.rating in ("L", "F")


def _cumulative(criterion: RatedCriterion, level: int) -> bool:
    return criterion.level <= level and not _largely(criterion)


def _iso33020(criterion: RatedCriterion, level: int) -> bool:
    if criterion.level < level:
        return criterion.rating != "F"
    return criterion.level == level and not _largely(criterion)


# Whether a criterion keeps its attribute from a level, by the edition's rule.
_RULES: dict[str, Callable[[RatedCriterion, int], bool]] = {
    "cumulative": _cumulative,
    "iso33020": _iso33020,
}


def _progress(applicable: Sequence[RatedCriterion], top: int) -> float:
    by_level = [
        [VALUES.get(criterion.rating or "N", 0) for criterion in applicable if criterion.level == n]
        for n in range(1, top + 1)
    ]
    means: list[Fraction] = [Fraction(sum(each), len(each)) for each in by_level if each]
    # Fractions: the order never matters.
    return float(round(Fraction(top, max(VALUES.values())) * sum(means) / len(means), 2))
