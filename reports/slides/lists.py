"""Slides of a council that list things by name: initiatives, statements and actions."""

from collections.abc import Iterator, Sequence
from html import unescape

from django.utils.translation import gettext as _

from assessments.baselines.values import Written
from assessments.councils.content import CouncilContent, Line
from assessments.councils.reads import PlannedAction
from maturity.wording import grouped, iso_date, long_date, quoted
from reports.documents import action_status
from reports.slides.deck import Column, Grid, Points, Slide
from reports.slides.phrases import DASH, SHOWN, out_of, part_of, shown

BLOCKERS = 5


def moved(said: CouncilContent) -> Iterator[Slide]:
    """The initiatives whose levels changed, if they are named."""
    if not said.moved:
        return
    change_of = _("%(attribute)s from %(before)s to %(now)s")
    rows = tuple(
        (
            f"{each.name} ({each.code})",
            each.stage,
            ", ".join(
                change_of % {"attribute": one.attribute, "before": one.before, "now": one.now}
                for one in each.changes
            ),
        )
        for each in said.moved[:SHOWN]
    )
    title = _("Initiatives whose levels changed")
    columns = (Column(_("Initiative"), 4), Column(_("Stage"), 2), Column(_("Changes"), 6))
    yield Slide(title=title, lead=part_of(len(said.moved)), body=Grid(title, columns, rows))


def blocking(said: CouncilContent) -> Slide:
    """The statements that hold the most initiatives back."""
    title = _("What holds the next level back most often")
    if not said.blocking:
        nothing = _("Nothing: every attribute has attained level 3 or does not apply.")
        hidden = _(
            "No statement can be shown without revealing a figure that rests on fewer than 5 "
            "initiatives."
        )
        return Slide(title=title, body=Points((nothing if said.named else hidden,)))
    rows = tuple(
        (
            out_of(each.initiatives, said.with_baseline),
            unescape(quoted(each.statement)),
            f"{each.attribute}, {_('level %(level)s') % {'level': each.level}} ({each.code})",
        )
        for each in said.blocking[:BLOCKERS]
    )
    columns = (
        Column(_("Initiatives"), 1.6),
        Column(_("Statement"), 6.8),
        Column(_("Attribute"), 3.5),
    )
    return Slide(
        title=title,
        lead=_("The statements that hold the most initiatives back from their next level:"),
        body=Grid(title, columns, rows),
    )


def actions(said: CouncilContent) -> Iterator[Slide]:
    """How many actions have each status; what is overdue, and what is due next."""
    if not said.actions and not said.actions_withheld:
        yield Slide(title=_("Actions"), body=Points((_("No action is planned yet."),)))
        return
    counted = [(action_status(status), shown(number)) for status, number in said.statuses]
    if said.overdue_count:
        counted.append((_("Overdue"), grouped(said.overdue_count)))
    columns = (Column(_("Status"), 5), Column(_("Actions"), 2.5, is_number=True))
    message = _(
        "The statuses are those of the baselines, as approved. What is overdue or due next is from "
        "the plans as they are now, on %(date)s."
    )
    told = message % {"date": long_date(said.at)} if said.overdue or said.upcoming else ""
    yield Slide(title=_("Actions"), lead=told, body=Grid(_("Actions"), columns, tuple(counted)))
    overdue = _("Overdue")
    if len(said.overdue) < (said.overdue_count or 0):
        overdue = _("Overdue (the %(number)s oldest of %(total)s)") % {
            "number": len(said.overdue), "total": grouped(said.overdue_count),
        }  # fmt: skip
    for title, actions in ((overdue, said.overdue), (_("Due next"), said.upcoming)):
        if actions:
            yield Slide(title=title, body=_due(title, actions))


def _due(title: str, actions: Sequence[PlannedAction]) -> Grid:
    columns = (
        Column(_("Due"), 1.6),
        Column(_("Action"), 5),
        Column(_("Initiative"), 2.2),
        Column(_("Who leads it"), 3),
    )
    rows = tuple(
        (
            iso_date(each.due),
            Written(each.title, each.language),
            each.initiative,
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
        Column(_("Initiative"), 3.5),
        Column(_("Stage and date"), 3),
        *(Column(code, 0.8, is_number=True) for code in codes),
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
