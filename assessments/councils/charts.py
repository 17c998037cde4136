"""The geometry of a council's charts: stacked distributions, and what rose and fell."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.baselines.stacks import Stack, shades, stacked
from assessments.councils.board import Linked
from assessments.councils.listing import Stand
from assessments.councils.sentences import standing_parts
from assessments.councils.values import Breakdown, TrendRow
from assessments.councils.words import Named
from maturity.wording import colon, grouped, listed

HALF = 236


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
        return Stack(_("%(name)s: no figure is shown.") % {"name": row.name}, row.top, ())
    parts = zip((*row.cells, row.rest), shades(row.top), strict=True)
    return Stack(_stack_title(row), row.top, stacked(parts))


def _stack_title(row: Breakdown) -> str:
    """Say the same in words, for people who do not see the picture."""
    *levels, without = row.cells
    others = (
        (_("%(number)s where it does not apply"), without),
        (_("%(number)s withheld"), row.rest),
    )
    told = standing_parts(levels)
    told += [place % {"number": grouped(number)} for place, number in others if number]
    total = row.total or 0
    said = ngettext(
        "%(name)s: %(total)s initiative stands as follows: %(parts)s.",
        "%(name)s: %(total)s initiatives stand as follows: %(parts)s.",
        total,
    )
    return said % {"name": row.name, "total": grouped(total), "parts": listed(told)}


# A small multiple: a column a year, so wide and so far apart, and so high.
COLUMN, APART, HIGH = 15, 4, 44


@dataclass(frozen=True, slots=True)
class YearPiece:
    """A part of a year's column."""

    x: int
    y: str
    height: str
    kind: str
    fill: str


@dataclass(frozen=True, slots=True)
class Years:
    """Where initiatives stood, a column for each day; a day without any has none. `top` is the
    highest level."""

    title: str
    top: int
    width: int
    height: int
    pieces: tuple[YearPiece, ...]


def years(row: TrendRow, days: Sequence[datetime.date], name: str = "") -> Years:
    """A row of a trend as columns of shares, the highest level at the top; `name` is its own by
    default."""
    pieces, top = [], len(row.cells[0]) - 2
    colours = shades(top)
    for place, cells in enumerate(row.cells):
        total, y = sum(cells[:-1]), 0.0
        for level in reversed(range(top + 1)):
            if not cells[level]:
                continue
            height = HIGH * cells[level] / total
            kind, fill, _ink = colours[level]
            pieces.append(
                YearPiece(place * (COLUMN + APART), f"{y:.1f}", f"{height:.1f}", kind, fill)
            )
            y += height
    width = len(row.cells) * (COLUMN + APART) - APART
    return Years(_years_title(row, days, name), top, width, HIGH, tuple(pieces))


def _years_title(row: TrendRow, days: Sequence[datetime.date], name: str) -> str:
    """Say the same in words, for people who do not see the picture."""
    parts = [
        _("%(date)s: %(number)s of %(total)s")
        % {
            "date": day.isoformat(),
            "number": grouped(sum(cells[1:-1])),
            "total": grouped(sum(cells[:-1])),
        }
        for day, cells in zip(days, row.cells, strict=True)
    ]
    said = _("%(name)s, at level 1 or above – %(parts)s.")
    return said % {"name": row.name or name, "parts": "; ".join(parts)}


BAR = 96  # how wide a share of everything is


def share_bar(number: int, of: int) -> str:
    """A share as a bar, for the eye alone: the number stands beside it."""
    return format_html(
        '<svg width="{0}" height="12" viewBox="0 0 {0} 12" aria-hidden="true">'
        '<rect x=".5" y=".5" width="{1}" height="11"/>'
        '<rect class="part" x=".5" y=".5" width="{2}" height="11"/></svg>',
        BAR,
        BAR - 1,
        f"{(BAR - 1) * number / of:.1f}" if of else "0",
    )


def above_of(cells: Sequence[int]) -> str:
    """How many of a row's day stood at level 1 or above, of how many; a dash for nobody."""
    total = sum(cells[:-1])
    if not total:
        return "–"
    values = {"number": grouped(sum(cells[1:-1])), "total": grouped(total)}
    return _("%(number)s of %(total)s") % values


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
    if not figure.address:
        return grouped(figure.number)
    return format_html('<a href="{}">{}</a>', figure.address, grouped(figure.number))


def told(stand: Stand, attributes: Sequence[Named]) -> str:
    """The levels of a strip in words."""
    return "; ".join(
        f"{colon(attribute.text)} {_level_in_words(mark.level)}"
        for attribute, mark in zip(attributes, stand.marks, strict=True)
    )


def _level_in_words(level: int | None) -> str:
    if level is None:
        return _("not applicable")
    return _("level %(level)s") % {"level": level} if level else _("before level 1")


def at[Thing](things: Sequence[Thing], place: int) -> Thing:
    """What is at a place, from 0 on."""
    return things[place]


def times_over(level: object, times: int) -> str:
    """A level so many times, as a strip has it."""
    return "\N{NO-BREAK SPACE}".join([str(level)] * times)
