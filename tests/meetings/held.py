"""What the tests of a council's decisions share: a meeting of the Joint Councils, and a post."""

import datetime
from typing import Any

from django.utils import timezone

from assessments.meetings.actions import add_meeting
from assessments.models import Event, Meeting
from maturity.models import Council
from tests.cast import Cast
from tests.forms import fields

MEETINGS, TARGETS = "/en/councils/JC/meetings/", "/en/councils/JC/targets/"
HELD_ON = datetime.date(2026, 6, 12)


def council(code: str = "JC") -> Council:
    return Council.objects.get(code=code)


def held(cast: Cast, on: datetime.date = HELD_ON) -> Meeting:
    """A meeting of the Joint Councils, added by their co-chair."""
    return add_meeting(council(), on, by=cast.cochair)


def address(meeting: Meeting, language: str = "en") -> str:
    return f"/{language}/councils/{meeting.council.code}/meetings/{meeting.pk}/"


def submit(cast: Cast, path: str, changes: dict[str, str], role: str = "cochair") -> Any:
    """Posts the form of a page as it is shown, with some changes."""
    client = cast.client(role)
    return client.post(path, fields(client.get(path).text) | changes, follow=True)


def recorded(*subjects: str) -> list[tuple[str, Any, Any]]:
    """What was recorded of some subjects, in order: the verb, and both values."""
    events = Event.objects.filter(subject__in=subjects).order_by("id")
    return list(events.values_list("verb", "old", "new"))


def today() -> datetime.date:
    return timezone.localdate()
