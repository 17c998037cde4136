"""Levels that hang on a statement whose own level is in doubt. Pure functions over plain values."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from assessments.method.scoring import AttributeScore, RatedCriterion

type Score = Callable[[Sequence[RatedCriterion]], AttributeScore]


@dataclass(frozen=True, slots=True)
class Doubt:
    """That an attribute would have attained another level if a criterion belonged to `level`."""

    code: str
    level: int
    attained: int


def doubts(criteria: Sequence[tuple[RatedCriterion, int | None]], score: Score) -> list[Doubt]:
    """The doubts that make a difference to an attribute: of its criteria, each with the other level
    that it may belong to (None where there is no doubt), those that move the attained level, taken
    one at a time.

    `score` scores criteria by the edition's rule. An attribute without a level has no doubts.
    """
    rated = [criterion for criterion, _other in criteria]
    attained = score(rated).attained_level
    found = []
    for place, (criterion, other) in enumerate(criteria):
        if other is None:
            continue
        moved = [*rated[:place], replace(criterion, level=other), *rated[place + 1 :]]
        then = score(moved).attained_level
        if then is not None and then != attained:
            found.append(Doubt(criterion.code, other, then))
    return found
