"""How far a piece of work has come: the one definition that task lists, forms and pages share."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Progress:
    """`done` of `total` things. Of statements: those with an effective rating, NA included.

    What is carried forward from the last assessment is done once it is confirmed; `unconfirmed` is
    how many wait for that alone.
    """

    done: int
    total: int
    unconfirmed: int = 0

    @property
    def left(self) -> int:
        return self.total - self.done

    @property
    def state(self) -> str:
        """ "done", "in_progress" or "not_started"."""
        if self.done >= self.total:
            return "done"
        return "in_progress" if self.done else "not_started"


def progress_of[Key](
    order: Collection[Key], rated: Collection[Key], unconfirmed: Collection[Key] = ()
) -> Progress:
    """How far the criteria in `order` are, given those with an effective rating and those of which
    some answer is carried forward and not confirmed.
    """
    waiting = sum(each in rated and each in unconfirmed for each in order)
    return Progress(sum(each in rated for each in order) - waiting, len(order), waiting)


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
