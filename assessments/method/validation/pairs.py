"""How two items go together: counts over the assessments that rate both.

Ratings are whole numbers from 0. An item’s steps are the scores from 1 up: that of score s is
passed by those who score at least s. Each step is a set of assessments, kept as the bits of one
whole number, so that a pair is counted by a few intersections however many assessments there are.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

type Row = Sequence[int | None]


@dataclass(frozen=True, slots=True)
class Item:
    """Which assessments rate an item, and which pass each of its steps, as bits."""

    rated: int
    passed: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two items as n assessments rate them: how often each step of each, and two steps, are passed.

    `both[s][t]` counts those that pass step s of the first and step t of the other.
    """

    one: int
    other: int
    n: int
    steps: tuple[int, ...]
    other_steps: tuple[int, ...]
    both: tuple[tuple[int, ...], ...]

    @property
    def covariation(self) -> int:
        """n² times their covariance."""
        together = sum(map(sum, self.both))
        return self.n * together - sum(self.steps) * sum(self.other_steps)

    @property
    def most(self) -> int:
        """n² times the highest covariance with these steps; 0 only if one of them never varies."""
        return most_covariation(self.n, self.steps, self.other_steps)


def most_covariation(n: int, steps: Sequence[int], others: Sequence[int]) -> int:
    """Returns n² times the covariance of two items whose steps are passed without any error."""
    together = sum(min(a, b) for a in steps for b in others)
    return n * together - sum(steps) * sum(others)


def items_of(rows: Sequence[Row]) -> list[Item]:
    """Returns the items of rows with a rating for each; the highest of all sets the steps."""
    top = max((value for row in rows for value in row if value is not None), default=0)
    items = []
    for column in zip(*rows, strict=True):
        values = list(enumerate(column))
        rated = sum(1 << place for place, value in values if value is not None)
        passed = tuple(
            sum(1 << place for place, value in values if value is not None and value >= step)
            for step in range(1, top + 1)
        )
        items.append(Item(rated, passed))
    return items


def pairs_of(items: Sequence[Item]) -> Iterator[Pair]:
    """Yields each two items, in their order, as the assessments that rate both see them."""
    for (one, first), (other, second) in combinations(enumerate(items), 2):
        yield Pair(
            one,
            other,
            (first.rated & second.rated).bit_count(),
            tuple((step & second.rated).bit_count() for step in first.passed),
            tuple((step & first.rated).bit_count() for step in second.passed),
            tuple(
                tuple((step & against).bit_count() for against in second.passed)
                for step in first.passed
            ),
        )


@dataclass(slots=True)
class Errors:
    """Guttman errors counted, and those expected if items had nothing to do with one another."""

    observed: float = 0.0
    expected: float = 0.0
    varies: bool = False

    def add(self, pair: Pair) -> None:
        """Adds a pair of items."""
        self.count(pair.n, pair.covariation, pair.most)

    def count(self, n: int, covariation: int, most: int) -> None:
        """Adds a pair; one of which an item never varies can have no error, and adds nothing."""
        if most:
            self.varies = True
            self.expected += most / n
            self.observed += (most - covariation) / n

    @property
    def scalability(self) -> float | None:
        """Loevinger’s H: 1 without errors, 0 where there are as many as chance brings."""
        return 1 - self.observed / self.expected if self.varies else None


def scalability(
    pairs: Sequence[Pair], number: int
) -> tuple[float | None, tuple[float | None, ...]]:
    """Returns H of all pairs, and that of each item over the pairs that it is in."""
    whole, each = Errors(), [Errors() for _ in range(number)]
    for pair in pairs:
        for errors in (whole, each[pair.one], each[pair.other]):
            errors.add(pair)
    return whole.scalability, tuple(errors.scalability for errors in each)
