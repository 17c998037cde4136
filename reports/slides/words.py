"""What the slides of a council say again and again."""

from html import unescape

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from assessments.councils.values import CouncilContent
from maturity.wording import colon, grouped, long_date

SHOWN = 18  # What is listed by name: more than anybody looks at in a meeting. The PDF has all.
DASH = "–"


def as_of(said: CouncilContent) -> str:
    return _("As of %(date)s") % {"date": long_date(said.at)}


def since(said: CouncilContent) -> str:
    return _("What changed since %(date)s") % {"date": long_date(said.since)}


def figures(title: str) -> str:
    return pgettext("title of a slide with the figures of a chart", "%(title)s: figures") % {
        "title": title
    }


def label(text: str) -> str:
    return unescape(colon(text))


def level(number: int) -> str:
    return _("Level %(level)s") % {"level": number}


def part_of_all(number: int, total: int) -> str:
    return _("%(rated)s of %(total)s") % {"rated": grouped(number), "total": grouped(total)}


def counted(number: int) -> str:
    message = ngettext("%(number)s initiative", "%(number)s initiatives", number)
    return message % {"number": grouped(number)}


def part_of(total: int) -> str:
    """Says that only the first are shown, where that is so."""
    if total <= SHOWN:
        return ""
    message = _("The first %(number)s of %(total)s. The PDF report lists them all.")
    return message % {"number": SHOWN, "total": grouped(total)}
