"""Mokken’s scale analysis of ratings from 0 to 3: whether one order holds for all assessments.

Sources: Mokken 1971; Molenaar 1991 (more than two scores); Sijtsma & Molenaar 2002; Ligtvoet et al.
2010 (invariant item ordering, H^T); Kuijpers et al. 2013 (standard errors). Figures are those of
the R package mokken (coefH, check.monotonicity, check.iio, check.errors) where nothing is missing.
"""

import math
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from assessments.method.validation.errors import influence, standard_errors
from assessments.method.validation.functions import (
    ItemOrdering,
    Monotonicity,
    item_ordering,
    monotonicity,
)
from assessments.method.validation.pairs import (
    Errors,
    Row,
    items_of,
    most_covariation,
    pairs_of,
    scalability,
)
from assessments.method.validation.resampling import (
    ROUNDS,
    Interval,
    interval,
    quantile,
    resampled,
)
from assessments.method.validation.undefined import Why


@dataclass(frozen=True, slots=True)
class Mokken:
    """What the analysis found; a figure that is not computable is None, and `undefined` says why.

    `h`, `item_h` and `pair_h` (by the places of two items) have standard errors beside them; `ht`
    is H of the transposed rows. `guttman_errors` has a number for each row, and `misfits` names the
    rows whose number lies beyond the upper fence of a box plot: they rate upside down, look.
    `left_out` names the items that do not vary.
    """

    h: float | None
    h_se: float | None
    item_h: tuple[float | None, ...]
    item_h_se: tuple[float | None, ...]
    pair_h: dict[tuple[int, int], float]
    pair_h_se: dict[tuple[int, int], float]
    ht: float | None
    guttman_errors: tuple[float | None, ...]
    misfits: tuple[int, ...]
    monotonicity: tuple[Monotonicity | None, ...]
    ordering: ItemOrdering
    left_out: tuple[int, ...]
    undefined: dict[str, Why]


def mokken(ratings: Sequence[Row]) -> Mokken:
    """Returns the analysis of rows of whole numbers from 0, one an assessment, one column an item.

    Missing ratings (None): a pair of items is judged by the rows that rate both; rest scores are
    made up from the mean of the others where at least half of them are rated (`rest`); Guttman
    errors are counted among what a row rates; H^T is of the rows that rate every item.
    """
    number = len(ratings[0]) if ratings else 0
    pairs = list(pairs_of(items_of(ratings)))
    h, item_h = scalability(pairs, number)
    spread = standard_errors(ratings, pairs, number)
    known = {(pair.one, pair.other): pair for pair in pairs if pair.most}
    found_errors = guttman_errors(ratings)
    ht, why_no_ht = _transposed(ratings)
    ordering = item_ordering(ratings)
    monotone = monotonicity(ratings)
    undefined: dict[str, Why] = {}
    if h is None:
        undefined |= dict.fromkeys(("h", "h_se"), _why_no_h(ratings, number))
    if why_no_ht:
        undefined["ht"] = why_no_ht
    if number and None in monotone:
        undefined["monotonicity"] = Why.TOO_FEW if number > 1 else Why.ONE_ITEM
    if ordering.undefined:
        undefined["ordering"] = ordering.undefined
    return Mokken(
        h,
        spread.whole,
        item_h,
        spread.items,
        {places: pair.covariation / pair.most for places, pair in known.items()},
        {
            places: math.sqrt(found.variance(pair))
            for places, pair in known.items()
            if (found := influence(pair))
        },
        ht,
        found_errors,
        _beyond_fence(found_errors),
        monotone,
        ordering,
        tuple(n for n, column in enumerate(zip(*ratings, strict=True)) if not _varies(column)),
        undefined,
    )


def guttman_errors(ratings: Sequence[Row]) -> tuple[float | None, ...]:
    """Returns G⁺ of each row: how many steps it fails though it passes harder ones of other items.

    Steps are ordered by the share that passes them; two as popular as one another make half an
    error. Missing ratings have no steps; None for a row without any rating.
    """
    steps = _ordered_steps(ratings)
    return tuple(
        _errors_of(row, steps) if any(value is not None for value in row) else None
        for row in ratings
    )


