"""Which initiatives nobody has begun to assess: asked of the rows, and kept in no index."""

import datetime
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

from assessments.models import Assessment, Listing
from assessments.standings import bits


@dataclass(frozen=True, slots=True)
class NotBegun:
    """All slots of the initiatives without an assessment at a moment, and of those among them that
    were registered only later."""

    slots: int = 0
    later: int = 0


def not_begun(end: datetime.datetime) -> NotBegun:
    """The initiatives that nobody had begun to assess at a moment. One query."""
    theirs = Assessment.objects.filter(initiative=OuterRef("initiative"), created_at__lte=end)
    found = Listing.objects.filter(~Exists(theirs)).order_by()
    found = found.annotate(is_later=Q(initiative__created_at__gt=end))
    rows = list(found.values_list("number", "is_later"))
    later = bits.of_numbers(number for number, is_later in rows if is_later)
    return NotBegun(bits.of_numbers(number for number, _is_later in rows), later)
