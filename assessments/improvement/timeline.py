"""Actions on a line of time, as a picture: where each begins and is due. Pure."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from assessments.models import Action
from maturity.days import due_today

# The picture, in its own units: the days lie between the left and the right edge.
WIDTH, LEFT, TOP, ROW = 720, 24, 34, 46
LABEL = 60  # how wide the label of a month is
MOST = 40  # actions; more would be a picture that nobody reads


@dataclass(frozen=True, slots=True)
class TimelineBar:
    """An action from `x` on, `width` wide, at the height `y`; one without a start is a mark."""

    action: Action
    x: int
    y: int
    width: int
    overdue: bool


@dataclass(frozen=True, slots=True)
class Tick:
    """The first of a month at `x`; only some have a label, so that none touch."""

    day: datetime.date
    x: int


@dataclass(frozen=True, slots=True)
class Timeline:
    """The picture: its size, its months, today if it lies within, and a bar an action."""

    width: int
    height: int
    ticks: tuple[Tick, ...]
    today: int | None
    bars: tuple[TimelineBar, ...]
    first: datetime.date
    last: datetime.date
    undated: int  # actions that have no due day
    left_out: int


def timeline(actions: Iterable[Action], dated: int, undated: int) -> Timeline | None:
    """The picture of actions that have a due day: MOST at most, of so many; None without any."""
    shown = sorted(actions, key=lambda each: (_begin(each), each.due, each.pk))
    if not shown:
        return None
    today = due_today()
    first = min(_begin(each) for each in shown).replace(day=1)
    last = _next_month(max(each.due for each in shown if each.due))
    if first <= today + datetime.timedelta(days=90) and today <= last:
        first = min(first, today.replace(day=1))
    per_day = (WIDTH - 2 * LEFT) / max((last - first).days, 1)

    def at(day: datetime.date) -> int:
        return round(LEFT + (day - first).days * per_day)

    bars = []
    for number, each in enumerate(shown):
        assert each.due  # nosec B101
        x = at(_begin(each))
        overdue = each.is_open and each.due < today
        bars.append(TimelineBar(each, x, TOP + number * ROW, max(at(each.due) - x, 6), overdue))
    months = _months(first, last)
    step = -(-len(months) // 8)
    return Timeline(
        WIDTH,
        TOP + len(shown) * ROW,
        tuple(Tick(each, at(each)) for each in months[::step] if at(each) <= WIDTH - LABEL),
        at(today) if first <= today <= last else None,
        tuple(bars),
        first,
        last,
        undated=undated,
        left_out=dated - len(shown),
    )


def _begin(action: Action) -> datetime.date:
    """The day on which an action begins; its due day where that is not said, or is later."""
    assert action.due  # nosec B101
    return min(action.start or action.due, action.due)


def _next_month(day: datetime.date) -> datetime.date:
    return (day.replace(day=1) + datetime.timedelta(days=32)).replace(day=1)


def _months(first: datetime.date, last: datetime.date) -> list[datetime.date]:
    found = [first]
    while found[-1] < last:
        found.append(_next_month(found[-1]))
    return found
