"""Ordinal logistic regression with proportional odds, fitted by Newton’s method.

logit P(rating ≤ c) = threshold_c − Σ slope · covariate. Source: McCullagh 1980. Ratings are counted
by their covariates first, since many share them.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

type Counts = Mapping[tuple[float, ...], Sequence[int]]  # by covariates, how often each category is

MOST_STEPS = 40
CLOSE = 1e-10  # of the logarithm of the likelihood, for each rating


@dataclass(frozen=True, slots=True)
class Fit:
    """A fitted model: its log-likelihood, the thresholds and slopes, and the number of ratings."""

    log_likelihood: float
    thresholds: tuple[float, ...]
    slopes: tuple[float, ...]
    n: int

    def nagelkerke(self, empty: float) -> float:
        """Returns Nagelkerke’s R² against the log-likelihood of the model without covariates."""
        most = 1 - math.exp(2 * empty / self.n)
        return (1 - math.exp(2 * (empty - self.log_likelihood) / self.n)) / most


def empty_log_likelihood(counts: Counts) -> float:
    """Returns the log-likelihood without covariates: each category has its own share."""
    totals = [sum(column) for column in zip(*counts.values(), strict=True)]
    n = sum(totals)
    return sum(count * math.log(count / n) for count in totals if count)


def fit(counts: Counts, start: Fit | None = None) -> Fit | None:
    """Returns the fit of ratings by their covariates; every category must be used at least once.

    `start` is that of the model with fewer covariates, from which the way is shorter.
    None where there is no end, as when the covariates keep the categories apart perfectly.
    """
    totals = [sum(column) for column in zip(*counts.values(), strict=True)]
    n = sum(totals)
    below = [sum(totals[: c + 1]) for c in range(len(totals) - 1)]
    width = len(next(iter(counts)))
    known = [math.log(b / (n - b)) for b in below]
    if start:
        known = [*start.thresholds, *start.slopes]
    values = known + [0.0] * (len(below) + width - len(known))
    at = _score(counts, values, len(below))
    for _ in range(MOST_STEPS):
        change = _solved(at.information, at.gradient)
        if change is None:
            return None
        # The gain that a full step promises is half of this product: what is left to climb.
        promised = sum(c * g for c, g in zip(change, at.gradient, strict=True))
        if promised < CLOSE * n:
            return Fit(at.value, tuple(values[: len(below)]), tuple(values[len(below) :]), n)
        moved = _climbed(counts, values, change, at.value, len(below))
        if moved is None:
            return None
        values, at = moved
    return None


@dataclass(slots=True)
class _Score:
    """The log-likelihood at a place, its gradient, and the information (minus its curvature)."""

    value: float
    gradient: list[float]
    information: list[list[float]]


def _climbed(
    counts: Counts, values: list[float], change: list[float], height: float, thresholds: int
) -> tuple[list[float], _Score] | None:
    """Goes the whole step, or the half of it, and so on, until it leads upwards."""
    for halvings in range(30):
        step = 0.5**halvings
        tried = [value + step * c for value, c in zip(values, change, strict=True)]
        if all(a < b for a, b in pairwise(tried[:thresholds])):
            at = _score(counts, tried, thresholds)
            if at.value >= height:
                return tried, at
    return None


def _score(counts: Counts, values: Sequence[float], thresholds: int) -> _Score:
    size = len(values)
    gradient = [0.0] * size
    information = [[0.0] * size for _ in range(size)]
    value = 0.0
    slopes = values[thresholds:]
    for covariates, row in counts.items():
        shift = sum(b * z for b, z in zip(slopes, covariates, strict=True))
        shares = [_logistic(t - shift) for t in values[:thresholds]]
        slopes_at = [0.0, *(p * (1 - p) for p in shares), 0.0]
        bends = [0.0, *(d * (1 - 2 * p) for d, p in zip(slopes_at[1:], shares, strict=False)), 0.0]
        cumulative = [0.0, *shares, 1.0]
        by_shift = bend_by_shift = 0.0
        bend_with = [0.0] * thresholds
        for category, count in enumerate(row):
            if not count:
                continue
            # The top of a category is threshold `category`, its foot the one before.
            p = max(cumulative[category + 1] - cumulative[category], 1e-300)
            value += count * math.log(p)
            top, foot = slopes_at[category + 1] / p, slopes_at[category] / p
            bend_top, bend_foot = bends[category + 1] / p, bends[category] / p
            rise = top - foot
            by_shift -= count * rise
            bend_by_shift += count * (bend_top - bend_foot - rise * rise)
            if category < thresholds:
                gradient[category] += count * top
                information[category][category] -= count * (bend_top - top * top)
                bend_with[category] -= count * (bend_top - top * rise)
            if category:
                gradient[category - 1] -= count * foot
                information[category - 1][category - 1] -= count * (-bend_foot - foot * foot)
                bend_with[category - 1] -= count * (-bend_foot + foot * rise)
                if category < thresholds:
                    information[category][category - 1] -= count * top * foot
        for a, z in enumerate(covariates, start=thresholds):
            gradient[a] += by_shift * z
            for b in range(thresholds):
                information[a][b] -= bend_with[b] * z
            for b in range(thresholds, a + 1):
                information[a][b] -= bend_by_shift * z * covariates[b - thresholds]
    for a in range(size):
        for b in range(a):
            information[b][a] = information[a][b]
    return _Score(value, gradient, information)


def _solved(matrix: Sequence[Sequence[float]], right: Sequence[float]) -> list[float] | None:
    """Solves a symmetric system by Gauss with pivots; None where it has no one solution."""
    rows = [[*row, value] for row, value in zip(matrix, right, strict=True)]
    size = len(rows)
    largest = max((abs(value) for row in matrix for value in row), default=0.0)
    for n in range(size):
        best = max(range(n, size), key=lambda place: abs(rows[place][n]))
        if abs(rows[best][n]) <= 1e-13 * largest:
            return None
        rows[n], rows[best] = rows[best], rows[n]
        for below in range(n + 1, size):
            factor = rows[below][n] / rows[n][n]
            rows[below] = [b - factor * a for a, b in zip(rows[n], rows[below], strict=True)]
    found = [0.0] * size
    for n in reversed(range(size)):
        known = sum(rows[n][m] * found[m] for m in range(n + 1, size))
        found[n] = (rows[n][size] - known) / rows[n][n]
    return found


def _logistic(x: float) -> float:
    if x >= 0:
        return 1 / (1 + math.exp(-min(x, 700.0)))
    grown = math.exp(max(x, -700.0))
    return grown / (1 + grown)
