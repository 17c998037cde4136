"""Standard errors of Mokken’s coefficients by the delta method.

Counts of response patterns are taken as random, the order of item steps as given. Sources:
Kuijpers, Van der Ark & Croon 2013, Standard errors and confidence intervals for scalability
coefficients, and the R package mokken (coefH), which averages over the orders that steps as popular
as one another could have.
"""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from assessments.method.validation.pairs import Pair, Row

type Table = list[list[float]]


@dataclass(frozen=True, slots=True)
class Influence:
    """What one more assessment with scores (x, y) adds to a pair’s errors, found and expected."""

    observed: Table
    expected: Table
    errors: float
    chance: float

    def variance(self, pair: Pair) -> float:
        """Returns the variance of the pair’s H."""
        ratio = self.errors / self.chance
        return sum(
            n * ((self.observed[x][y] - ratio * self.expected[x][y]) / self.chance) ** 2
            for x, row in enumerate(cells(pair))
            for y, n in enumerate(row)
            if n
        )


def influence(pair: Pair) -> Influence | None:
    """Returns the influence of each pair of scores; None where an item does not vary."""
    if not pair.most:
        return None
    weights = _weights(pair)
    here, there = _scores(pair.steps, pair.n), _scores(pair.other_steps, pair.n)
    if_x = [sum(w * n for w, n in zip(row, there, strict=True)) / pair.n for row in weights]
    if_y = [
        sum(row[y] * n for row, n in zip(weights, here, strict=True)) / pair.n
        for y in range(len(there))
    ]
    chance = pair.most / pair.n
    expected = [[a + b - chance / pair.n for b in if_y] for a in if_x]
    return Influence(weights, expected, (pair.most - pair.covariation) / pair.n, chance)


@dataclass(frozen=True, slots=True)
class Spread:
    """Standard errors of H, and of each item’s; None where H is."""

    whole: float | None
    items: tuple[float | None, ...]


def standard_errors(rows: Sequence[Row], pairs: Sequence[Pair], number: int) -> Spread:
    """Returns the standard errors: each row’s part in H, squared and added up."""
    known = [(pair, found) for pair in pairs if (found := influence(pair)) is not None]
    errors, chance = [0.0] * number, [0.0] * number
    for pair, found in known:
        for place in (pair.one, pair.other):
            errors[place] += found.errors
            chance[place] += found.chance
    # Each pair is in the sums of two items, so what holds of all pairs is half of theirs.
    all_errors, all_chance = sum(errors) / 2, sum(chance) / 2
    varies = {place for pair, _ in known for place in (pair.one, pair.other)}
    whole, items = 0.0, [0.0] * number
    for row, times in Counter(map(tuple, rows)).items():
        observed, expected = _parts(row, known, number)
        for place in varies:
            ratio = errors[place] / chance[place]
            part = (observed[place] - ratio * expected[place]) / chance[place]
            items[place] += times * part**2
        if known:
            part = sum(observed) - all_errors / all_chance * sum(expected)
            whole += times * (part / 2 / all_chance) ** 2
    return Spread(
        math.sqrt(whole) if known else None,
        tuple(math.sqrt(v) if place in varies else None for place, v in enumerate(items)),
    )


def cells(pair: Pair) -> list[list[int]]:
    """Returns how many assessments have each two scores: the steps of `pair.both`, taken apart."""
    least = [[pair.n, *pair.other_steps]]
    least += [[n, *row] for n, row in zip(pair.steps, pair.both, strict=True)]
    least = [[*row, 0] for row in least] + [[0] * (len(pair.other_steps) + 2)]
    return [
        [upper[y] - upper[y + 1] - lower[y] + lower[y + 1] for y in range(len(upper) - 1)]
        for upper, lower in pairwise(least)
    ]


def _parts(
    row: Row, known: Sequence[tuple[Pair, Influence]], number: int
) -> tuple[list[float], list[float]]:
    observed, expected = [0.0] * number, [0.0] * number
    for pair, found in known:
        x, y = row[pair.one], row[pair.other]
        if x is not None and y is not None:
            error, chance = found.observed[x][y], found.expected[x][y]
            observed[pair.one] += error
            observed[pair.other] += error
            expected[pair.one] += chance
            expected[pair.other] += chance
    return observed, expected


def _scores(steps: Sequence[int], n: int) -> list[int]:
    return [above - below for above, below in pairwise([n, *steps, 0])]


def _weights(pair: Pair) -> Table:
    """Guttman weights of two scores: how many steps are failed before a harder one is passed."""
    size = len(pair.steps) + 1
    weights = [[0.0] * size for _ in range(size)]
    for s in range(1, size):
        for t in range(1, size):
            first = _comes_first(pair.steps, pair.other_steps, s, t)
            for x in range(size):
                for y in range(size):
                    if x < s and y >= t:
                        weights[x][y] += first
                    elif x >= s and y < t:
                        weights[x][y] += 1 - first
    return weights


def _comes_first(steps: tuple[int, ...], others: tuple[int, ...], s: int, t: int) -> float:
    """In which share of the orders of equally popular steps one item’s s precedes the other’s t."""
    a, b = steps[s - 1], others[t - 1]
    if a != b:
        return float(a > b)
    k, m = steps.count(a), others.count(a)
    s, t = s - steps.index(a), t - others.index(a)
    orders = (
        math.comb(before + t - 1, before) * math.comb(k - before + m - t, k - before)
        for before in range(s, k + 1)
    )
    return sum(orders) / math.comb(k + m, k)
