"""Reminding people of what is due."""

from collections.abc import Sequence
from functools import partial

from django.db import transaction
from django.utils import timezone

from assessments.audit.record import record
from assessments.follow_up.due import Kind
from assessments.follow_up.letters import Letters, letters_about
from assessments.follow_up.reads import DueRow
from assessments.models import Person, Reminder
from assessments.notices.following import reminded_of


@transaction.atomic
def remind_people(rows: Sequence[DueRow], *, by: Person) -> Letters:
    """Sends one mail to each person concerned by chosen things, and keeps that they were reminded.

    Returns what was sent and what not: nobody is reminded twice of the same thing on one day.
    """
    today = timezone.localdate()
    keys = {person.pk for row in rows for person in row.people}
    # Of two who remind the same people, the second waits and finds what the first has sent.
    list(Person.objects.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk"))
    Reminder.objects.filter(on__lt=today).delete()
    found = letters_about(rows, today, by=by)
    Reminder.objects.bulk_create(
        Reminder(person=letter.person, thing=row.name, on=today)
        for letter in found.letters
        for row in letter.rows
    )
    for row in rows:
        names = [each.person.name for each in found.letters if row in each.rows]
        if names:
            _record(row, names, by=by)
    for letter in found.letters:
        reminded_of(letter.person, partial(_lines, letter.rows), by=by)
    return found


def _lines(rows: Sequence[DueRow]) -> list[tuple[str, str]]:
    """What a letter says of each thing, and its address, in the language of the moment."""
    return [(row.told, row.address) for row in rows]


def _record(row: DueRow, names: list[str], *, by: Person) -> None:
    """Leaves the event that people were reminded of something."""
    new = {"due": row.day.isoformat(), "people": names}
    if row.kind in (Kind.ACTION, Kind.TARGET):
        record("remind_of_plan", row.thing, by=by, initiative=row.initiative, new=new)
        return
    assessment = row.thing.baseline.assessment if row.kind == Kind.BASELINE else row.thing
    record("remind", row.thing, by=by, assessment=assessment, new=new)
