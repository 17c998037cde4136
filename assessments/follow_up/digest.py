"""The digest before a meeting of a council: a mail to those of its people who want one."""

import datetime
import uuid
from collections.abc import Iterable
from functools import cached_property, partial
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.tasks import task
from django.urls import reverse
from django.utils import timezone

from assessments import rules
from assessments.councils import sentences
from assessments.councils.content import CouncilReader
from assessments.councils.lateness import Lateness
from assessments.councils.snapshot import late_values, opening
from assessments.councils.values import LateList
from assessments.councils.waiting import to_review
from assessments.councils.words import read_words
from assessments.models import Assessment, Meeting, Person
from assessments.models.people import Role
from assessments.notices.following import digest
from assessments.notices.notices import reachable
from assessments.notices.reminders import next_morning
from assessments.standings.conditions import chosen_of_council
from assessments.standings.counts import Counts, newest_wording
from assessments.standings.index import read as read_index
from assessments.standings.late import read as read_late
from maturity.bilingual import current_language
from maturity.days import a_year_before
from maturity.models import Council

DAYS_BEFORE = 7
MOST_LATE = 5  # initiatives that are named
MOST_REVIEWS = 10


@task
def send_digests() -> None:
    """Sends the digests of coming meetings, then raises Again for the next morning."""
    send_digests_of(timezone.localdate())
    raise next_morning()


def send_digests_of(today: datetime.date) -> int:
    """Sends the digest of each meeting in the week to come, unless it was sent; gives the number of
    meetings. One that was missed, because no worker ran, is sent until the day of the meeting.
    """
    last = today + datetime.timedelta(days=DAYS_BEFORE)
    coming = Meeting.objects.filter(held_on__range=(today, last), digest_on=None)
    return sum(_send(pk, today) for pk in coming.order_by("held_on").values_list("pk", flat=True))


@transaction.atomic
def _send(pk: uuid.UUID, today: datetime.date) -> bool:
    # Read anew under a lock: another worker may be at it, and the job may be done twice.
    found = Meeting.objects.select_for_update(of=("self",)).select_related("council")
    meeting = found.filter(pk=pk, digest_on=None).first()
    if meeting is None:
        return False
    # No event in the audit record: nobody did it, and nothing of the council has changed.
    meeting.digest_on = today
    meeting.save(update_fields=["digest_on"])
    if people := list(readers_of(meeting.council)):
        standing = CouncilStanding(meeting.council, today)
        for person in people:
            digest(person, partial(content, meeting, standing, person))
    return True


def readers_of(council: Council) -> QuerySet[Person]:
    """The people of a council, and of the secretariat, who want a digest and whom mail reaches."""
    theirs = Q(memberships__council=council) | Q(memberships__role=Role.SECRETARIAT)
    return reachable(Person.objects.filter(theirs, digest=True))


class CouncilStanding:
    """Where a council stands on a day, read once for all who are told of it."""

    def __init__(self, council: Council, today: datetime.date) -> None:
        self.council = council
        words = read_words()
        edition = words.edition()
        self._chosen = chosen_of_council(
            read_index(),
            council.code,
            today,
            a_year_before(today),
            attributes=[each.code for each in edition.attributes],
            tops=words.tops,
        )
        counts, criteria = Counts(self._chosen), newest_wording()
        self._opening = opening(council, words, edition, counts, criteria)
        self._late: dict[frozenset[uuid.UUID], Any] = {}

    @cached_property
    def councils(self) -> list[Council]:
        """The councils whose submissions its people review."""
        return list(Council.objects.meant_by(self.council.code))

    def reader(self) -> CouncilReader:
        """What reads it in the language of the moment."""
        return CouncilReader(self._opening, current_language())

    def late(self, person: Person) -> LateList:
        """What is late, without the plans that a person is blind to."""
        blind = rules.blind_initiatives(person)
        if blind not in self._late:
            lateness = Lateness(self._chosen, read_late(blind))
            self._late[blind] = late_values(lateness, MOST_LATE)
        found = self.reader().late(self._late[blind])
        assert found is not None  # nosec B101
        return found


def content(meeting: Meeting, standing: CouncilStanding, person: Person) -> dict[str, Any]:
    """What a digest tells a person, in the language of the moment."""
    council, said = meeting.council, standing.reader().opening()
    late = standing.late(person)
    reviews = to_review(person, MOST_REVIEWS + 1, standing.councils)
    pages = {"dashboard": "councils:dashboard", "meetings": "meetings:index"}
    links = {name: _link(route, council.code) for name, route in pages.items()}
    if rules.may_follow_up_council(person, council):
        links["follow_up"] = f"{_link('follow_up:index')}?council={council.code}"
    return {
        "council": council.text,
        "day": meeting.held_on,
        "headline": sentences.headline(said),
        "late": late,
        "late_lines": [(each.name, sentences.late(each)) for each in late.initiatives],
        "reviews": list(_reviews(reviews[:MOST_REVIEWS])),
        "more_reviews": len(reviews) > MOST_REVIEWS,
        "aims": [sentences.aim(each) for each in said.aims],
        "links": links,
    }


def _reviews(waiting: Iterable[Assessment]) -> Iterable[tuple[str, datetime.datetime | None, str]]:
    """What each review is of, since when it waits, and where it is done."""
    for each in waiting:
        what = " ".join(f"{each.initiative.name} – {each.stage.text}".split())
        yield what, each.submitted_at, _link("review:review", each.pk)


def _link(route: str, *args: Any) -> str:
    return settings.PORTAL_URL + reverse(route, args=args)
