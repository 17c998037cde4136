"""Figures for a reader who may not see whose they are: none that points at an initiative. Pure.

Fewer than LEAST initiatives behind a figure could be recognised (design of roles: benchmarks are
shown only where at least 5 stand behind a figure). Nobody at all is a figure that may be shown.
"""

from collections.abc import Sequence

LEAST = 5

type Cells = tuple[int | None, ...]  # None stands for a figure that is withheld


def enough(*behind: int) -> bool:
    """Whether each figure has nobody behind it, or as many initiatives as it takes."""
    return all(number == 0 or number >= LEAST for number in behind)


def withhold(values: Sequence[int], behind: Sequence[int] | None = None) -> Cells:
    """The cells of a breakdown whose total is known, without those that it takes to be safe.

    `behind` has how many initiatives stand behind each value, where these count something else.
    With each cell that has too few, the smallest of those with enough is withheld, and all that
    are as small: any withheld cell could then be the larger one, even for a reader who knows this
    rule. Where no cell has enough, none is shown.
    """
    behind = values if behind is None else behind
    if enough(*behind):
        return tuple(values)
    cover = min((number for number in behind if number >= LEAST), default=None)
    if cover is None:
        return (None,) * len(values)
    return tuple(
        None if not enough(number) or number == cover else value
        for value, number in zip(values, behind, strict=True)
    )


def shown(known: Sequence[int], rest: Sequence[int], behind: Sequence[int] | None = None) -> Cells:
    """The cells of what a reader knows by name and of the rest together, as they may be.

    What is known can be taken away from any cell: what is withheld follows from the rest alone.
    `behind` is of the rest, as in `withhold`.
    """
    return tuple(
        None if hidden is None else seen + hidden
        for seen, hidden in zip(known, withhold(rest, behind), strict=True)
    )


def may_total(known: int, rest: int) -> bool:
    """Whether enough peers stand behind a figure, of whom a reader knows some by name."""
    return known + rest >= LEAST and enough(rest)
