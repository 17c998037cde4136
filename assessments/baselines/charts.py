"""The geometry of the small charts: how governments spread, and how a level moved."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from assessments.baselines.values import CriterionContent
from maturity.wording import colon, quoted

# A strip of five columns, for what is not applicable and the four steps of the scale.
COLUMNS = ("NA", "N", "P", "L", "F")
COLUMN = 44
DOT = 10  # between the dots of one column
# A trend: its points stand so far apart, and a level is so high.
STEP, RISE, MARGIN = 46, 9, 7


@dataclass(frozen=True, slots=True)
class SpreadColumn:
    """One step: its place, its dots' places, and whether the team agreed on it."""

    x: int
    dots: tuple[int, ...]
    agreed: bool
    is_scale: bool


@dataclass(frozen=True, slots=True)
class Strip:
    title: str
    height: int
    columns: tuple[SpreadColumn, ...]


@dataclass(frozen=True, slots=True)
class Trend:
    title: str
    width: int
    height: int
    lines: tuple[int, ...]  # where each level from 0 on lies
    points: tuple[tuple[int, int], ...]
    path: str


def spread(criterion: CriterionContent) -> Strip:
    """How governments spread over the scale, a dot each, and what the team agreed on."""
    given = [rating.code for _who, rating in criterion.spread]
    most = max([given.count(code) for code in COLUMNS], default=1)
    height = 14 + DOT * most
    columns = tuple(
        SpreadColumn(
            x=number * COLUMN,
            dots=tuple(height - 9 - DOT * each for each in range(given.count(code))),
            agreed=criterion.rating.code == code,
            is_scale=code != "NA",
        )
        for number, code in enumerate(COLUMNS)
    )
    said = "; ".join(f"{colon(who)} {rating.text}" for who, rating in criterion.spread)
    ratings = _("Governments rated %(code)s as follows: %(ratings)s.") % {
        "code": criterion.code,
        "ratings": said,
    }
    agreed = _("The team agreed on %(rating)s.") % {"rating": quoted(criterion.rating.text)}
    return Strip(f"{ratings} {agreed}", height, columns)


def trend(name: str, levels: Sequence[int | None], top: int) -> Trend:
    """How an attained level moved from one baseline to the next, the oldest first; `top` is the
    highest that there is."""
    top = max(top, *(level or 0 for level in levels))
    bottom = MARGIN + RISE * top
    points = tuple(
        (MARGIN + STEP * number, bottom - RISE * level)
        for number, level in enumerate(levels)
        if level is not None
    )
    return Trend(
        title=_trend_title(name, levels[0], levels[-1]),
        width=2 * MARGIN + STEP * (len(levels) - 1),
        height=bottom + MARGIN,
        lines=tuple(bottom - RISE * level for level in range(top + 1)),
        points=points,
        path="M" + "L".join(f"{x} {y}" for x, y in points) if points else "",
    )


def _trend_title(name: str, before: int | None, now: int | None) -> str:
    """Say the same in a sentence, for people who do not see the picture."""
    words = {"name": name, "before": _in_words(before), "now": _in_words(now)}
    if before == now:
        return _("%(name)s stayed the same: %(now)s.") % words
    if before is None or now is None:
        return _("%(name)s changed: first %(before)s, then %(now)s.") % words
    if now > before:
        return _("%(name)s rose: first %(before)s, then %(now)s.") % words
    return _("%(name)s fell: first %(before)s, then %(now)s.") % words


def _in_words(level: int | None) -> str:
    if level is None:
        return _("not applicable")
    return _("level %(level)s") % {"level": level} if level else _("before level 1")
