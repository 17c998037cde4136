"""Days: which day it is in Canada, and which days can be what people say they are.

One set of rules for forms, exchange files and workbooks. Each gives a sentence that says what is
wrong, or None.
"""

import datetime
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import gettext as _

from maturity.wording import long_date

EASTERNMOST, WESTERNMOST = ZoneInfo("America/St_Johns"), ZoneInfo("America/Vancouver")
FIRST, LAST = datetime.date(2000, 1, 1), datetime.date(2099, 12, 31)


def latest_today() -> datetime.date:
    """The day that has begun somewhere in Canada: no later one can have been lived through."""
    return timezone.localdate(timezone=EASTERNMOST)


def due_today() -> datetime.date:
    """The day that has not ended everywhere in Canada: what is due on it is not overdue yet."""
    return timezone.localdate(timezone=WESTERNMOST)


def a_year_before(day: datetime.date, years: int = 1) -> datetime.date:
    """The same day of a year before; of February 29, the 28th."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def has_passed(day: datetime.date) -> bool:
    """Whether a day has ended everywhere in Canada."""
    return day < due_today()


def past_fault(day: datetime.date) -> str | None:
    """What is wrong with the day of a situation, or of a measurement."""
    if day > latest_today():
        return _("This date is in the future. Choose today or an earlier date.")
    return _too_early() if day < FIRST else None


def situation_fault(day: datetime.date, last: datetime.date | None) -> str | None:
    """What is wrong with the day that an assessment describes; `last` is its last baseline's."""
    if last and day < last:
        message = _("The last baseline is as of %(date)s. Choose that date or a later one.")
        return message % {"date": long_date(last)}
    return past_fault(day)


def planned_fault(day: datetime.date, *, after: datetime.date | None = None) -> str | None:
    """What is wrong with a day by which something is to be done, not before `after`."""
    if day < FIRST:
        return _too_early()
    if day > LAST:
        return _("This date is too far in the future. Check the year.")
    if after and day < after:
        return _("This date is before the situation that the assessment describes (%(date)s).") % {
            "date": long_date(after)
        }
    return None


def _too_early() -> str:
    return _("This date is before the year 2000. Check the year.")
