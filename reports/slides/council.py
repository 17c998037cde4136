"""A council's slides, from the snapshot that its report is made from: the same figures, to present.

What is said of a figure on the page and in the PDF is said in the same words here.
"""

import datetime
import re
from collections.abc import Iterator, Sequence
from html import unescape
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override, pgettext, pgettext_lazy

from assessments.baselines.values import Written
from assessments.councils import charts
from assessments.councils.content import Breakdown, CouncilContent, Line, council_content
from assessments.councils.reads import PlannedAction
from maturity.canonical import canonical, sha256
from maturity.file_names import file_name
from maturity.wording import colon, grouped, iso_date, long_date, quoted
from reports.documents import action_status
from reports.slides.deck import Column, Deck, Grid, Points, Series, Shade, Slide, Stacks

NAMED = pgettext_lazy("file name", "council-slides")
UNNAMED = pgettext_lazy("file name", "council-slides-unnamed")
# What is listed by name: more than anybody looks at in a meeting. The PDF has all.
SHOWN, BLOCKERS = 18, 5
DASH = "–"
PLACES = tuple(Shade(fill, ink, kind == "inapplicable") for kind, fill, ink in charts.STACK)
WITHHELD = PLACES[-1]
# Rose, the same, fell, not at both dates.
MOVES = (PLACES[3], Shade("#cfe0ec", charts.INK), Shade(charts.PAPER, charts.INK), PLACES[4])


def council_deck(taken: dict[str, Any], language: str) -> Deck:
    """The slides of a council snapshot in one language."""
    said, fingerprint = council_content(taken, language), sha256(canonical(taken))
    codes = [each["code"] for each in taken["model"]["attributes"]]
    with override(language):
        return Deck(
            name=file_name(
                taken["council"]["code"],
                said.at,
                NAMED if said.named else UNNAMED,
                language=language,
            ),
            language=language,
            title=_("Council report"),
            subject=said.council,
            owner=_("Client-centric services maturity portal"),
            facts=tuple(_facts(said)),
            footer=f"{said.abbreviation} · {_as_of(said)}",
            slides=tuple(_slides(said, codes, fingerprint)),
            made_at=timezone.make_aware(datetime.datetime.combine(said.at, datetime.time.min)),
            fingerprint=fingerprint,
        )


def _facts(said: CouncilContent) -> Iterator[str]:
    yield _as_of(said)
    yield f"{_label(_('Compared with'))} {long_date(said.since)}"
    if said.joint:
        yield f"{_label(_('Councils'))} {', '.join(name for name, _number in said.councils)}"
    if not said.named:
        yield _(
            "Edition without names: figures that rest on fewer than 5 initiatives are withheld."
        )


def _slides(said: CouncilContent, codes: Sequence[str], fingerprint: str) -> Iterator[Slide]:
    yield from _standing(said)
    if said.with_baseline:
        yield _coverage(said)
        yield _stages(said)
        yield from _movement(said)
        yield from _moved(said)
        yield _gaps(said)
        yield _blocking(said)
        yield from _actions(said)
    yield from _initiatives(said, codes)
    yield _levels(said)
    yield _method(said, fingerprint)


def _standing(said: CouncilContent) -> Iterator[Slide]:
    title, headline = _("Where the initiatives stand"), _headline(said)
    if not said.with_baseline:
        yield Slide(title=title, body=Points((headline,)))
        return
    names = (_("Before level 1"), *(_level(n) for n in (1, 2, 3)), _("n/a"))
    alternative = " ".join(charts.stack(row).title for row in said.distribution)
    chart = _stacks(said.distribution, names, PLACES, alternative)
    yield Slide(title=title, lead=headline, body=chart, notes=alternative)
    yield Slide(
        title=_figures(title),
        lead=_("Number of initiatives at each level, by latest baseline"),
        body=_table(title, names, said.distribution),
        notes=_withheld_note(said),
    )


def _coverage(said: CouncilContent) -> Slide:
    at_stage = _("At the stage %(stage)s")
    rows = (
        (_("In all"), _of(said.with_baseline, said.seen)),
        *((at_stage % {"stage": each.name}, _number(each.initiatives)) for each in said.stages),
        *((name, _number(number)) for name, number in said.councils if said.joint),
    )
    title = _("Initiatives that have a baseline")
    columns = (Column(_("Initiatives"), 5), Column(_("With a baseline"), 2.5, is_number=True))
    return Slide(title=title, body=Grid(title, columns, rows))


def _stages(said: CouncilContent) -> Slide:
    title = _("At each stage of the life cycle")
    if said.stages_withheld:
        message = _(
            "Too few initiatives have a baseline at each stage to be shown without their names."
        )
        return Slide(title=title, body=Points((message,)))
    heads = [f"{stage.name}\n({_counted(stage.initiatives)})" for stage in said.stages]
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


def _movement(said: CouncilContent) -> Iterator[Slide]:
    title = _since(said)
    if said.compared and said.anew != 0:
        names = (_("Rose"), _("Same"), _("Fell"), _("n/a"))
        alternative = " ".join(charts.drift(row).title for row in said.movement)
        chart = _stacks(said.movement, names, MOVES, alternative)
        yield Slide(title=title, lead=_compared(said), body=chart, notes=alternative)
        yield Slide(
            title=_figures(title),
            lead=_("How each attribute’s level changed"),
            body=_table(title, names, said.movement),
            notes=_withheld_note(said),
        )
    else:
        yield Slide(title=title, body=Points((_not_compared(said),)))


