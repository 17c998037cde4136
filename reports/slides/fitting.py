"""Spreads what does not fit on one slide over several: nothing is cut off, and no type shrinks."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import batched, zip_longest

from django.utils.translation import gettext as _
from django.utils.translation import override

from assessments.baselines.values import Written
from reports.slides import measures
from reports.slides.deck import Body, Deck, Grid, Points, Said, Slide

# What may follow a title in either language, so that there is room for it.
NUMBERED = " (88 sur 88)"
PANELS = 8
ROOMY = 0.18  # inches
STEPS = 20


def fitted(deck: Deck) -> Deck:
    """The same deck, in which every slide holds what it says, and has a title of its own."""
    with override(deck.language):
        slides = tuple(page for slide in deck.slides for page in _pages(slide))
    return replace(deck, slides=slides)


def body_top(slide: Slide, title: str = "") -> float:
    """Where the body of a slide begins, below its title and its lead."""
    top = lead_top(title or slide.title)
    return top + (lead_height(slide.lead) + measures.GAP if slide.lead else 0)


def lead_top(title: str) -> float:
    return measures.TOP + title_height(title) + measures.GAP


def title_height(title: str) -> float:
    number = len(measures.lines(title, _inside(measures.ACROSS), measures.TITLE, bold=True))
    return measures.box(number, measures.TITLE)


def lead_height(lead: str) -> float:
    number = len(measures.lines(lead, _inside(measures.ACROSS), measures.LEAD))
    return measures.box(number, measures.LEAD)


def widths(grid: Grid) -> list[float]:
    """The widths of a table's columns: as wanted, and no word broken where that can be."""
    least = [
        _least([(column.head, True), *((_text(row[n]), n == 0) for row in grid.rows)])
        for n, column in enumerate(grid.columns)
    ]
    wanted = [max(column.width, some) for column, some in zip(grid.columns, least, strict=True)]
    over = sum(wanted) - measures.ACROSS
    if over <= 0:
        return wanted
    spare = sum(wanted) - sum(least)
    if spare < over:
        return [width * measures.ACROSS / sum(wanted) for width in wanted]
    return [
        width - (width - some) * over / spare for width, some in zip(wanted, least, strict=True)
    ]


def _least(texts: Iterable[tuple[str, bool]]) -> float:
    """How wide a column has to be for its longest word, unless that is very long."""
    words = (measures.longest_word(text, bold=bold) for text, bold in texts)
    width = max(words) * measures.CELL / 72 + 2 * measures.MARGIN + 0.01
    return min(width, measures.ACROSS / 4)


def heights(grid: Grid, room: float) -> list[float]:
    """The heights of a table's rows, its heads first: a little more than it takes where there is
    room, so that few rows do not huddle.
    """
    taken = [head_height(grid), *(row_height(grid, row) for row in grid.rows)]
    more = min(max(room - sum(taken), 0) / len(taken), ROOMY)
    return [height + more for height in taken]


def head_height(grid: Grid) -> float:
    heads = zip(grid.columns, widths(grid), strict=True)
    most = max(
        len(measures.lines(each.head, _inside(width), measures.CELL, bold=True))
        for each, width in heads
    )
    return measures.box(most, measures.CELL)


def row_height(grid: Grid, row: Sequence[Said]) -> float:
    return measures.box(max(len(each) for each in _cells(grid, row)), measures.CELL)


def _cells(grid: Grid, row: Sequence[Said]) -> list[list[str]]:
    """The lines of each cell of a row; the first is bold, as heads are."""
    return [
        measures.lines(_text(said), _inside(width), measures.CELL, bold=n == 0)
        for n, (said, width) in enumerate(zip(row, widths(grid), strict=True))
    ]


def _pages(slide: Slide) -> list[Slide]:
    """A slide as it is, or the several that it takes, numbered."""
    room = measures.BOTTOM - body_top(slide, slide.title + NUMBERED)
    bodies = _bodies(slide, room)
    if len(bodies) == 1:
        return [replace(slide, body=bodies[0])]
    title = _("%(title)s (%(number)s of %(total)s)")
    return [
        replace(
            slide,
            title=title % {"title": slide.title, "number": number, "total": len(bodies)},
            body=body,
        )
        for number, body in enumerate(bodies, 1)
    ]


def _bodies(slide: Slide, room: float) -> Sequence[Body]:
    body = slide.body
    if isinstance(body, Grid):
        room -= head_height(body)
        rows = [part for row in body.rows for part in _split_row(body, row, room)]
        pages = _spread([(row, row_height(body, row)) for row in rows], room)
        return [replace(body, rows=tuple(page)) for page in pages] or [body]
    if isinstance(body, Points):
        room -= 2 * measures.ABOVE
        points = [part for point in body.points for part in _split_point(point, room)]
        return [
            Points(tuple(page)) for page in _spread([(each, _tall(each)) for each in points], room)
        ]
    if isinstance(body, tuple):
        return list(batched(body, PANELS))
    return [body]


def _split_row(grid: Grid, row: tuple[Said, ...], room: float) -> list[tuple[Said, ...]]:
    """A row as it is, or as several where it is higher than a slide."""
    if row_height(grid, row) <= room:
        return [row]
    most = int((room - 2 * measures.ABOVE) / measures.height(1, measures.CELL))
    parts = [_parts(said, cell, most) for said, cell in zip(row, _cells(grid, row), strict=True)]
    return list(zip_longest(*parts, fillvalue=""))


def _split_point(point: Said, room: float) -> list[Said]:
    most = int((room - measures.BETWEEN / 72) / measures.height(1, measures.POINT))
    return _parts(point, _point_lines(point), most)


def _parts(said: Said, lines: Sequence[str], most: int) -> list[Said]:
    """A text as it is, or in parts of so many lines at most, each in the text's language."""
    if len(lines) <= most:
        return [said]
    texts = ["".join(some).strip() for some in batched(lines, most)]
    return [replace(said, text=text) if isinstance(said, Written) else text for text in texts]


def _tall(point: Said) -> float:
    number = len(_point_lines(point))
    return measures.height(number, measures.POINT) + measures.BETWEEN / 72


def _point_lines(point: Said) -> list[str]:
    return measures.lines(_text(point), _inside(measures.ACROSS) - measures.INDENT, measures.POINT)


def _spread[Item](items: Sequence[tuple[Item, float]], room: float) -> list[list[Item]]:
    """Items on as few pages as it takes, about as much on each."""
    fewest = _filled(items, room)
    even = sum(height for _item, height in items) / max(len(fewest), 1)
    for step in range(STEPS):
        pages = _filled(items, even + (room - even) * step / STEPS)
        if len(pages) <= len(fewest):
            return pages
    return fewest


def _filled[Item](items: Sequence[tuple[Item, float]], room: float) -> list[list[Item]]:
    pages: list[list[Item]] = []
    left = 0.0
    for item, height in items:
        if not pages or height > left:
            pages.append([])
            left = room
        pages[-1].append(item)
        left -= height
    return pages


def _inside(width: float) -> float:
    return width - 2 * measures.MARGIN


def _text(said: Said) -> str:
    return said.text if isinstance(said, Written) else said
