"""The slides of what is counted of a council, as charts and tables."""

from collections.abc import Iterator, Sequence
from html import unescape

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from assessments.baselines import stacks
from assessments.councils import charts, sentences
from assessments.councils.values import Breakdown, CouncilContent
from maturity.wording import grouped, long_date, quoted
from reports.slides.deck import Grid, GridColumn, Lines, Points, Series, Shade, Slide, Stacks
from reports.slides.words import DASH, counted, figures, level, part_of_all, since

BLOCKERS = 5


def places(top: int) -> tuple[Shade, ...]:
    """The colours of a distribution over the continuum, `top` being the highest level."""
    return tuple(Shade(fill, ink, kind == "inapplicable") for kind, fill, ink in stacks.shades(top))


# Rose, the same, fell, not at both dates.
MOVES = (
    places(3)[3],
    Shade("#cfe0ec", stacks.INK),
    Shade("#e3b778", stacks.INK),
    places(3)[4],
)


def standing(said: CouncilContent) -> Iterator[Slide]:
    title, headline = _("Where the initiatives stand"), sentences.headline(said)
    if not said.with_baseline:
        yield Slide(title=title, body=Points((headline,)))
        return
    names = (_("Before level 1"), *map(level, said.steps), _("n/a"))
    alternative = " ".join(charts.stack(row).title for row in said.distribution)
    chart = _stacks(said.distribution, names, places(said.steps[-1]), alternative)
    yield Slide(title=title, lead=headline, body=chart, notes=alternative)
    yield Slide(
        title=figures(title),
        lead=_("Number of initiatives at each level, by latest baseline"),
        body=_table(title, names, said.distribution),
    )


def coverage(said: CouncilContent) -> Slide:
    at_stage, of_council = _("At the stage %(stage)s"), _("%(council)s, with a baseline")
    coverage = said.coverage
    rows = (
        (_("Registered"), grouped(coverage.registered)),
        (pgettext("initiatives", "Started"), grouped(coverage.begun)),
        (pgettext("initiatives", "Submitted"), grouped(coverage.submitted)),
        (_("With a baseline"), grouped(coverage.with_baseline)),
        (_("Baselines older than 12 months"), grouped(coverage.stale)),
        *((at_stage % {"stage": each.name}, grouped(each.initiatives)) for each in said.stages),
        *((of_council % {"council": name}, grouped(n)) for name, n in said.councils if said.joint),
    )
    title = _("From registration to baseline")
    columns = (GridColumn(_("Initiatives"), 5), GridColumn(_("How many"), 2.5, is_number=True))
    return Slide(title=title, body=Grid(title, columns, rows))


def stages(said: CouncilContent) -> Slide:
    title = _("At each stage of the life cycle")
    heads = [f"{stage.name}\n({counted(stage.initiatives)})" for stage in said.stages]
    columns = (GridColumn(_("Attribute"), 3.2), *(GridColumn(head, 2.2) for head in heads))
    rows = tuple(
        (
            row.name,
            *(
                " · ".join(grouped(share.number) for share in shares) if shares[0].of else DASH
                for shares in row.stages
            ),
        )
        for row in said.heat
    )
    return Slide(
        title=title,
        lead=_(
            "In each cell, the number of initiatives that have attained at least level 1, then at "
            "least each level above it."
        ),
        body=Grid(title, columns, rows),
        notes=_("Each initiative counts at every stage at which it has a baseline."),
    )


def lifts(said: CouncilContent) -> Slide:
    title = _("What would raise the overall level")
    if not said.lifts:
        nothing = _("Nothing holds it back: every overall level is the highest.")
        return Slide(title=title, body=Points((nothing,)))
    rows = tuple(
        (each.name, part_of_all(each.lowest, each.of), sentences.lift(each)) for each in said.lifts
    )
    columns = (
        GridColumn(_("Attribute"), 3.4),
        GridColumn(_("The lowest in"), 2),
        GridColumn(_("Effect of raising it"), 6.5),
    )
    return Slide(
        title=title,
        lead=_("An initiative’s overall level is the lowest of its attributes."),
        body=Grid(title, columns, rows),
    )


def years(said: CouncilContent) -> Slide:
    """Small multiples: what share stood at level 1 or above on each day.

    A share, because there were not as many initiatives with a baseline on each of them.
    """
    days = tuple(str(day.year) for day in said.trend.days)
    lines = tuple(
        Lines(
            row.name or _("Overall"),
            days,
            tuple(_share(cells) for cells in row.cells),
            charts.years(row, said.trend.days, _("Overall")).title,
        )
        for row in said.trend.rows
    )
    return Slide(
        title=_("Over five years"),
        lead=_("Share of initiatives with a baseline that stand at level 1 or above, in percent"),
        body=lines,
        notes=sentences.mixed(said.trend.mixed),
    )


