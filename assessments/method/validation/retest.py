"""Whether a rating stays the same when nothing has changed: test and retest.

Sources: Cohen 1968 (weighted kappa), McGraw & Wong 1996 (ICC), De Vet et al. 2006 (the smallest
change that is more than the error of measurement).
"""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from fractions import Fraction

type Twice = Iterable[tuple[int | None, int | None]]


def weighted_kappa(pairs: Twice) -> float | None:
    """Returns Cohen’s kappa with quadratic weights of pairs of ratings.

    Pairs with a missing side (None) are left out. None without pairs, or where all ratings are
    equal.
    """
    known = _known(pairs)
    n = len(known)
    first, second = Counter(x for x, _ in known), Counter(y for _, y in known)
    expected = sum((x - y) ** 2 * a * b for x, a in first.items() for y, b in second.items())
    if not expected:
        return None
    return 1 - n * sum((x - y) ** 2 for x, y in known) / expected


def intraclass_correlation(rows: Sequence[Sequence[int | None]]) -> float | None:
    """Returns the ICC for absolute agreement, ICC(A,1), of rows with one column an occasion.

    Rows with a missing rating (None) are left out. None for fewer than two rows or columns, or
    where all ratings are equal.
    """
    known = [[v for v in row if v is not None] for row in rows if None not in row]
    n, k = len(known), len(known[0]) if known else 0
    if n < 2 or k < 2:
        return None
    whole = Fraction(sum(map(sum, known)) ** 2, n * k)
    of_rows = Fraction(sum(sum(row) ** 2 for row in known), k) - whole
    of_columns = Fraction(sum(sum(column) ** 2 for column in zip(*known, strict=True)), n) - whole
    rest = sum(v * v for row in known for v in row) - whole - of_rows - of_columns
    row_mean, column_mean = of_rows / (n - 1), of_columns / (k - 1)
    error = rest / ((n - 1) * (k - 1))
    spread = row_mean + (k - 1) * error + k * (column_mean - error) / n
    return float((row_mean - error) / spread) if spread else None


def smallest_detectable_change(pairs: Twice) -> float | None:
    """Returns by how much a rating must change to be more than noise (95 %): 1.96 √2 SEM.

    The error of measurement (SEM) is of absolute agreement: a shift of all ratings is part of it.
    Pairs with a missing side (None) are left out; None without pairs.
    """
    known = _known(pairs)
    if not known:
        return None
    return 1.96 * math.sqrt(sum((x - y) ** 2 for x, y in known) / len(known))


def _known(pairs: Twice) -> list[tuple[int, int]]:
    return [(x, y) for x, y in pairs if x is not None and y is not None]
