"""Bootstrap by cluster: assessments are nested in initiatives, which are drawn as a whole.

What is counted of a cluster is packed into one whole number, a field of 32 bits for each count, so
that the sums of a resample are one sum of whole numbers however many counts there are.
"""

import random
import struct
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

ROUNDS = 1000


@dataclass(frozen=True, slots=True)
class Interval:
    """A percentile interval, and from how many of the rounds: in others nothing was computable."""

    low: float
    high: float
    rounds: int


def resampled(
    counts: Sequence[Sequence[int]], clusters: Sequence[Hashable], rounds: int, seed: int
) -> Iterator[tuple[int, ...]]:
    """Yields the sums of the counts over clusters drawn with replacement, once a round.

    `counts` has a row of whole numbers, none below 0, for each assessment, and `clusters` says to
    which initiative each belongs. A sum must stay below 2³².
    """
    packed: dict[Hashable, int] = {}
    for row, cluster in zip(counts, clusters, strict=True):
        whole = int.from_bytes(struct.pack(f"<{len(row)}I", *row), "little")
        packed[cluster] = packed.get(cluster, 0) + whole
    if not packed:
        return
    fields = len(counts[0])
    drawing = random.Random(seed)  # nosec B311  # noqa: S311 - a resample, no secret
    for _ in range(rounds):
        total = sum(drawing.choices(list(packed.values()), k=len(packed)))
        yield struct.unpack(f"<{fields}I", total.to_bytes(4 * fields, "little"))


def interval(values: Sequence[float | None], level: float = 0.95) -> Interval | None:
    """Returns the percentile interval of what a bootstrap found; None where it found too little.

    Rounds without a figure are left out; with fewer than half of the rounds there is no interval.
    """
    found = sorted(value for value in values if value is not None)
    if not found or 2 * len(found) < len(values):
        return None
    beyond = (1 - level) / 2
    return Interval(quantile(found, beyond), quantile(found, 1 - beyond), len(found))


def quantile(ordered: Sequence[float], share: float | Fraction) -> float:
    """Returns the quantile of ordered values by linear interpolation (type 7)."""
    position = (len(ordered) - 1) * float(share)
    below = min(int(position), len(ordered) - 1)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (position - below) * (ordered[above] - ordered[below])
