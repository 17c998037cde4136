"""A council at two dates: what counted when, and what changed in between."""

import datetime
from typing import Any

from django.utils import timezone

from assessments.councils.snapshot import take
from assessments.review import actions as workflow
from maturity.models import Council
from tests.cast import Cast

DAY = datetime.timedelta(days=1)


def taken(at: datetime.date) -> dict[str, Any]:
    """The Joint Councils on a day, compared with the day before."""
    return take(Council.objects.get(code="JC"), at, at - DAY)


def test_what_rose_and_fell_since_an_earlier_date(cast: Cast) -> None:
    cast.rate_all()
    before = timezone.now() - 2 * DAY
    workflow.submit(cast.assessment, by=cast.lead, at=before)
    workflow.approve(cast.assessment, by=cast.cochair, at=before)
    ratings = [{"criterion": "ACC-01", "rating": "N"}, {"criterion": "SEC-01", "rating": "F"}]
    following = cast.import_(as_of="2027-10-31", ratings=ratings)
    workflow.submit(following, by=cast.lead)
    workflow.approve(following, by=cast.cochair)
    today = timezone.localdate()
    moved = taken(today)["movement"]
    assert (moved["compared"], moved["first"], moved["anew"]) == (1, 0, 1)
    assert (moved["attributes"]["ACC"], moved["attributes"]["SEC"]) == ([0, 0, 1, 0], [0, 1, 0, 0])
    change = {"attribute": "ACC", "from": 3, "to": 0}
    assert moved["moved"] == [{"initiative": "TEST", "stage": "DEL", "attributes": [change]}]


def test_what_was_submitted_counts_as_seen_and_no_more(cast: Cast) -> None:
    today = timezone.localdate()
    before = taken(today)["coverage"]["submitted"]
    cast.rate_all()
    workflow.submit(cast.assessment, by=cast.lead)
    coverage = taken(today)["coverage"]
    assert (before, coverage["submitted"], coverage["with_baseline"]) == (0, 1, 0)
    assert taken(today - DAY)["coverage"]["submitted"] == 0
