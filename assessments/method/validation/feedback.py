"""What those who rate tell of an item: how many find it unclear, and how long it takes them."""

import statistics
from collections.abc import Hashable, Mapping, Sequence, Set

from assessments.method.validation.undefined import Why

FEWEST = 5  # people of whom a median is told: of fewer, it would say too much of each


def share_unclear(rated: Set[Hashable], unclear: Set[Hashable]) -> float | None:
    """Returns the share of those who rated an item that found it unclear; None where none did."""
    return len(rated & unclear) / len(rated) if rated else None


def median_seconds[Key: Hashable](
    seconds: Mapping[Key, Sequence[int]],
) -> tuple[float | None, Why | None]:
    """Returns the median over people of how many seconds an item took them, or why there is none.

    Each person counts once, with the median of their own.
    """
    own = [statistics.median(each) for each in seconds.values() if each]
    if len(own) < FEWEST:
        return None, Why.TOO_FEW if own else Why.NOT_KEPT
    return statistics.median(own), None