def _share(cells: Sequence[int]) -> int | None:
    """How many of 100 stand at level 1 or above, of those to which it applies."""
    total = sum(cells[:-1])
    return 100 * sum(cells[1:-1]) // total if total else None


def movement(said: CouncilContent) -> Iterator[Slide]:
    title = since(said)
    if said.compared and said.anew != 0:
        names = (_("Rose"), _("Same"), _("Fell"), _("n/a"))
        alternative = " ".join(charts.drift(row).title for row in said.movement)
        chart = _stacks(said.movement, names, MOVES, alternative)
        yield Slide(title=title, lead=_compared(said), body=chart, notes=alternative)
        yield Slide(
            title=figures(title),
            lead=_("How each attribute’s level changed"),
            body=_table(title, names, said.movement),
        )
    else:
        yield Slide(title=title, body=Points((_not_compared(said),)))


def _not_compared(said: CouncilContent) -> str:
    """Why there is nothing to show of what changed."""
    if said.compared == 0:
        message = _(
            "No baseline of %(date)s can be compared with a later one: every baseline is the first "
            "of its initiative at its stage."
        )
        return message % {"date": long_date(said.since)}
    message = _(
        "No initiative that had a baseline then has been assessed again at the same stage: all "
        "levels are unchanged."
    )
    return f"{message} {_first(said)}"


def _compared(said: CouncilContent) -> str:
    compared = ngettext(
        "%(number)s baseline can be compared with an earlier one of the same initiative and stage.",
        "%(number)s baselines can be compared with an earlier one of the same initiative and "
        "stage.",
        said.compared,
    )
    anew = ngettext(
        "%(number)s is from a new assessment; the others are unchanged.",
        "%(number)s are from a new assessment; the others are unchanged.",
        said.anew,
    )
    told = [compared % {"number": grouped(said.compared)}, anew % {"number": grouped(said.anew)}]
    return " ".join(filter(None, [*told, _first(said), sentences.across(said.across)]))


def _first(said: CouncilContent) -> str:
    message = ngettext(
        "%(number)s baseline is the first of its initiative at its stage.",
        "%(number)s baselines are the first of their initiatives at their stage.",
        said.first,
    )
    return message % {"number": grouped(said.first)}


def gaps(said: CouncilContent) -> Slide:
    title = _("Gaps to targets")
    names = (
        _("Target attained"),
        *map(sentences.levels_below, said.steps),
        _("No target"),
    )
    return Slide(
        title=title,
        lead=_("Number of initiatives by gap to target"),
        body=_table(title, names, said.gaps),
    )


def blocking(said: CouncilContent) -> Slide:
    title = _("What holds the next level back most often")
    if not said.blocking:
        nothing = _("Nothing: every attribute has attained the highest level or does not apply.")
        return Slide(title=title, body=Points((nothing,)))
    at_level = _("level %(level)s")
    rows = tuple(
        (
            part_of_all(each.initiatives, said.with_baseline),
            unescape(quoted(each.statement)),
            f"{each.attribute}, {at_level % {'level': each.level}} ({each.code})",
        )
        for each in said.blocking[:BLOCKERS]
    )
    columns = (
        GridColumn(_("Initiatives"), 1.6),
        GridColumn(_("Statement"), 6.8),
        GridColumn(_("Attribute"), 3.5),
    )
    return Slide(
        title=title,
        lead=_("The statements that hold the most initiatives back from their next level:"),
        body=Grid(title, columns, rows),
    )


def _stacks(
    rows: Sequence[Breakdown], names: Sequence[str], shades: Sequence[Shade], alternative: str
) -> Stacks:
    cells = zip(*(row.cells for row in rows), strict=True)
    series = [Series(*each) for each in zip(names, cells, shades, strict=False)]
    # Nothing is drawn of what nobody is at.
    shown = tuple(each for each in series if any(each.values))
    return Stacks(tuple(row.name for row in rows), shown, alternative)


def _table(title: str, names: Sequence[str], rows: Sequence[Breakdown]) -> Grid:
    columns = (
        GridColumn(_("Attribute"), 3.4),
        *(GridColumn(name, 1.7, is_number=True) for name in names),
    )
    return Grid(
        title, columns, tuple((row.name, *(grouped(each) for each in row.cells)) for row in rows)
    )
