"""Tails of the distributions that tests need. Source: Abramowitz & Stegun, chapter 26."""

import math
from collections.abc import Sequence


def chi_squared_tail(x: float, df: int) -> float:
    """Returns how likely a chi-squared value of at least x is with `df` degrees of freedom."""
    if x <= 0:
        return 1.0
    half = x / 2
    if df % 2:
        tail, term, start = math.erfc(math.sqrt(half)), 0.0, 1
    else:
        tail, term, start = math.exp(-half), 0.0, 2
    # Each two degrees more add the next term of the series (26.4.4, 26.4.5), kept in logarithms.
    for n in range(start, df, 2):
        term = math.exp(n / 2 * math.log(half) - half - math.lgamma(n / 2 + 1))
        tail += term
    return min(1.0, tail)


def student_tail(t: float, df: int) -> float:
    """Returns how likely a value of at least t is under Student’s t (26.7.3–4)."""
    angle = math.atan(t / math.sqrt(df))
    cosine = math.cos(angle)
    term = cosine if df % 2 else 1.0
    total = term if df > 1 else 0.0
    for n in range(3 if df % 2 else 2, df - 1, 2):
        term *= cosine**2 * (n - 1) / n
        total += term
    within = math.sin(angle) * total
    return (1 - (2 / math.pi * (angle + within) if df % 2 else within)) / 2


def holm(p_values: Sequence[float]) -> list[float]:
    """Returns p-values corrected for their number by Holm’s step-down method."""
    corrected = [0.0] * len(p_values)
    highest = 0.0
    for rank, place in enumerate(sorted(range(len(p_values)), key=p_values.__getitem__)):
        highest = max(highest, min(1.0, p_values[place] * (len(p_values) - rank)))
        corrected[place] = highest
    return corrected
