"""Slides of a council's figures: where initiatives stand, what changed, and what is left to do."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from assessments.councils import charts
from assessments.councils.content import Breakdown, CouncilContent
from maturity.wording import grouped
from reports.slides.deck import Column, Grid, Points, Series, Shade, Slide, Stacks
from reports.slides.phrases import (
    DASH,
    compared,
    counted,
    explained,
    figures_of,
    headline,
    level_name,
    not_compared,
    out_of,
    shown,
    since,
)

PLACES = tuple(Shade(fill, ink, kind == "inapplicable") for kind, fill, ink in charts.STACK)
WITHHELD = PLACES[-1]
# Rose, the same, fell, not at both dates.
MOVES = (PLACES[3], Shade("#cfe0ec", charts.INK), Shade(charts.PAPER, charts.INK), PLACES[4])


def standing(said: CouncilContent) -> Iterator[Slide]:
    """Where the initiatives stand: in a sentence, a chart and a table."""
    title, told = _("Where the initiatives stand"), headline(said)
    if not said.with_baseline:
        yield Slide(title=title, body=Points((told,)))
        return
    names = (_("Before level 1"), *(level_name(n) for n in (1, 2, 3)), _("n/a"))
    alternative = " ".join(charts.stack(row).title for row in said.distribution)
    chart = _stacks(said.distribution, names, PLACES, alternative)
    yield Slide(title=title, lead=told, body=chart, notes=alternative)
    yield Slide(
        title=figures_of(title),
        lead=explained(_("Number of initiatives at each level, by latest baseline"), said),
        body=_table(title, names, said.distribution),
    )


def coverage(said: CouncilContent) -> Slide:
    """How many initiatives have a baseline: in all, at each stage and of each council."""
    at_stage = _("At the stage %(stage)s")
    rows = (
        (_("In all"), out_of(said.with_baseline, said.seen)),
        *((at_stage % {"stage": each.name}, shown(each.initiatives)) for each in said.stages),
        *((name, shown(number)) for name, number in said.councils if said.joint),
    )
    title = _("Initiatives that have a baseline")
    columns = (Column(_("Initiatives"), 5), Column(_("With a baseline"), 2.5, is_number=True))
    return Slide(title=title, body=Grid(title, columns, rows))


def stages(said: CouncilContent) -> Slide:
    """How many attained each level at each stage."""
    title = _("At each stage of the life cycle")
    if said.stages_withheld:
        message = _(
            "Too few initiatives have a baseline at each stage to be shown without their names."
        )
        return Slide(title=title, body=Points((message,)))
    heads = [f"{stage.name}\n({counted(stage.initiatives)})" for stage in said.stages]
    columns = (Column(_("Attribute"), 3.2), *(Column(head, 2.2) for head in heads))
    rows = tuple(
        (
            row.name,
            *(
                _("withheld")
                if shares is None
                else " · ".join(grouped(share.number) for share in shares)
                if shares[0].of
                else DASH
                for shares in row.stages
            ),
        )
        for row in said.heat
    )
    return Slide(
        title=title,
        lead=_(
            "In each cell, the number of initiatives that have attained at least level 1, then at "
            "least level 2, then level 3."
        ),
        body=Grid(title, columns, rows),
        notes=_("Each initiative counts at every stage at which it has a baseline."),
    )


def movement(said: CouncilContent) -> Iterator[Slide]:
    """What changed since the earlier day."""
    title = since(said)
    if said.compared and said.anew != 0:
        names = (_("Rose"), _("Same"), _("Fell"), _("n/a"))
        alternative = " ".join(charts.drift(row).title for row in said.movement)
        chart = _stacks(said.movement, names, MOVES, alternative)
        yield Slide(title=title, lead=compared(said), body=chart, notes=alternative)
        yield Slide(
            title=figures_of(title),
            lead=explained(_("How each attribute’s level changed"), said),
            body=_table(title, names, said.movement),
        )
    else:
        yield Slide(title=title, body=Points((not_compared(said),)))


def gaps(said: CouncilContent) -> Slide:
    """How far below their targets the initiatives are."""
    title = _("Gaps to targets")
    names = (
        _("Target attained"),
        _("1 level below"),
        _("2 levels below"),
        _("3 levels below"),
        _("No target"),
    )
    return Slide(
        title=title,
        lead=explained(_("Number of initiatives by gap to target"), said),
        body=_table(title, names, said.gaps),
    )


def _stacks(
    rows: Sequence[Breakdown], names: Sequence[str], shades: Sequence[Shade], alternative: str
) -> Stacks:
    cells = zip(*(row.cells for row in rows), strict=True)
    series = [
        *(Series(*each) for each in zip(names, cells, shades, strict=False)),
        Series(_("withheld"), tuple(row.rest for row in rows), WITHHELD),
    ]
    # Nothing is drawn of what nobody is at.
    shown = tuple(each for each in series if any(each.values))
    return Stacks(tuple(row.name for row in rows), shown, alternative)


def _table(title: str, names: Sequence[str], rows: Sequence[Breakdown]) -> Grid:
    columns = (Column(_("Attribute"), 3.4), *(Column(name, 1.7, is_number=True) for name in names))
    return Grid(title, columns, tuple((row.name, *map(shown, row.cells)) for row in rows))
