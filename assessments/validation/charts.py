"""The geometry of the pictures of a validation report: points on an axis, with their intervals."""

from collections.abc import Iterator
from dataclasses import dataclass

from assessments.baselines.stacks import Stack, shades, stacked
from assessments.validation.pictures import Axis, Panel, Point, ScaleUse
from maturity.wording import colon, grouped, listed

# The pictures are as wide as bars are, with a line for each point.
WIDTH, LINE, FOOT, MARGIN = 490, 24, 26, 12


@dataclass(frozen=True, slots=True)
class ChartPoint:
    """A point at its place; lengths are texts, which a French page would write with a comma."""

    y: int
    level: int | None  # where a new one begins
    label: str
    x: str  # empty where there is no figure
    flagged: bool


@dataclass(frozen=True, slots=True)
class Dots:
    """Points one below the other; `start` is where the axis begins, `rules` part the levels."""

    title: str
    height: int
    start: int
    foot: int
    ticks: tuple[tuple[str, str], ...]  # where, and what is said there
    guides: tuple[str, ...]
    rules: tuple[int, ...]
    intervals: str  # all of them, as one path
    marks: tuple[ChartPoint, ...]


def dots(panel: Panel) -> Dots:
    """The points of a panel on its axis; the title says all of it in words."""
    axis = panel.axis
    marks = tuple(_marks(panel))
    foot = LINE * len(panel.points) + 4
    return Dots(
        title=f"{panel.name}{colon('')} {'; '.join(each.said for each in panel.points)}.",
        height=foot + FOOT,
        start=axis.start,
        foot=foot,
        ticks=tuple((_place(axis, value), label) for value, label in axis.ticks),
        guides=tuple(_place(axis, value) for value in axis.guides),
        rules=tuple(each.y - LINE // 2 for each in marks[1:] if each.level),
        intervals="".join(
            _interval(axis, point, mark.y) for point, mark in zip(panel.points, marks, strict=True)
        ),
        marks=marks,
    )


def _marks(panel: Panel) -> Iterator[ChartPoint]:
    before = None
    for number, point in enumerate(panel.points):
        begins = point.level if point.level != before else None
        before = point.level
        yield ChartPoint(
            y=LINE * number + LINE // 2 + 2,
            level=begins,
            label=point.label,
            x="" if point.value is None else _place(panel.axis, point.value),
            flagged=point.flagged,
        )


def _interval(axis: Axis, point: Point, y: int) -> str:
    if point.interval is None:
        return ""
    low, high = (_place(axis, value) for value in point.interval)
    return f"M{low} {y}H{high}"


def _place(axis: Axis, value: float) -> str:
    """Where a value lies; one beyond the end of the axis lies at the end."""
    share = (min(max(value, axis.low), axis.high) - axis.low) / (axis.high - axis.low)
    return f"{axis.start + MARGIN + share * (WIDTH - axis.start - 2 * MARGIN):.1f}"


def used(use: ScaleUse) -> Stack:
    """How often each point of the scale was given, as one bar."""
    said = listed([f"{name} {grouped(number)}" for name, number in use.counts if number])
    parts = zip((number for _name, number in use.counts), shades(3), strict=True)
    return Stack(f"{use.name}{colon('')} {said}.", 3, stacked(parts))
