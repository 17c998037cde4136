"""What ratings mean: how they go with results and other sources, and between known groups.

Sources: Spearman 1904; Kruskal & Wallis 1952, both with ties.
"""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from assessments.method.validation.distributions import chi_squared_tail, student_tail
from assessments.method.validation.items import correlation
from assessments.method.validation.undefined import Why


@dataclass(frozen=True, slots=True)
class RankTest:
    """A test’s figure, its p-value, and of how many it is; None and why where there is none."""

    value: float | None
    p: float | None
    n: int
    undefined: Why | None = None


def spearman(points: Iterable[tuple[float | None, float | None]]) -> RankTest:
    """Returns Spearman’s rank correlation of pairs of figures, with its two-sided p-value.

    Pairs with a missing side (None) are left out; at least three must be left, and both sides vary.
    """
    known = [(x, y) for x, y in points if x is not None and y is not None]
    n = len(known)
    if n < 3:
        return RankTest(None, None, n, Why.TOO_FEW if n else Why.NO_DATA)
    ranks = [_ranks([point[side] for point in known]) for side in (0, 1)]
    rho = correlation(list(zip(*ranks, strict=True)))
    if rho is None:
        return RankTest(None, None, n, Why.NO_VARIATION)
    rest = 1 - rho * rho
    if rest <= 1e-15:
        return RankTest(rho, 0.0, n)
    return RankTest(rho, min(1.0, 2 * student_tail(abs(rho) * math.sqrt((n - 2) / rest), n - 2)), n)


def kruskal_wallis(samples: Iterable[Sequence[float | None]]) -> RankTest:
    """Returns Kruskal and Wallis’ H of groups, corrected for ties, with its p-value.

    Missing figures (None) are left out, and groups without any; two groups must be left.
    """
    groups = [known for each in samples if (known := [v for v in each if v is not None])]
    values = [value for group in groups for value in group]
    n = len(values)
    if len(groups) < 2:
        return RankTest(None, None, n, Why.TOO_FEW if n else Why.NO_DATA)
    ties = n**3 - n - sum(t**3 - t for t in Counter(values).values())
    if not ties:
        return RankTest(None, None, n, Why.NO_VARIATION)
    ranks = iter(_ranks(values))
    squares = sum(sum(next(ranks) for _ in group) ** 2 / len(group) for group in groups)
    # Ranks are doubled, so that those of ties are whole numbers: squares are four times as much.
    h = (12 / (n * (n + 1)) * squares / 4 - 3 * (n + 1)) * (n**3 - n) / ties
    return RankTest(h, chi_squared_tail(h, len(groups) - 1), n)


def _ranks(values: Sequence[float]) -> list[int]:
    """Twice the ranks, equal values sharing theirs."""
    ordered = sorted(range(len(values)), key=values.__getitem__)
    ranks = [0] * len(values)
    before = 0
    for _, group in groupby(ordered, key=values.__getitem__):
        places = list(group)
        for place in places:
            ranks[place] = 2 * before + len(places) + 1
        before += len(places)
    return ranks
