"""Item response functions as rest-score groups show them: do they rise, and do they never cross?

Sources: the R package mokken, check.monotonicity (violations of at least .03, z tests) and
check.iio (method MIIO: mean ratings of two items in the groups of their common rest score,
violations of more than .03 a step, paired t tests; z tests where ratings are 0 and 1 alone);
Ligtvoet et al. 2010.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from statistics import NormalDist

from assessments.method.validation.distributions import student_tail
from assessments.method.validation.pairs import Row
from assessments.method.validation.rest import groups, least_size, points_of, prorated, sums_of
from assessments.method.validation.undefined import Why

SIGNIFICANCE = 0.05
LEAST = Fraction(3, 100)  # a violation that is worth a word, for each step


@dataclass(frozen=True, slots=True)
class Monotonicity:
    """How an item does in groups of a rising rest score.

    A violation is a step that a higher group passes less often than a lower one, by .03 or more;
    `largest` is the greatest difference, and `significant` counts those that a test confirms.
    """

    groups: int
    violations: int
    largest: float
    significant: int


def monotonicity(ratings: Sequence[Row]) -> tuple[Monotonicity | None, ...]:
    """Returns for each item whether it is rated higher where the others are.

    A row counts for an item if it rates it and has a rest score (`rest`). None where there are too
    few rows for two groups, or but one item.
    """
    number = len(ratings[0]) if ratings else 0
    top = max((value for row in ratings for value in row if value is not None), default=0)
    sums = sums_of(ratings, range(number))
    return tuple(
        _monotone([p[1:] for p in points_of(ratings, sums, place, range(number))], top)
        for place in range(number)
    )


def _monotone(points: Sequence[tuple[int, int]], top: int) -> Monotonicity | None:
    size = least_size(len(points))
    if 2 * size > len(points):
        return None
    ends = groups([rest for rest, _ in points], size)
    members = [
        [value for rest, value in points if _within(rest, n, ends)] for n in range(len(ends))
    ]
    violations = significant = 0
    largest = Fraction()
    for step in range(1, top + 1):
        for lower, higher in combinations(members, 2):
            passed, later = (sum(value >= step for value in each) for each in (lower, higher))
            drop = Fraction(passed, len(lower)) - Fraction(later, len(higher))
            if drop >= LEAST:
                violations += 1
                largest = max(largest, drop)
                z = _drop_z(passed, len(lower) - passed, later, len(higher) - later)
                significant += z > NormalDist().inv_cdf(1 - SIGNIFICANCE)
    return Monotonicity(len(ends), violations, float(largest), significant)


@dataclass(frozen=True, slots=True)
class Crossing:
    """Two items whose order is turned round in some groups, the one that is easier overall first.

    `groups` counts those in which it is rated lower by more than .03 a step, `largest` is the
    greatest difference of means, and `significant` counts the groups in which a test confirms it.
    """

    easier: int
    harder: int
    groups: int
    largest: float
    significant: int


@dataclass(frozen=True, slots=True)
class ItemOrdering:
    """Whether items have the same order for all: `order` is that of their means, easiest first.

    `crossings` are the pairs that break it, and `violations` counts for each item the others with
    which a test confirms that it does. `invariant` says that there are none; None where it is not
    computable, and `undefined` says why.
    """

    order: tuple[int, ...]
    crossings: tuple[Crossing, ...]
    violations: tuple[int, ...]
    invariant: bool | None
    undefined: Why | None


def item_ordering(ratings: Sequence[Row]) -> ItemOrdering:
    """Returns the manifest invariant item ordering (MIIO): only it says “harder for everyone”.

    Items with equal means keep the order given. A row counts for a pair if it rates both and has a
    rest score on the other items (`rest`). At least three items and 100 rows are needed.
    """
    number = len(ratings[0]) if ratings else 0
    means = [_mean([row[n] for row in ratings]) for n in range(number)]
    order = tuple(
        sorted(
            (n for n, mean in enumerate(means) if mean is not None), key=lambda n: -(means[n] or 0)
        )
    )
    if number < 3:
        why = Why.NO_DATA if not number else Why.ONE_ITEM if number == 1 else Why.TOO_FEW
        return ItemOrdering(order, (), (0,) * number, None, why)
    top = max((value for row in ratings for value in row if value is not None), default=0)
    sums = sums_of(ratings, range(number))
    crossings, compared = [], False
    for easier, harder in combinations(order, 2):
        points = _pair_points(ratings, sums, easier, harder)
        size = least_size(len(points))
        if len(points) < 2 * size:
            continue
        compared = True
        crossing = _crossing(easier, harder, points, groups([p[0] for p in points], size), top)
        if crossing.groups:
            crossings.append(crossing)
    violations = [0] * number
    for each in crossings:
        for place in (each.easier, each.harder) if each.significant else ():
            violations[place] += 1
    return ItemOrdering(
        order,
        tuple(crossings),
        tuple(violations),
        not any(violations) if compared else None,
        None if compared else Why.TOO_FEW,
    )


type _Point = tuple[int, int, int]  # a rest score, and how the easier and the harder item are rated


def _pair_points(
    rows: Sequence[Row], sums: Sequence[tuple[int, int]], easier: int, harder: int
) -> list[_Point]:
    others = len(rows[0]) - 2
    points = []
    for row, (total, rated) in zip(rows, sums, strict=True):
        x, y = row[easier], row[harder]
        if x is not None and y is not None:
            rest = prorated(total - x - y, rated - 2, others)
            if rest is not None:
                points.append((rest, x, y))
    return points


def _crossing(
    easier: int, harder: int, points: Sequence[_Point], ends: Sequence[int], top: int
) -> Crossing:
    counted = significant = 0
    largest = Fraction()
    for number in range(len(ends)):
        both = [(x, y) for rest, x, y in points if _within(rest, number, ends)]
        gain = Fraction(sum(y - x for x, y in both), len(both))
        if gain > LEAST * top:
            counted += 1
            largest = max(largest, gain)
            test = _mcnemar if top == 1 else _paired_t
            significant += test(both) < SIGNIFICANCE
    return Crossing(easier, harder, counted, float(largest), significant)


def _within(rest: int, number: int, ends: Sequence[int]) -> bool:
    return rest <= ends[number] and (number == 0 or rest > ends[number - 1])


def _paired_t(both: Sequence[tuple[int, int]]) -> float:
    """How likely chance alone rates the second so much higher; 0 if the difference never varies."""
    n = len(both)
    total = sum(y - x for x, y in both)
    spread = n * sum((y - x) ** 2 for x, y in both) - total**2
    if not spread:
        return 0.0
    return student_tail(total * math.sqrt((n - 1) / spread), n - 1)


def _mcnemar(both: Sequence[tuple[int, int]]) -> float:
    """The same where ratings are 0 and 1, by Molenaar’s approximation to the binomial."""
    only = sum(y > x for x, y in both), sum(x > y for x, y in both)
    fewer, n = min(only), sum(only)
    b = ((2 * fewer + 1 - n) ** 2 - 10 * n) / (12 * n)
    z = math.sqrt(2 * fewer + 2 + b) - math.sqrt(2 * n - 2 * fewer + b)
    return 1 - NormalDist().cdf(abs(z))


def _drop_z(passed: int, failed: int, later_passed: int, later_failed: int) -> float:
    """Molenaar’s z of a step that a higher group passes less often."""
    grown = math.sqrt((later_failed + 1) * (passed + 1))
    met = math.sqrt(later_passed * failed)
    return 2 * (grown - met) / math.sqrt(passed + failed + later_passed + later_failed - 1)


def _mean(values: Sequence[int | None]) -> Fraction | None:
    rated = [value for value in values if value is not None]
    return Fraction(sum(rated), len(rated)) if rated else None