def h_interval(
    ratings: Sequence[Row], clusters: Sequence[Hashable], rounds: int = ROUNDS, seed: int = 1
) -> Interval | None:
    """Returns the bootstrap interval of H, with initiatives (`clusters`) drawn as a whole.

    Missing ratings are treated as in `mokken`. None where most resamples have no H.
    """
    if not ratings:
        return None
    top = max((value for row in ratings for value in row if value is not None), default=0)
    places = [(a, b) for b in range(len(ratings[0])) for a in range(b)]
    counts = [_counted(row, places, top) for row in ratings]
    width = 2 + 2 * top
    found = []
    for sums in resampled(counts, clusters, rounds, seed):
        errors = Errors()
        for start in range(0, len(sums), width):
            n, together, *steps = sums[start : start + width]
            ours, theirs = steps[:top], steps[top:]
            covariation = n * together - sum(ours) * sum(theirs)
            errors.count(n, covariation, most_covariation(n, ours, theirs))
        found.append(errors.scalability)
    return interval(found)


def _counted(row: Row, places: Sequence[tuple[int, int]], top: int) -> list[int]:
    """What h_interval adds up of each pair: whether both are rated, the product, and the steps."""
    empty = [0] * (2 + 2 * top)
    passed = [[int(score >= step) for step in range(1, top + 1)] for score in range(top + 1)]
    counts: list[int] = []
    for one, other in places:
        x, y = row[one], row[other]
        missing = x is None or y is None
        counts += empty if missing else [1, x * y, *passed[x], *passed[y]]  # type: ignore[operator,index]
    return counts


def _transposed(ratings: Sequence[Row]) -> tuple[float | None, Why | None]:
    """H^T: how far rows agree about the order of items, as H says it of items and rows."""
    whole = [[v for v in row if v is not None] for row in ratings if None not in row]
    varying = [row for row in whole if len(set(row)) > 1]
    if len(varying) < 2:
        return None, Why.NO_VARIATION if len(whole) > 1 else Why.INCOMPLETE
    k = len(varying[0])
    # Sums over all pairs of rows are those over all rows, less each row with itself.
    alone = sum(k * sum(v * v for v in row) - sum(row) ** 2 for row in varying)
    squared = sum(map(sum, varying)) ** 2
    found, most = (
        k * sum(sum(column) ** 2 for column in zip(*rows, strict=True)) - squared - alone
        for rows in (varying, [sorted(row) for row in varying])
    )
    return found / most, None


def _ordered_steps(ratings: Sequence[Row]) -> list[list[tuple[int, int]]]:
    """Steps as (item, score), the most popular first, those as popular as one another together."""
    top = max((value for row in ratings for value in row if value is not None), default=0)
    by_share: dict[Fraction, list[tuple[int, int]]] = {}
    for place, column in enumerate(zip(*ratings, strict=True)):
        values = [value for value in column if value is not None]
        for step in range(1, top + 1) if values else ():
            share = Fraction(sum(value >= step for value in values), len(values))
            by_share.setdefault(share, []).append((place, step))
    return [by_share[share] for share in sorted(by_share, reverse=True)]


def _errors_of(row: Row, steps: Sequence[Sequence[tuple[int, int]]]) -> float:
    errors, failed = 0.0, 0
    for together in steps:
        passed_here: dict[int, int] = {}
        failed_here: dict[int, int] = {}
        for place, step in together:
            value = row[place]
            if value is not None:
                counts = passed_here if value >= step else failed_here
                counts[place] = counts.get(place, 0) + 1
        for place, passes in passed_here.items():
            others = sum(failed_here.values()) - failed_here.get(place, 0)
            errors += passes * (failed + others / 2)
        failed += sum(failed_here.values())
    return errors


def _beyond_fence(found: Sequence[float | None]) -> tuple[int, ...]:
    ordered = sorted(errors for errors in found if errors is not None)
    if not ordered:
        return ()
    low, high = quantile(ordered, 0.25), quantile(ordered, 0.75)
    fence = high + 1.5 * (high - low)
    return tuple(n for n, errors in enumerate(found) if errors is not None and errors > fence)


def _varies(column: Sequence[int | None]) -> bool:
    return len({value for value in column if value is not None}) > 1


def _why_no_h(ratings: Sequence[Row], number: int) -> Why:
    if all(value is None for row in ratings for value in row):
        return Why.NO_DATA
    if number < 2:
        return Why.ONE_ITEM
    varying = sum(_varies(column) for column in zip(*ratings, strict=True))
    return Why.NO_PAIRS if varying > 1 else Why.NO_VARIATION
