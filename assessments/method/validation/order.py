"""Whether statements form an order: the scalogram, and pairs of statements of different levels.

Sources: Goodenough 1944 and Edwards 1957 (errors against the ideal pattern with the same total),
Menzel 1953 (coefficient of scalability), Loevinger 1948 (H).
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from assessments.method.validation.pairs import Row, items_of, pairs_of, scalability
from assessments.method.validation.resampling import ROUNDS, resampled
from assessments.method.validation.undefined import Why


@dataclass(frozen=True, slots=True)
class Scalogram:
    """How far patterns are from a perfect scale; a figure is None where it is not computable.

    `order` names the items by their places, from most to least achieved. `left_out` are those that
    everyone or no one achieves, or that nobody rates: they tell nothing about H. `undefined` says
    of each figure that is None why.
    """

    errors: int
    reproducibility: float | None
    minimal_marginal_reproducibility: float | None
    scalability: float | None
    loevinger_h: float | None
    item_h: tuple[float | None, ...]
    order: tuple[int, ...]
    left_out: tuple[int, ...]
    undefined: dict[str, Why]


def scalogram(patterns: Sequence[Row]) -> Scalogram:
    """Returns the scalogram of rows of 0 and 1, one an assessment, with one column an item.

    Items are ordered by the share that achieves them, ties by the order given. A missing value
    (None) is no cell: a row’s ideal pattern has the same total over the items that it rates, shares
    are of those who rate an item, and H goes over the pairs of items that the same assessments
    rate.
    """
    columns = [[v for v in column if v is not None] for column in zip(*patterns, strict=True)]
    shares = [Fraction(sum(column), len(column)) if column else None for column in columns]
    order = sorted(
        (n for n, share in enumerate(shares) if share is not None),
        key=lambda n: -(shares[n] or 0),
    )
    cells = sum(map(len, columns))
    errors = sum(_errors([row[n] for n in order]) for row in patterns)
    usual = sum(max(sum(column), len(column) - sum(column)) for column in columns)
    pairs = list(pairs_of(items_of(patterns)))
    h, item_h = scalability(pairs, len(columns))
    undefined: dict[str, Why] = {}
    if not cells:
        undefined |= dict.fromkeys(("reproducibility", "minimal_marginal_reproducibility"), _EMPTY)
    if usual == cells:
        undefined["scalability"] = Why.NO_VARIATION if cells else _EMPTY
    if h is None:
        undefined["loevinger_h"] = _why_no_h(columns)
    return Scalogram(
        errors,
        1 - errors / cells if cells else None,
        usual / cells if cells else None,
        1 - errors / (cells - usual) if usual < cells else None,
        h,
        item_h,
        tuple(order),
        tuple(n for n, column in enumerate(columns) if len(set(column)) < 2),
        undefined,
    )


@dataclass(frozen=True, slots=True)
class OrderedPair:
    """Two items of different levels, and in which share of resamples the higher is less achieved.

    None where no resample has ratings of both.
    """

    lower: int
    higher: int
    share: float | None


def ordered_pairs(
    patterns: Sequence[Row],
    levels: Sequence[int],
    clusters: Sequence[Hashable],
    rounds: int = ROUNDS,
    seed: int = 1,
) -> tuple[OrderedPair, ...]:
    """Tests the hypothesis itself: a statement of a higher level is less achieved.

    `patterns` are rows of 0 and 1, `levels` says of which level each item is, and `clusters` to
    which initiative each row belongs: initiatives are drawn. Shares are of those who rate an item,
    so a missing value (None) counts neither way; equal shares do not count as less.
    """
    number = len(levels)
    counts = [[*(int(v == 1) for v in row), *(int(v is not None) for v in row)] for row in patterns]
    places = [(a, b) for a in range(number) for b in range(number) if levels[a] < levels[b]]
    less, known = [0] * len(places), [0] * len(places)
    for sums in resampled(counts, clusters, rounds, seed):
        achieved, rated = sums[:number], sums[number:]
        for place, (lower, higher) in enumerate(places):
            if rated[lower] and rated[higher]:
                known[place] += 1
                # Shares are compared crosswise, since whole numbers are exact.
                less[place] += achieved[higher] * rated[lower] < achieved[lower] * rated[higher]
    return tuple(
        OrderedPair(lower, higher, less[place] / known[place] if known[place] else None)
        for place, (lower, higher) in enumerate(places)
    )


_EMPTY = Why.NO_DATA


def _errors(ordered: Row) -> int:
    """Counts the cells that differ from the ideal pattern: all that is achieved, then none."""
    rated = [value for value in ordered if value is not None]
    total = sum(rated)
    return sum(value != (place < total) for place, value in enumerate(rated))


def _why_no_h(columns: Sequence[Sequence[int]]) -> Why:
    if not any(columns):
        return Why.NO_DATA
    if len(columns) < 2:
        return Why.ONE_ITEM
    varying = sum(len(set(column)) > 1 for column in columns)
    return Why.NO_PAIRS if varying > 1 else Why.NO_VARIATION
