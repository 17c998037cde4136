"""How a target was moved, in a sentence."""

import datetime

from django.utils.translation import gettext as _

from maturity.wording import long_date


def move_sentence(
    old: tuple[int, datetime.date | None],
    new: tuple[int | None, datetime.date | None],
    on: datetime.date | datetime.datetime,
) -> str:
    """Say what became of a target (its level and day, before and after; no level for none)."""
    (old_level, old_by), (level, by) = old, new
    values = {"old": old_level, "new": level, "date": long_date(on)}
    if level is None:
        return _("Target of level %(old)s removed on %(date)s.") % values
    if level < old_level:
        return _("Target lowered from level %(old)s to level %(new)s on %(date)s.") % values
    if level > old_level:
        return _("Target raised from level %(old)s to level %(new)s on %(date)s.") % values
    days = {
        "old": long_date(old_by) or "–",
        "new": long_date(by) or "–",
        "date": values["date"],
    }
    if by and old_by and by < old_by:
        return _("Target brought forward from %(old)s to %(new)s on %(date)s.") % days
    return _("Target postponed from %(old)s to %(new)s on %(date)s.") % days
