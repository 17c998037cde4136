"""What the slides of a council say of a figure, in the words of the page and of the PDF."""

import re
from html import unescape

from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from assessments.councils.content import CouncilContent
from maturity.wording import colon, grouped, long_date

# What is listed by name: more than anybody looks at in a meeting. The PDF has all.
SHOWN = 18
DASH = "–"


def headline(said: CouncilContent) -> str:
    """Where a council stands, in the sentences above the charts of its page."""
    html = render_to_string("components/council_headline.html", {"council": said})
    return re.sub(r"[ \n]+", " ", unescape(html)).strip()


def as_of(said: CouncilContent) -> str:
    """The day of the situation."""
    return _("As of %(date)s") % {"date": long_date(said.at)}


def since(said: CouncilContent) -> str:
    """The title of what changed."""
    return _("What changed since %(date)s") % {"date": long_date(said.since)}


def not_compared(said: CouncilContent) -> str:
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


def compared(said: CouncilContent) -> str:
    """How many baselines can be compared, and how many are from new assessments."""
    baselines = ngettext(
        "%(number)s baseline has one of the same initiative and stage to be compared with.",
        "%(number)s baselines have one of the same initiative and stage to be compared with.",
        said.compared or 0,
    )
    anew = ngettext(
        "%(number)s is from a new assessment; the others are unchanged.",
        "%(number)s are from a new assessment; the others are unchanged.",
        said.anew or 0,
    )
    told = [baselines % {"number": grouped(said.compared)}]
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


def figures_of(title: str) -> str:
    """The title of the table that has the figures of a chart."""
    return pgettext("title of a slide with the figures of a chart", "%(title)s: figures") % {
        "title": title
    }


def explained(lead: str, said: CouncilContent) -> str:
    """A lead, with why figures may be withheld where they may."""
    if said.named:
        return lead
    withheld = _(
        "Withheld: the figure rests on fewer than 5 initiatives, or such a figure could be worked "
        "out from it."
    )
    return f"{lead}. {withheld}"


def part_of(total: int) -> str:
    """Says that only the first are shown, where that is so."""
    if total <= SHOWN:
        return ""
    message = _("The first %(number)s of %(total)s: the report as a PDF has them all.")
    return message % {"number": SHOWN, "total": grouped(total)}


def label(text: str) -> str:
    """A label with its colon."""
    return unescape(colon(text))


def level_name(number: int) -> str:
    """What a level is called."""
    return _("Level %(level)s") % {"level": number}


def shown(number: int | None) -> str:
    """A figure, or that it is withheld."""
    return _("withheld") if number is None else grouped(number)


def out_of(number: int | None, total: int | None) -> str:
    """A figure with what it is a part of, or that it is withheld."""
    if number is None or total is None:
        return shown(number)
    return _("%(rated)s of %(total)s") % {"rated": grouped(number), "total": grouped(total)}


def counted(number: int | None) -> str:
    """How many initiatives, or that the figure is withheld."""
    if number is None:
        return _("withheld")
    message = ngettext("%(number)s initiative", "%(number)s initiatives", number)
    return message % {"number": grouped(number)}
