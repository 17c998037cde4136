"""How texts, dates and numbers are written on every page and in every report."""

import datetime
from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Protocol

from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from maturity.bilingual import current_language


class Quotable(Protocol):
    """A text of the model in the language of the page."""

    @property
    def text(self) -> str: ...
    @property
    def unofficial(self) -> bool: ...


def long_date(value: datetime.date | datetime.datetime | None) -> str:
    """July 31, 2016; 31 juillet 2016; 1er juillet 2016. A moment is given as its local date.

    In French the month stays with its day.
    """
    if value is None:
        return ""
    if isinstance(value, datetime.datetime):
        value = timezone.localtime(value).date()
    written = date_format(value, "DATE_FORMAT")
    if current_language() != "fr":
        return written
    day, rest = written.split(" ", 1)
    return f"{'1er' if day == '1' else day}\N{NO-BREAK SPACE}{rest}"


def moment(value: datetime.datetime | None) -> str:
    """A moment in a table, with its zone: 2026-11-30 16:30 ET; in French HE."""
    if value is None:
        return ""
    local = timezone.localtime(value).strftime("%Y-%m-%d %H:%M")
    zone = pgettext("time zone", "ET")
    return f"{local}\N{NO-BREAK SPACE}{zone}"


def percent(share: float | None) -> str:
    """A share of 1 as a whole percentage: 62%; in French 62 % with a no-break space."""
    if share is None:
        return ""
    number = number_format(int(share * 100), force_grouping=True)
    return f"{number}\N{NO-BREAK SPACE}%" if current_language() == "fr" else f"{number}%"


def grouped(number: int | None) -> str:
    """A count with its thousands apart: 10,000; in French 10 000 with a no-break space."""
    return "" if number is None else number_format(number, force_grouping=True)


def decimal(value: Any, places: int = 2) -> str:
    """A number with `places` decimals and the decimal mark of the page's language."""
    return "" if value is None else number_format(value, places, use_l10n=True)


def quoted(wording: Quotable | str) -> SafeString:
    """A client's statement in the quotation marks of the page's language.

    A text of the model, in place of a mere string, has a sign after it where it is not official.
    """
    text = wording if isinstance(wording, str) else wording.text
    frame = "«\N{NO-BREAK SPACE}{}\N{NO-BREAK SPACE}»" if current_language() == "fr" else "“{}”"
    said = format_html(frame, text)
    if isinstance(wording, str) or not wording.unofficial:
        return said
    sign = '{}\N{NO-BREAK SPACE}<abbr class="unofficial asterisk" title="{}">*</abbr>'
    return format_html(sign, said, _("unofficial"))


def lang_mark(language: str) -> SafeString:
    """A lang attribute for text that a person wrote in `language`, where it is not the page's."""
    if language not in ("en", "fr") or language == current_language():
        return SafeString("")
    return format_html(' lang="{}-CA"', language)


def colon(label: str) -> str:
    """A label with its colon: "Stage:"; in French « Étape : » with a no-break space."""
    gap = "\N{NO-BREAK SPACE}" if current_language() == "fr" else ""
    return format_html("{}{}:", label, gap)


def measure(value: int | float | Decimal, unit: str) -> str:
    """A measured value with its unit: 62%; in French 62 %. Other units follow a no-break space."""
    number = number_format(value, use_l10n=True, force_grouping=True)
    if not unit:
        return number
    close = unit == "%" and current_language() == "en"
    return f"{number}{unit}" if close else f"{number}\N{NO-BREAK SPACE}{unit}"


def listed(names: Sequence[str]) -> str:
    """Names as a sentence has them: "A, B and C"; in French « A, B et C »."""
    if len(names) < 2:
        return "".join(names)
    return _("%(names)s and %(last)s") % {"names": ", ".join(names[:-1]), "last": names[-1]}


def file_size(size: int) -> str:
    """A number of bytes in units of a thousand: 812 bytes, 45 KB, 1.2 MB; 1,2 Mo in French."""
    if size < 1000:
        written = _("%(number)s bytes") % {"number": number_format(size)}
    elif size < 999_500:
        written = _("%(number)s KB") % {"number": number_format(round(size / 1000))}
    elif size < 999_500_000:
        number = number_format(size / 1_000_000, 1, use_l10n=True)
        written = _("%(number)s MB") % {"number": number}
    else:
        number = number_format(size / 1e9, 1, use_l10n=True, force_grouping=True)
        written = _("%(number)s GB") % {"number": number}
    return written.replace(" ", "\N{NO-BREAK SPACE}")


def duration(length: datetime.timedelta) -> str:
    """How long something lasts, in the largest unit that it fills: 3 days; 1 hour; 4 minutes."""
    minutes = int(length.total_seconds() // 60)
    if minutes < 1:
        return _("less than a minute")
    if minutes < 60:
        return ngettext("%(number)s minute", "%(number)s minutes", minutes) % {"number": minutes}
    if minutes < 24 * 60:
        hours = minutes // 60
        return ngettext("%(number)s hour", "%(number)s hours", hours) % {"number": hours}
    days = minutes // (24 * 60)
    return ngettext("%(number)s day", "%(number)s days", days) % {"number": grouped(days)}


def iso_date(value: datetime.date | str | None) -> str:
    """A date as a date field wants it; text that is none is given back as it was typed."""
    return value.isoformat() if isinstance(value, datetime.date) else value or ""
