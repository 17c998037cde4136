"""The slides of what is listed of a council: what is late, decided, changed, planned, and all."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.baselines.values import Written
from assessments.councils import sentences
from assessments.councils.values import CouncilContent, Line, PlannedAction
from maturity.wording import grouped, iso_date, long_date
from reports.documents import action_status, decision_kind
from reports.slides.deck import Grid, GridColumn, Points, Slide
from reports.slides.words import DASH, SHOWN, label, part_of

MOST_LATE = 6


def late(said: CouncilContent) -> Iterator[Slide]:
    if said.late is None:
        return
    title = _("What is late")
    if not said.late.total:
        nothing = _("Nothing is late: no action, no target and no baseline.")
        yield Slide(title=title, body=Points((nothing,)))
        return
    rows = tuple(
        (f"{each.name} ({each.code})", each.lead, sentences.late(each))
        for each in said.late.initiatives[:MOST_LATE]
    )
    lead = ngettext(
        "%(total)s initiative is behind.",
        "%(total)s initiatives are behind.",
        said.late.total,
    )
    columns = (
        GridColumn(_("Initiative"), 4),
        GridColumn(_("Lead jurisdiction"), 2.4),
        GridColumn(_("What is late"), 5.5),
    )
    yield Slide(
        title=title,
        lead=lead % {"total": grouped(said.late.total)},
        body=Grid(title, columns, rows),
    )


def decided(said: CouncilContent) -> Iterator[Slide]:
    if said.aims:
        aims = tuple(sentences.aim(each) for each in said.aims)
        yield Slide(title=_("What the council aims for"), body=Points(aims))
    if said.decisions:
        decisions = tuple(
            f"{label(decision_kind(each.kind))} {each.text} ({iso_date(each.on)})"
            for each in said.decisions
        )
        yield Slide(title=_("Decisions and recommendations"), body=Points(decisions))


def moved(said: CouncilContent) -> Iterator[Slide]:
    if not said.moved:
        return
    change_of = _("%(attribute)s: from level %(before)s to level %(now)s")
    rows = tuple(
        (
            f"{each.name} ({each.code})",
            each.stage,
            "; ".join(
                change_of % {"attribute": one.attribute, "before": one.before, "now": one.now}
                for one in each.changes
            ),
        )
        for each in said.moved[:SHOWN]
    )
    title = _("Initiatives whose levels changed")
    columns = (
        GridColumn(_("Initiative"), 4),
        GridColumn(_("Stage"), 2),
        GridColumn(_("Changes"), 6),
    )
    yield Slide(title=title, lead=part_of(len(said.moved)), body=Grid(title, columns, rows))


def actions(said: CouncilContent) -> Iterator[Slide]:
    if not said.actions:
        yield Slide(title=_("Actions"), body=Points((_("No action is planned yet."),)))
        return
    counted = [(action_status(status), grouped(number)) for status, number in said.statuses]
    columns = (GridColumn(_("Status"), 5), GridColumn(_("Actions"), 2.5, is_number=True))
    message = _(
        "The statuses are those of the baselines, as approved. What is overdue or due next is from "
        "the plans as they are now, on %(date)s."
    )
    told = message % {"date": long_date(said.at)} if said.overdue or said.upcoming else ""
    yield Slide(title=_("Actions"), lead=told, body=Grid(_("Actions"), columns, tuple(counted)))
    overdue = _("Overdue actions")
    if len(said.overdue) < said.overdue_count:
        overdue = _("Overdue actions (the %(number)s oldest of %(total)s)") % {
            "number": len(said.overdue), "total": grouped(said.overdue_count),
        }  # fmt: skip
    for title, actions in ((overdue, said.overdue), (_("Actions due next"), said.upcoming)):
        if actions:
            yield Slide(title=title, body=_due(title, actions))


def _due(title: str, actions: Sequence[PlannedAction]) -> Grid:
    columns = (
        GridColumn(_("Due"), 1.6),
        GridColumn(_("Action"), 4.2),
        GridColumn(_("Initiative"), 3.6),
        GridColumn(_("Who leads it"), 2.4),
    )
    rows = tuple(
        (
            iso_date(each.due),
            Written(each.title, each.language),
            f"{each.name} ({each.initiative})" if each.name else each.initiative,
            each.owner or DASH,
        )
        for each in actions
    )
    return Grid(title, columns, rows)


def initiatives(said: CouncilContent, codes: Sequence[str]) -> Iterator[Slide]:
    """Those that changed first, then the others in their order."""
    if not said.initiatives:
        return
    changed = {each.code for each in said.moved}
    lines = sorted(said.initiatives, key=lambda line: (line.code not in changed, not line.levels))
    title = _("The initiatives")
    columns = (
        GridColumn(_("Initiative"), 3.5),
        GridColumn(_("Stage and date"), 3),
        *(GridColumn(code, 0.8, is_number=True) for code in codes),
    )
    rows = tuple(_initiative(line, len(said.attributes)) for line in lines[:SHOWN])
    named = ", ".join(map("{} ({})".format, codes, said.attributes))
    told = _("Attained levels of %(attributes)s.") % {"attributes": named}
    yield Slide(
        title=title,
        lead=" ".join(filter(None, (told, part_of(len(lines))))),
        body=Grid(title, columns, rows),
        notes=_(
            "The levels are those of the latest baseline: 0 means before level 1, and a dash not "
            "applicable. Initiatives whose levels changed come first."
        ),
    )


def _initiative(line: Line, attributes: int) -> tuple[str, ...]:
    newest = f"{line.newest_stage}\n{iso_date(line.newest_as_of)}"
    return (
        f"{line.name} ({line.code})",
        newest if line.levels else _("No baseline yet"),
        *(DASH if level is None else str(level) for level in line.levels),
        *("",) * (0 if line.levels else attributes),
    )
