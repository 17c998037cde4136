"""How long a batch will take, in words."""

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reports.batches.standing import BatchStanding

register = template.Library()


@register.filter
def time_left(standing: BatchStanding) -> str:
    """The time left of a batch that has some: "About 3 minutes left."."""
    if hours := standing.hours:
        text = ngettext("About %(number)s hour left.", "About %(number)s hours left.", hours)
        return text % {"number": hours}
    minutes = standing.minutes or 0
    if minutes <= 1:
        return _("Less than a minute left.")
    text = ngettext("About %(number)s minute left.", "About %(number)s minutes left.", minutes)
    return text % {"number": minutes}
