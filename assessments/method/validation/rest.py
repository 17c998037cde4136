"""Rest scores, and groups of assessments that have much the same: what items are held against.

The rest score is the sum of what an assessment has on the other items. Where some are missing it is
their mean, taken as many times as there are others and rounded to whole numbers; an assessment that
rates fewer than half of them has no rest score.
"""

from collections.abc import Sequence

from assessments.method.validation.pairs import Row


def sums_of(rows: Sequence[Row], places: Sequence[int]) -> list[tuple[int, int]]:
    """Returns for each row the sum of what it rates of some items, and how many it rates."""
    found = []
    for row in rows:
        values = [value for n in places if (value := row[n]) is not None]
        found.append((sum(values), len(values)))
    return found


def points_of(
    rows: Sequence[Row], sums: Sequence[tuple[int, int]], place: int, matching: Sequence[int]
) -> list[tuple[int, int, int]]:
    """Returns the number, the rest score and the rating of each row that has both for an item.

    `sums` are those over the `matching` items, from which the item’s own rating is taken.
    """
    own = int(place in matching)
    others = len(matching) - own
    points = []
    for number, (row, (total, rated)) in enumerate(zip(rows, sums, strict=True)):
        value = row[place]
        if value is not None:
            rest = prorated(total - own * value, rated - own, others)
            if rest is not None:
                points.append((number, rest, value))
    return points


def prorated(total: int, rated: int, number: int) -> int | None:
    """Returns what a sum over some items comes to over all: halves go up; None for too few."""
    if 2 * rated < number or not rated:
        return None
    if rated == number:
        return total
    return (2 * total * number + rated) // (2 * rated)


def least_size(n: int) -> int:
    """Returns how many assessments a group needs at least, as the R package mokken has it."""
    if n < 150:
        return 50
    if n <= 250:
        return n // 3
    return n // 10 if n >= 500 else n // 5


def groups(scores: Sequence[int], size: int) -> list[int]:
    """Returns the highest score of each group, lowest first: equal scores stay together.

    A group has at least `size` members; what is left over goes to the last. Empty where not even
    one group would be as large.
    """
    ordered = sorted(scores)
    n = len(ordered)
    if n < size:
        return []
    above = {score: place + 1 for place, score in enumerate(ordered)}  # up to and with each score
    ends = [above[ordered[size - 1]]]
    while n - ends[-1] >= size:
        ends.append(above[ordered[size + ends[-1] - 1]])
    return [*(ordered[end - 1] for end in ends[:-1]), ordered[-1]]
