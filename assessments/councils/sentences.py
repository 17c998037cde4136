"""What a council's figures come to, in sentences."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.councils.values import (
    FIRST_EDITION,
    CouncilAim,
    CouncilContent,
    HeadlineFigures,
    LateInitiative,
    Lifting,
)
from assessments.councils.words import EditionWords
from assessments.standings.counts import Counts, Coverage
from maturity.wording import grouped, listed, long_date, measure


def headline_figures(counts: Counts, edition: EditionWords) -> HeadlineFigures:
    """The figures of the headline alone. Without a query."""
    names = {each.code: each.text for each in edition.attributes}
    return HeadlineFigures(
        coverage=counts.coverage,
        overall=counts.overall,
        lifts=tuple(
            Lifting(each.attribute, names[each.attribute], each.lowest, each.alone, 0, ())
            for each in counts.lifts({})
        ),
    )


def headline(said: HeadlineFigures, stage: str = "") -> str:
    """Where a council stands: how many have a baseline, their levels, and what holds them back;
    with the name of a stage, at that stage alone."""
    covered = _at_stage(said.coverage, stage) if stage else _covered(said.coverage)
    return " ".join(each for each in (covered, _stand(said.overall), _weakest(said)) if each)


def _at_stage(coverage: Coverage, stage: str) -> str:
    number = coverage.with_baseline
    values = {"number": grouped(number), "stage": stage}
    if not number:
        return _("No initiative has a baseline at the stage %(stage)s yet.") % values
    said = ngettext(
        "%(number)s initiative has a baseline at the stage %(stage)s.",
        "%(number)s initiatives have a baseline at the stage %(stage)s.",
        number,
    )
    return said % values


def _covered(coverage: Coverage) -> str:
    number, total = coverage.with_baseline, coverage.registered
    values = {"number": grouped(number), "total": grouped(total)}
    if not total:
        return _("No initiative is registered yet.")
    if total == 1:
        return (
            _("The only registered initiative has a baseline.")
            if number
            else _("The only registered initiative has no baseline yet.")
        )
    if not number:
        return _("None of the %(total)s registered initiatives has a baseline yet.") % values
    said = ngettext(
        "%(number)s of %(total)s registered initiatives has a baseline.",
        "%(number)s of %(total)s registered initiatives have a baseline.",
        number,
    )
    return said % values


def standing_parts(cells: Sequence[int | None]) -> list[str]:
    """How many stand before level 1, at level 1 and so on, without those where nobody does."""
    before, at_level = _("%(number)s before level 1"), _("%(number)s at level %(level)s")
    return [
        (at_level if level else before) % {"number": grouped(number), "level": level}
        for level, number in enumerate(cells)
        if number
    ]


def levels_below(levels: int) -> str:
    """How far below its target something is, at the head of a column."""
    said = ngettext("%(number)s level below", "%(number)s levels below", levels)
    return said % {"number": levels}


def _stand(overall: Sequence[int]) -> str:
    """How many stand at each overall level, in a sentence; empty for nobody."""
    parts = standing_parts(overall[:-1])
    if overall[-1]:
        parts.append(_("%(number)s without a level") % {"number": grouped(overall[-1])})
    return _("Overall: %(parts)s.") % {"parts": listed(parts)} if parts else ""


def _weakest(said: HeadlineFigures) -> str:
    """The attributes that hold the overall level of the most initiatives back; empty for none."""
    if not said.lifts:
        return ""
    most = said.lifts[0].lowest
    names = [each.name for each in said.lifts if each.lowest == most]
    if len(names) > 3:
        return ""
    text = ngettext(
        "%(names)s holds the overall level back most often: in %(number)s of %(total)s.",
        "%(names)s hold the overall level back most often: each in %(number)s of %(total)s.",
        len(names),
    )
    total = said.with_baseline
    return text % {"names": listed(names), "number": grouped(most), "total": grouped(total)}


def lift(each: Lifting) -> str:
    """What raising an attribute by a level would do for the overall levels."""
    if not each.alone:
        return _("Raising it alone would raise no overall level: another attribute is just as low.")
    said = ngettext(
        "Raising it alone by one level would raise the overall level of %(number)s initiative.",
        "Raising it alone by one level would raise the overall level of %(number)s initiatives.",
        each.alone,
    )
    return said % {"number": grouped(each.alone)}


def late(each: LateInitiative) -> str:
    """What is late of an initiative, and since when."""
    parts = []
    if each.actions and each.oldest_action:
        said = ngettext(
            "%(number)s action overdue since %(date)s",
            "%(number)s actions overdue, the oldest since %(date)s",
            each.actions,
        )
        parts.append(
            said % {"number": grouped(each.actions), "date": long_date(each.oldest_action)}
        )
    if each.targets and each.oldest_target:
        said = ngettext(
            "%(number)s target past due since %(date)s",
            "%(number)s targets past due, the oldest since %(date)s",
            each.targets,
        )
        parts.append(
            said % {"number": grouped(each.targets), "date": long_date(each.oldest_target)}
        )
    if each.stale_as_of:
        parts.append(_("baseline of %(date)s") % {"date": long_date(each.stale_as_of)})
    return "; ".join(parts)


def aims(found: Sequence[CouncilAim]) -> str:
    """How many of a council's targets are attained, in a sentence."""
    said = _("Council targets met: %(met)s of %(number)s.")
    return said % {"met": sum(each.met for each in found), "number": len(found)}


def aim(each: CouncilAim) -> str:
    """A target of the council, and how far it is, in a sentence."""
    values = {
        "name": each.name or each.code,
        "level": each.level,
        "share": each.share,
        "date": long_date(each.by),
        "attained": grouped(each.attained),
        "total": grouped(each.of),
        "percent": measure(100 * each.attained // each.of, "%") if each.of else "",
    }
    said = [_("%(name)s: level %(level)s for %(share)s%% of initiatives by %(date)s.") % values]
    if not each.name:
        said.append(_("This edition of the model does not have this attribute."))
    elif not each.of:
        said.append(_("No initiative has a baseline to count yet."))
    else:
        said.append(_("Attained by %(attained)s of %(total)s (%(percent)s).") % values)
        if each.met:
            said.append(_("The target is met."))
        elif each.late:
            said.append(_("The date has passed."))
    return " ".join(said)


def edition(said: CouncilContent) -> str:
    """Which edition of the model a report speaks of, and what that is."""
    if said.edition == FIRST_EDITION:
        draft = _(
            "The assessments use the %(title)s, a draft of October 2017, aspirational and agreed "
            "by consensus."
        )
        return draft % {"title": said.model}
    published = _("The assessments use the %(title)s, edition %(edition)s.")
    return published % {"title": said.model, "edition": said.edition}


def across(number: int) -> str:
    """That editions differ, and what is compared then; empty where they do not."""
    said = ngettext(
        "%(number)s of them used another edition of the model before. Its levels are compared only "
        "for attributes whose statements both editions ask and whose scoring rule is the same; "
        "the others are not comparable.",
        "%(number)s of them used another edition of the model before. Their levels are compared "
        "only for attributes whose statements both editions ask and whose scoring rule is the "
        "same; the others are not comparable.",
        number,
    )
    return said % {"number": grouped(number)} if number else ""


def mixed(names: Sequence[str]) -> str:
    """Which attributes' levels do not mean the same over the years; empty where all do."""
    said = _(
        "These days’ baselines are of several editions of the model. Levels of these attributes "
        "are not comparable between them: %(names)s."
    )
    return said % {"names": listed(names)} if names else ""
