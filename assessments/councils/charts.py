"""The geometry of a council's charts: stacked distributions, and what rose and fell."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.baselines.continuum import FILLS
from assessments.councils.board import Linked
from assessments.councils.content import Breakdown
from assessments.councils.listing import Stand
from maturity.models import Attribute
from maturity.wording import colon, grouped, listed

# The pictures are 490 wide, with a margin of 1 for the lines.
WIDTH = 488
DIGIT, MARGIN = 15, 10
INK, PAPER = "#1c2a33", "#ffffff"
# By step of the continuum: before level 1, the levels, not applicable; last, what is withheld.
STACK = (
    ("attained-0", "#eef2f5", INK),
    ("attained-1", FILLS[1], INK),
    ("attained-2", FILLS[2], PAPER),
    ("attained-3", FILLS[3], PAPER),
    ("inapplicable", PAPER, INK),
    ("withheld", "#d5dce1", INK),
)
HALF = 236


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
    title: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Drift:
    """How far a bar goes to the left for what fell, to the right for what rose."""

    title: str
    left: str
    fell: str
    rose: str


def stack(row: Breakdown) -> Stack:
    """A distribution over the continuum as one bar."""
    if not row.total:
        return Stack(_("%(name)s: no figure is shown.") % {"name": row.name}, ())
    pieces, x = [], 1.0
    for number, (kind, fill, ink) in zip((*row.cells, row.rest), STACK, strict=True):
        if not number:
            continue
        width = WIDTH * number / row.total
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
    return Stack(_stack_title(row), tuple(pieces))


def _stack_title(row: Breakdown) -> str:
    """Say the same in words, for people who do not see the picture."""
    places = (
        _("%(number)s before level 1"),
        _("%(number)s at level 1"),
        _("%(number)s at level 2"),
        _("%(number)s at level 3"),
        _("%(number)s where it does not apply"),
        _("%(number)s withheld"),
    )
    told = [
        place % {"number": grouped(number)}
        for place, number in zip(places, (*row.cells, row.rest), strict=True)
        if number
    ]
    total = row.total or 0
    said = ngettext(
        "%(name)s: %(total)s initiative stands as follows: %(parts)s.",
        "%(name)s: %(total)s initiatives stand as follows: %(parts)s.",
        total,
    )
    return said % {"name": row.name, "total": grouped(total), "parts": listed(told)}


def drift(row: Breakdown) -> Drift:
    """What rose and what fell, out of all that were compared, to either side of the middle."""
    rose, _same, fell, _none = row.cells
    if not row.total or rose is None or fell is None:
        return Drift(_("%(name)s: no figure is shown.") % {"name": row.name}, "", "", "")
    left, right = HALF * fell / row.total, HALF * rose / row.total
    title = _("%(name)s: of %(total)s compared, %(rose)s rose and %(fell)s fell.")
    return Drift(
        title
        % {
            "name": row.name,
            "total": grouped(row.total),
            "rose": grouped(rose),
            "fell": grouped(fell),
        },
        left=f"{245 - left:.1f}",
        fell=f"{left:.1f}" if fell else "",
        rose=f"{right:.1f}" if rose else "",
    )


def linked(figure: Linked) -> str:
    """A figure as a link to what is behind it; as a number where there is nothing to see."""
    if figure.number is None:
        return format_html('<span class="withheld">{}</span>', _("withheld"))
    if not figure.address:
        return grouped(figure.number)
    return format_html('<a href="{}">{}</a>', figure.address, grouped(figure.number))


def told(stand: Stand, attributes: Sequence[Attribute]) -> str:
    """The levels of a strip in words."""
    return "; ".join(
        f"{colon(attribute.text)} {_level_in_words(mark.level)}"
        for attribute, mark in zip(attributes, stand.marks, strict=True)
    )


def _level_in_words(level: int | None) -> str:
    if level is None:
        return _("not applicable")
    return _("level %(level)s") % {"level": level} if level else _("before level 1")


def at(names: Sequence[str], place: int) -> str:
    """The name at a place, from 0 on."""
    return names[place]


def times_over(level: object, times: int) -> str:
    """A level so many times, as a strip has it."""
    return "\N{NO-BREAK SPACE}".join([str(level)] * times)
