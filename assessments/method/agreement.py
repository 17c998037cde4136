"""Agreement among participants: pure functions over plain values.

A unit is what was rated (a criterion, or a criterion for one channel); each unit is a list of the
ratings that participants gave it. NA, and None, are missing values. The figures are
`validation`’s; the type 7 quantile is the linear interpolation that most software uses.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from statistics import median_low

from assessments.method import validation
from assessments.method.scoring import VALUES

Unit = Sequence[str | None]


@dataclass(frozen=True, slots=True)
class Consensus:
    """How the participants stand on one unit: counts by rating, and a value to start from.

    `suggested` is the lower median, None where nobody gave a value; `agreed` says whether the
    consensus rule lets it stand without discussion.
    """

    counts: Mapping[str, int]
    suggested: str | None
    agreed: bool


def krippendorff_alpha(units: Iterable[Unit]) -> float | None:
    """Krippendorff's alpha for ordinal data, 1 for perfect agreement and 0 for chance.

    None where it is undefined: nothing that two participants rated, or no variation at all.
    """
    return validation.krippendorff_alpha(_values(unit) for unit in units)


def pairwise_agreement(units: Iterable[Unit]) -> float | None:
    """The share of pairs of ratings of the same unit that are equal; None without any pair."""
    return validation.pairwise_agreement(_values(unit) for unit in units)


def consensus(ratings: Unit) -> Consensus:
    """The spread of one unit and whether it is agreed without discussion.

    Agreed: at least two ratings, at least 75 % of them in one category, and an interquartile range
    of at most 1. NA is a category like the others for the 75 %.
    """
    given = [rating for rating in ratings if rating is not None]
    counts = Counter(given)
    values = sorted(VALUES[rating] for rating in given if rating != "NA")
    suggested = {v: k for k, v in VALUES.items()}[median_low(values)] if values else None
    if counts["NA"] * 2 > len(given):
        suggested = "NA"
    agreed = (
        len(given) >= 2
        and max(counts.values()) >= 0.75 * len(given)
        and (not values or _quantile(values, 3) - _quantile(values, 1) <= 1)
    )
    return Consensus(dict(counts), suggested, agreed)


def _values(unit: Unit) -> list[int]:
    return [VALUES[rating] for rating in unit if rating is not None and rating != "NA"]


def _quantile(ordered: Sequence[int], quarter: int) -> Fraction:
    position = Fraction((len(ordered) - 1) * quarter, 4)
    below = int(position)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (position - below) * (ordered[above] - ordered[below])
