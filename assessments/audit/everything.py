"""The record of the whole portal: what is looked for in it, a page of it, and what each entry is
about.

There may be very many events. They are paged by their numbers, which are the keys of the table, and
never counted.
"""

import datetime
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from assessments.audit.history import HistoryEntry, entries, seen_by
from assessments.audit.words import EventWords
from assessments.models import Assessment, Event, Initiative, Person, Play
from assessments.models.people import COMMAND_LINE
from maturity.folding import fold, has_words
from maturity.models import Council

A_PAGE = 50
# The kinds of subject that are a person, or a role of one.
OF_PEOPLE = ("person", "membership", "invitation")


@dataclass(frozen=True, slots=True, kw_only=True)
class EventFilter:
    """What is looked for. `actors` are the keys of people, None for anyone."""

    actors: Sequence[uuid.UUID] | None = None
    verbs: Sequence[str] = ()
    initiative: Initiative | None = None
    council: Council | None = None
    since: datetime.datetime | None = None
    before: datetime.datetime | None = None
    place: str = ""

    def conditions(self) -> Iterator[Q]:
        """What an event has to meet."""
        if self.actors is not None:
            yield Q(actor_id__in=self.actors)
        if self.verbs:
            yield Q(verb__in=self.verbs)
        if self.initiative or self.council:
            yield self._about()
        if self.since:
            yield Q(at__gte=self.since)
        if self.before:
            yield Q(at__lt=self.before)
        if self.place:
            yield Q(place__icontains=self.place)

    def _about(self) -> Q:
        about = Q(initiative_id=self.initiative.pk) if self.initiative else Q()
        if self.council:
            of_council = Initiative.objects.filter(council=self.council).values("pk")
            named = Q(new__council=self.council.code) | Q(old__council=self.council.code)
            about |= Q(initiative_id__in=of_council) | (Q(initiative_id=None) & named)
        return about


@dataclass(frozen=True, slots=True)
class EventPage:
    """Some events, newest first, and after which numbers the pages beside it begin."""

    events: Sequence[Event]
    newer: int | None
    older: int | None


def people_called(text: str) -> list[uuid.UUID]:
    """The keys of people with every word in name or address."""
    words = fold(text)
    rows = Person.objects.values_list("pk", "name", "email")
    return [key for key, *texts in rows if has_words(words, *texts)]


def everything(wanted: EventFilter, *, reader: Person) -> QuerySet[Event]:
    """The events that are looked for, newest first, without what the reader is blind to."""
    return seen_by(reader).filter(*wanted.conditions()).order_by("-id")


def page_of(
    events: QuerySet[Event], *, older_than: int | None, newer_than: int | None
) -> EventPage:
    """The newest page, or the one next to a number in either direction."""
    if newer_than is not None:
        found = list(events.filter(id__gt=newer_than).order_by("id")[: A_PAGE + 1])
        if found:
            more, found = len(found) > A_PAGE, found[:A_PAGE][::-1]
            return EventPage(found, found[0].id if more else None, newer_than + 1)
    if older_than is not None:
        events = events.filter(id__lt=older_than)
    found = list(events[: A_PAGE + 1])
    more, found = len(found) > A_PAGE, found[:A_PAGE]
    newer = None if older_than is None else older_than - 1
    return EventPage(found, newer, found[-1].id if more else None)


def told(events: Sequence[Event], words: EventWords) -> list[HistoryEntry]:
    """The entries of events, each with the address of the history of what it is about."""
    places = HistoryPages(events)
    return [
        places.linked(entry, event)
        for event, entry in zip(events, entries(events, words), strict=True)
    ]


class HistoryPages:
    """Where the histories of what events are about can be read, in four queries."""

    def __init__(self, events: Sequence[Event]) -> None:
        keys = {key for each in events if (key := _person_of(each))}
        people = Person.objects.exclude(email=COMMAND_LINE).filter(pk__in=keys)
        self.people = {str(each.pk): each.name for each in people}
        assessments = {each.assessment_id for each in events if each.assessment_id}
        known = Assessment.objects.filter(pk__in=assessments)
        self.assessments = set(known.values_list("pk", flat=True))
        initiatives = {each.initiative_id for each in events if each.initiative_id}
        named = Initiative.objects.filter(pk__in=initiatives)
        self.initiatives = dict(named.values_list("pk", "code"))
        plays = {each.place for each in events if each.subject == "play"}
        self.plays = set(Play.objects.filter(code__in=plays).values_list("code", flat=True))

    def linked(self, entry: HistoryEntry, event: Event) -> HistoryEntry:
        """The entry with its address, and for a person or a play also with what it is about."""
        person, assessment = _person_of(event), event.assessment_id
        code = self.initiatives.get(event.initiative_id) if event.initiative_id else None
        if person in self.people:
            address = reverse("audit:person_history", args=[person])
            return replace(entry, address=address, about=self.people[person])
        if assessment in self.assessments:
            return replace(entry, address=reverse("audit:history", args=[assessment]))
        if code:
            return replace(entry, address=reverse("initiatives:detail", args=[code]))
        if event.subject == "play" and event.place in self.plays:
            about = _("Play %(code)s") % {"code": event.place}
            address = reverse("playbook:history", args=[event.place])
            return replace(entry, address=address, about=about)
        return entry


def _person_of(event: Event) -> str:
    """The key of the person that an event is about; empty where it is about something else."""
    if event.subject == "person":
        return event.subject_id
    if event.subject not in OF_PEOPLE:
        return ""
    said: Any = event.new if isinstance(event.new, dict) else event.old
    return str(said.get("person", "")) if isinstance(said, dict) else ""
