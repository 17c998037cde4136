"""Whether each item does its work: difficulty, item–rest correlation, KR-20, floor and ceiling.

Statements cause what clients experience as much as they are signs of it, so KR-20 is no proof of
quality and never a headline. Sources: Kuder & Richardson 1937; Terwee et al. 2007 (floor and
ceiling, more than 15 % of assessments at an end of the scale).
"""

import math
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

from assessments.method.validation.pairs import Row
from assessments.method.validation.resampling import Interval, interval, resampled
from assessments.method.validation.undefined import Why


@dataclass(frozen=True, slots=True)
class ItemAnalysis:
    """What items are like, each list in their order; None where a figure is not computable.

    `difficulty` is the share that achieves an item, `item_rest` its correlation with the others.
    `kr20`, `floor` (nothing achieved) and `ceiling` (all achieved) are of whole assessments, and
    `complete` says how many there are. `undefined` says of each of these three that is None why.
    """

    difficulty: tuple[float | None, ...]
    item_rest: tuple[float | None, ...]
    kr20: float | None
    floor: float | None
    ceiling: float | None
    complete: int
    undefined: dict[str, Why]


def item_analysis(patterns: Sequence[Row]) -> ItemAnalysis:
    """Returns the analysis of rows of 0 and 1, one an assessment, with one column an item.

    A missing value (None) is left out of an item’s difficulty. In an item’s correlation a row
    counts if it rates the item and another one, with the share of the others that it achieves.
    KR-20, floor and ceiling are of the rows that rate every item.
    """
    columns = list(zip(*patterns, strict=True))
    rated = [[value for value in column if value is not None] for column in columns]
    whole = [[v for v in row if v is not None] for row in patterns if row and None not in row]
    totals = [sum(row) for row in whole]
    kr20, why = _kr20(whole)
    undefined = {} if why is None else {"kr20": why}
    if not whole:
        undefined = dict.fromkeys(("kr20", "floor", "ceiling"), _no_rows(patterns))
    return ItemAnalysis(
        tuple(sum(column) / len(column) if column else None for column in rated),
        tuple(_item_rest(patterns, place) for place in range(len(columns))),
        kr20,
        totals.count(0) / len(totals) if totals else None,
        totals.count(len(columns)) / len(totals) if totals else None,
        len(whole),
        undefined,
    )


def difficulty_intervals(
    patterns: Sequence[Row], clusters: Sequence[Hashable], rounds: int, seed: int = 1
) -> tuple[Interval | None, ...]:
    """Returns the interval of each item’s difficulty, from initiatives drawn as a whole.

    There is none where nobody rates an item in more than half of the rounds.
    """
    counts = [
        [count for value in row for count in (int(value == 1), int(value is not None))]
        for row in patterns
    ]
    rows = list(resampled(counts, clusters, rounds, seed))
    return tuple(
        interval([sums[place] / n if (n := sums[place + 1]) else None for sums in rows])
        for place in range(0, len(counts[0]) if counts else 0, 2)
    )


def _kr20(whole: Sequence[Sequence[int]]) -> tuple[float | None, Why | None]:
    if not whole:
        return None, Why.INCOMPLETE
    n, k = len(whole), len(whole[0])
    if k < 2:
        return None, Why.ONE_ITEM
    totals = [sum(row) for row in whole]
    spread = n * sum(total**2 for total in totals) - sum(totals) ** 2  # n² times the variance
    if not spread:
        return None, Why.NO_VARIATION
    single = sum(sum(column) * (n - sum(column)) for column in zip(*whole, strict=True))
    return k / (k - 1) * (1 - single / spread), None


def _item_rest(patterns: Sequence[Row], place: int) -> float | None:
    """The correlation of an item with the share of the others that the same assessment achieves.

    Shares become whole numbers on the scale of their smallest common part, so that sums are exact.
    """
    found = []
    for row in patterns:
        value = row[place]
        others = [v for n, v in enumerate(row) if n != place and v is not None]
        if value is not None and others:
            found.append((value, sum(others), len(others)))
    scale = math.lcm(*(count for _, _, count in found))
    return correlation([(value, got * scale // count) for value, got, count in found])


def correlation(points: Sequence[tuple[int, int]]) -> float | None:
    """Returns Pearson’s correlation of pairs of whole numbers; None where one side never varies."""
    n = len(points)
    x, y = sum(a for a, _ in points), sum(b for _, b in points)
    spread = n * sum(a * a for a, _ in points) - x * x
    other = n * sum(b * b for _, b in points) - y * y
    if not spread or not other:
        return None
    together = n * sum(a * b for a, b in points) - x * y
    return together / math.sqrt(spread * other)


def _no_rows(patterns: Sequence[Row]) -> Why:
    return Why.INCOMPLETE if any(v is not None for row in patterns for v in row) else Why.NO_DATA
