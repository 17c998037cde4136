"""How far a piece of work has come: the one definition that task lists, forms and pages share."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Progress:
    """`done` of `total` things. Of statements: those with an effective rating, NA included."""

    done: int
    total: int

    @property
    def left(self) -> int:
        return self.total - self.done

    @property
    def state(self) -> str:
        """ "done", "in_progress" or "not_started"."""
        if self.done >= self.total:
            return "done"
        return "in_progress" if self.done else "not_started"


def rated_of[Key](
    rows: Iterable[tuple[Key, int | None, str]], channels: Collection[int]
) -> set[Key]:
    """Which criteria have an effective rating, of (criterion, channel or None for all, rating)."""
    given: dict[Key, dict[int | None, str]] = defaultdict(dict)
    for criterion, channel, rating in rows:
        given[criterion][channel] = rating
    return {
        criterion
        for criterion, ratings in given.items()
        if (ratings[None] if None in ratings else _each_rated(ratings, channels))
    }


def first_left[Key](order: Sequence[Key], done: Collection[Key], last: Key | None) -> Key | None:
    """What to go on with: the first that is left, from where someone stopped, and then round."""
    start = order.index(last) if last in order else 0
    return next((each for each in (*order[start:], *order[:start]) if each not in done), None)


def _each_rated(ratings: Mapping[int | None, str], channels: Collection[int]) -> bool:
    return bool(channels) and all(ratings.get(channel) for channel in channels)
