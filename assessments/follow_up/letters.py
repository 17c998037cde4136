"""Whom a reminder of chosen things would reach, in one letter each, and whom not and why."""

import datetime
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from assessments import rules
from assessments.follow_up.due import Kind
from assessments.follow_up.reads import DueRow
from assessments.models import Person, Reminder
from assessments.notices.notices import reachable
from maturity.folding import by_name


class WhyNoMail(Enum):
    """Why somebody gets no mail about something."""

    MUTED = _("has turned off email")
    UNCONFIRMED = _("has not confirmed their address")
    ONESELF = _("this is you")
    BLIND = _("cannot open the review until their own government has finished rating")
    TODAY = _("was already reminded of this today")

    @property
    def words(self) -> Promise:
        value: Promise = self.value
        return value


@dataclass(frozen=True, slots=True)
class Letter:
    """All that one person is reminded of."""

    person: Person
    rows: tuple[DueRow, ...]


@dataclass(frozen=True, slots=True)
class Unsent:
    """What somebody is not reminded of, and why."""

    person: Person
    why: WhyNoMail
    rows: tuple[DueRow, ...]


@dataclass(frozen=True, slots=True)
class Letters:
    """The letters about chosen things, what is not sent, and the things of nobody of the portal."""

    letters: tuple[Letter, ...]
    unsent: tuple[Unsent, ...]
    of_nobody: tuple[DueRow, ...]


def letters_about(rows: Sequence[DueRow], day: datetime.date, *, by: Person) -> Letters:
    """The letters that `by` would send on a day about chosen things.

    Two queries and, where there is a review among them, one for each who is to review.
    """
    people = {person.pk: person for row in rows for person in row.people}
    # As the rules ask of them, with all that they read.
    reached = {each.pk: each for each in reachable(Person.objects.filter(pk__in=people))}
    reminded = set(
        Reminder.objects.filter(person__in=people, on=day).values_list("person", "thing")
    )

    def why_not(person: Person, row: DueRow) -> WhyNoMail | None:
        if person == by:
            return WhyNoMail.ONESELF
        if person.pk not in reached:
            return WhyNoMail.MUTED if person.mail_muted else WhyNoMail.UNCONFIRMED
        if row.kind == Kind.REVIEW and not rules.may_review(reached[person.pk], row.thing):
            return WhyNoMail.BLIND
        return WhyNoMail.TODAY if (person.pk, row.name) in reminded else None

    sent: dict[uuid.UUID, list[DueRow]] = {}
    unsent: dict[tuple[uuid.UUID, WhyNoMail], list[DueRow]] = {}
    for row in rows:
        for person in row.people:
            if why := why_not(person, row):
                unsent.setdefault((person.pk, why), []).append(row)
            else:
                sent.setdefault(person.pk, []).append(row)
    return Letters(
        tuple(Letter(each, tuple(sent[each.pk])) for each in _named(reached[pk] for pk in sent)),
        tuple(Unsent(people[pk], why, tuple(of)) for (pk, why), of in unsent.items()),
        tuple(row for row in rows if not row.people),
    )


def _named(people: Iterable[Person]) -> list[Person]:
    return by_name(people, lambda each: each.name)
