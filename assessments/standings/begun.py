"""Which initiatives nobody has begun to assess: asked of the rows, and kept in no index."""

import datetime

from django.db.models import Exists, OuterRef

from assessments.models import Assessment, Listing
from assessments.standings import bits


def not_begun(end: datetime.datetime) -> int:
    """All slots of the initiatives without an assessment at a moment. One query."""
    theirs = Assessment.objects.filter(initiative=OuterRef("initiative"), created_at__lte=end)
    return bits.of_numbers(
        Listing.objects.filter(~Exists(theirs)).order_by().values_list("number", flat=True)
    )
