"""What the pictures of a validation report show: plain values, in the language of the page.

`charts` draws them on a page and in a PDF, and slides have them as charts of their own.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.validation.figures import Figure, Judgement, ReportPart, ValidationReport
from assessments.validation.names import Names
from assessments.validation.words import FIGURES, REASONS
from maturity.wording import colon, decimal, listed, percent

OLD = gettext_lazy(
    "This report was computed by an earlier version of the portal, without what this picture "
    "shows. Compute it again."
)
NOTHING = gettext_lazy("There is nothing to show yet.")
LARGE = 0.75  # logits, by which a translation is a different statement


@dataclass(frozen=True, slots=True)
class Axis:
    """From where to where values go; what is said at which; `guides` are what they are held
    against, and `start` leaves room for labels."""

    low: float
    high: float
    ticks: tuple[tuple[float, str], ...]
    guides: tuple[float, ...] = ()
    start: int = 150


@dataclass(frozen=True, slots=True)
class Point:
    """A figure on an axis; `said` has the same in words; `level` is a statement's."""

    label: str
    value: float | None
    said: str
    interval: tuple[float, float] | None = None
    flagged: bool = False
    level: int | None = None


@dataclass(frozen=True, slots=True)
class Panel:
    """Points on one axis, such as those of an attribute."""

    name: str
    axis: Axis
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class ScaleUse:
    """How often each point of the scale was given, from not achieved on; last, none."""

    name: str
    counts: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture: how it is to be read, what it has found, and its panels or uses; where there are
    none, `why` says so."""

    code: str
    title: str
    key: str
    found: str = ""
    panels: tuple[Panel, ...] = ()
    uses: tuple[ScaleUse, ...] = ()
    why: str | Promise = ""


def pictures(report: ValidationReport, names: Names) -> tuple[Picture, ...]:
    """Returns the four pictures of a report."""
    parts = {each.name: each for each in report.parts}
    return (
        _order(parts, names),
        _agreement(parts, names, report),
        _languages(parts, names),
        _categories(parts, names),
    )


def _order(parts: dict[str, ReportPart], names: Names) -> Picture:
    found = dict(_by_statement(parts["statements"], "difficulty"))
    axis = Axis(0, 1, tuple((share, percent(share)) for share in (0, 0.5, 1)))
    points = {code: _point(code, each, names) for code, each in found.items()}
    return _of_statements(
        "order-picture",
        _("The order of the statements"),
        _(
            "The share of assessments that achieve each statement, with its interval (95%). In "
            "each attribute, the shares should fall from level to level."
        ),
        axis,
        points if "categories" in parts else {},
        names,
        NOTHING if "categories" in parts else OLD,
    )


def _agreement(parts: dict[str, ReportPart], names: Names, report: ValidationReport) -> Picture:
    found = [
        (names.together("agreement", group.subject), figure)
        for group in parts["agreement"].groups
        for figure in group.figures
        if figure.name == "krippendorff_alpha"
    ]
    by = (report.thresholds["alpha_tentative"], report.thresholds["alpha_reliable"])
    lowest = min((_lowest(each) for _name, each in found), default=0)
    low = 0 if lowest >= 0 else -1
    axis = Axis(low, 1, tuple((n, decimal(n, 0)) for n in (-1, 0, 1) if n >= low), by, 220)
    title = _("Agreement by attribute")
    key = _(
        "Krippendorff’s alpha with its interval (95%%). The dashed lines are the thresholds: "
        "tentative from %(tentative)s on, reliable from %(reliable)s on."
    ) % {"tentative": decimal(by[0], 3), "reliable": decimal(by[1], 3)}
    points = tuple(_named(name, each) for name, each in found)
    if not any(each.value is not None for each in points):
        return Picture("agreement-picture", title, key, why=NOTHING)
    return Picture("agreement-picture", title, key, panels=(Panel(title, axis, points),))


def _languages(parts: dict[str, ReportPart], names: Names) -> Picture:
    shifts = dict(_by_statement(parts["languages"], "shift"))
    flags = {
        code
        for code, each in _by_statement(parts["languages"], "p")
        if each.verdict == Judgement.NOT_MET
    }
    most = max((abs(each.value) for each in shifts.values() if each.value is not None), default=0)
    end = max(2, min(6, int(most) + 1))
    ticks = ((-end, _("easier")), (0, "0"), (end, _("harder")))
    axis = Axis(-end, end, ticks, (-LARGE, LARGE))
    points = {
        code: _point(code, each, names, flagged=code in flags) for code, each in shifts.items()
    }
    found = _("%(statements)s: rated differently in English and in French.")
    return _of_statements(
        "language-picture",
        _("French compared with English"),
        _(
            "How much harder or easier each statement is to achieve in French than in English, "
            "compared with the other statements (in logits). Beyond the dashed lines it would "
            "matter. A diamond is a difference that is significant, all statements being tested "
            "together."
        ),
        axis,
        points,
        names,
        NOTHING,
        found % {"statements": listed(sorted(flags))} if flags else "",
    )


def _categories(parts: dict[str, ReportPart], names: Names) -> Picture:
    title = _("How the scale is used")
    key = _(
        "How many ratings of each attribute’s statements are at each point of the scale, from not "
        "achieved to fully achieved."
    )
    if "categories" not in parts:
        return Picture("category-picture", title, key, why=OLD)
    uses = tuple(
        ScaleUse(
            names.together("categories", group.subject),
            tuple(
                (str(FIGURES[each.name][0]), round((each.value or 0) * each.n))
                for each in group.figures
            ),
        )
        for group in parts["categories"].groups
        if group.figures[0].n
    )
    return Picture("category-picture", title, key, uses=uses, why="" if uses else NOTHING)


def _of_statements(
    code: str,
    title: str,
    key: str,
    axis: Axis,
    points: dict[str, Point],
    names: Names,
    why: Promise,
    found: str = "",
) -> Picture:
    """A picture with a panel for each attribute, its statements in the order of their levels."""
    if not any(each.value is not None for each in points.values()):
        return Picture(code, title, key, why=why)
    panels = tuple(
        Panel(
            name,
            axis,
            tuple(
                sorted(
                    (each for each in points.values() if names.statements[each.label][0] == of),
                    key=lambda each: each.level or 0,
                )
            ),
        )
        for of, name in names.attributes.items()
    )
    return Picture(code, title, key, found, tuple(each for each in panels if each.points))


def _by_statement(part: ReportPart, name: str) -> Iterator[tuple[str, Figure]]:
    for group in part.groups:
        for figure in group.figures:
            if figure.name == name and group.subject:
                yield group.subject[0], figure


def _point(code: str, figure: Figure, names: Names, *, flagged: bool = False) -> Point:
    point = _named(code, figure, flagged=flagged)
    place = names.statements.get(code)
    return Point(
        code,
        point.value,
        point.said,
        point.interval,
        flagged=flagged,
        level=place.level if place else None,
    )


def _named(name: str, figure: Figure, *, flagged: bool = False) -> Point:
    write = percent if figure.name == "difficulty" else decimal
    spread = figure.interval
    between = (spread.low, spread.high) if spread else None
    if figure.value is None:
        told = str(REASONS[figure.reason]) if figure.reason else "–"
    else:
        told = write(figure.value)
        if between:
            told += _(" (from %(low)s to %(high)s)") % {
                "low": write(between[0]),
                "high": write(between[1]),
            }
    return Point(name, figure.value, f"{name}{colon('')} {told}", between, flagged=flagged)


def _lowest(figure: Figure) -> float:
    return min(figure.value or 0, figure.interval.low if figure.interval else 0)
