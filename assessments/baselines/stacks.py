"""The geometry of a bar that is stacked from parts, in the colours of the continuum."""

from collections.abc import Iterable
from dataclasses import dataclass

from assessments.baselines.continuum import LIGHT, RAMPS
from maturity.wording import grouped

# The pictures are 490 wide, with a margin of 1 for the lines.
WIDTH = 488
DIGIT, MARGIN = 15, 10
INK, PAPER = "#1c2a33", "#ffffff"


type Colours = tuple[str, str, str]  # the kind of a part, its colour and that of text on it


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a bar; lengths are texts, which a French page would write with a comma."""

    x: str
    width: str
    middle: str
    number: str  # empty where there is no room for it
    kind: str
    fill: str
    ink: str


@dataclass(frozen=True, slots=True)
class Stack:
    """A bar; `top` is the highest level."""

    title: str
    top: int
    pieces: tuple[Piece, ...]


def shades(top: int) -> tuple[Colours, ...]:
    """By step of the continuum, the kind of a part, its colour and that of text on it: before level
    1, the levels, not applicable; last, what is withheld."""
    levels = (
        (f"attained-{level}", fill, INK if level <= LIGHT[top] else PAPER)
        for level, fill in enumerate(RAMPS[top], start=1)
    )
    return (
        ("attained-0", "#eef2f5", INK),
        *levels,
        ("inapplicable", PAPER, INK),
        ("withheld", "#d5dce1", INK),
    )


def stacked(parts: Iterable[tuple[int | None, Colours]]) -> tuple[Piece, ...]:
    """Numbers one after the other, as parts of a bar that they fill."""
    shown = [(number, colours) for number, colours in parts if number]
    total = sum(number for number, _colours in shown)
    pieces, x = [], 1.0
    for number, (kind, fill, ink) in shown:
        width = WIDTH * number / total
        figure = grouped(number)
        room = DIGIT * len(figure) + MARGIN
        pieces.append(
            Piece(
                x=f"{x:.1f}",
                width=f"{width:.1f}",
                middle=f"{x + width / 2:.1f}",
                number=figure if width >= room else "",
                kind=kind,
                fill=fill,
                ink=ink,
            )
        )
        x += width
    return tuple(pieces)