def _not_compared(said: CouncilContent) -> str:
    """Why there is nothing to show of what changed."""
    if said.compared is None:
        return _("Too few initiatives can be compared to show what changed without their names.")
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
        "%(number)s baseline has one of the same initiative and stage to be compared with.",
        "%(number)s baselines have one of the same initiative and stage to be compared with.",
        said.compared or 0,
    )
    anew = ngettext(
        "%(number)s is from a new assessment; the others are unchanged.",
        "%(number)s are from a new assessment; the others are unchanged.",
        said.anew or 0,
    )
    told = [compared % {"number": grouped(said.compared)}]
    if said.anew is not None:
        told.append(anew % {"number": grouped(said.anew)})
    return " ".join([*told, _first(said)])


def _first(said: CouncilContent) -> str:
    message = ngettext(
        "%(number)s baseline is the first of its initiative at its stage.",
        "%(number)s baselines are the first of their initiatives at their stage.",
        said.first or 0,
    )
    return message % {"number": grouped(said.first)}


def _moved(said: CouncilContent) -> Iterator[Slide]:
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
    yield Slide(title=title, lead=_part_of(len(said.moved)), body=Grid(title, columns, rows))


def _gaps(said: CouncilContent) -> Slide:
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
        lead=_("Number of initiatives by gap to target"),
        body=_table(title, names, said.gaps),
        notes=_withheld_note(said),
    )


def _blocking(said: CouncilContent) -> Slide:
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
            _of(each.initiatives, said.with_baseline),
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


def _actions(said: CouncilContent) -> Iterator[Slide]:
    if not said.actions and not said.actions_withheld:
        yield Slide(title=_("Actions"), body=Points((_("No action is planned yet."),)))
        return
    counted = [(action_status(status), _number(number)) for status, number in said.statuses]
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


def _initiatives(said: CouncilContent, codes: Sequence[str]) -> Iterator[Slide]:
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
        lead=" ".join(filter(None, (told, _part_of(len(lines))))),
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


def _levels(said: CouncilContent) -> Slide:
    told = (
        f"{_label(_level(number))} {unescape(quoted(words))}"
        for number, words in enumerate(said.levels)
        if number
    )
    return Slide(title=_("What the levels mean"), body=Points(tuple(told)))


def _method(said: CouncilContent, fingerprint: str) -> Slide:
    model = _(
        "The assessments use the %(title)s, a draft of October 2017, aspirational and agreed by "
        "consensus."
    )
    cumulative = _(
        "A level is attained when every applicable statement of that level, and of the levels "
        "before it, is largely or fully achieved."
    )
    strict = _(
        "A level is attained when every applicable statement of that level is largely or fully "
        "achieved, and every one of the levels before it fully."
    )
    withheld = _(
        "This edition is for readers who cannot see every initiative by name. A figure that rests "
        "on fewer than 5 initiatives is withheld, and with it the next smallest, so that no "
        "withheld figure can be worked out from the others."
    )
    points = (
        model % {"title": said.model},
        cumulative if said.rule == "cumulative" else strict,
        _("Levels are counted and never averaged."),
        *(() if said.named else (withheld,)),
        _("These slides are made from the same figures as the report, whose fingerprint this is:"),
        f"SHA-256\n{fingerprint[:32]}\n{fingerprint[32:]}",
    )
    return Slide(title=_("Method and provenance"), body=Points(points))


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
    return Grid(title, columns, tuple((row.name, *map(_number, row.cells)) for row in rows))


def _headline(said: CouncilContent) -> str:
    html = render_to_string("components/council_headline.html", {"council": said})
    return re.sub(r"[ \n]+", " ", unescape(html)).strip()


def _withheld_note(said: CouncilContent) -> str:
    if said.named:
        return ""
    return _(
        "Withheld: the figure rests on fewer than 5 initiatives, or such a figure could be worked "
        "out from it."
    )


def _part_of(total: int) -> str:
    """Says that only the first are shown, where that is so."""
    if total <= SHOWN:
        return ""
    message = _("The first %(number)s of %(total)s: the report as a PDF has them all.")
    return message % {"number": SHOWN, "total": grouped(total)}


def _as_of(said: CouncilContent) -> str:
    return _("As of %(date)s") % {"date": long_date(said.at)}


def _since(said: CouncilContent) -> str:
    return _("What changed since %(date)s") % {"date": long_date(said.since)}


def _figures(title: str) -> str:
    return pgettext("title of a slide with the figures of a chart", "%(title)s: figures") % {
        "title": title
    }


def _label(text: str) -> str:
    return unescape(colon(text))


def _level(number: int) -> str:
    return _("Level %(level)s") % {"level": number}


def _number(number: int | None) -> str:
    return _("withheld") if number is None else grouped(number)


def _of(number: int | None, total: int | None) -> str:
    if number is None or total is None:
        return _number(number)
    return _("%(rated)s of %(total)s") % {"rated": grouped(number), "total": grouped(total)}


def _counted(number: int | None) -> str:
    if number is None:
        return _("withheld")
    message = ngettext("%(number)s initiative", "%(number)s initiatives", number)
    return message % {"number": grouped(number)}
