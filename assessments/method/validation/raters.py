"""How many governments must rate: the reliability of one rater and of several (a D-study).

Each unit is rated by its own few raters (one-way random effects). Sources: Shrout & Fleiss 1979,
ICC(1); Brennan, Generalizability Theory; Spearman and Brown’s formula for several raters.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from assessments.method.validation.agreement import Unit
from assessments.method.validation.undefined import Why


@dataclass(frozen=True, slots=True)
class RaterReliability:
    """The reliability of one rater; None where it is not computable, and `undefined` says why.

    It may lie below 0, where raters of a unit differ more than units do.
    """

    one: float | None
    undefined: Why | None

    def of(self, raters: int) -> float | None:
        """Returns the reliability of the mean of so many raters; None for one below 0."""
        if self.one is None or self.one < 0:
            return None
        return raters * self.one / (1 + (raters - 1) * self.one)

    def needed(self, wanted: float = 0.8) -> int | None:
        """Returns how many raters give a wanted reliability; None where no number does."""
        if self.one is None or self.one <= 0:
            return None
        return max(1, math.ceil(wanted * (1 - self.one) / (self.one * (1 - wanted)) - 1e-9))


def rater_reliability(units: Sequence[Unit]) -> RaterReliability:
    """Returns the reliability of one rater from units that several have rated.

    Missing ratings (None) are left out, and units with fewer than two: the number of raters may
    differ, and weighs as in an unbalanced analysis of variance.
    """
    rated = [[Fraction(v) for v in unit if v is not None] for unit in units]
    rated = [values for values in rated if len(values) > 1]
    if len(rated) < 2:
        return RaterReliability(None, Why.NO_PAIRS)
    sizes = [len(values) for values in rated]
    n, all_of_them = len(rated), sum(sizes)
    sums = [sum(values, Fraction()) for values in rated]
    of_units = sum((s * s / k for s, k in zip(sums, sizes, strict=True)), Fraction())
    between = (of_units - sum(sums) ** 2 / all_of_them) / (n - 1)
    squares = sum((value * value for values in rated for value in values), Fraction())
    within = (squares - of_units) / (all_of_them - n)
    usual = Fraction(all_of_them**2 - sum(k * k for k in sizes), all_of_them * (n - 1))
    whole = between + (usual - 1) * within
    if not whole:
        return RaterReliability(None, Why.NO_VARIATION)
    return RaterReliability(float((between - within) / whole), None)
