"""Writes of what those who rate tell of the statements.

It is no answer: the record of what was done says nothing of it.
"""

from collections.abc import Mapping

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Least

from assessments import rules
from assessments.cycle.actions import locked
from assessments.models import Assessment, Person, StatementTime, UnclearMark
from assessments.models.feedback import MOST_SECONDS
from maturity.models import Criterion


@transaction.atomic
def say_unclear(
    assessment: Assessment, criterion: Criterion, *, note: str, language: str, by: Person
) -> None:
    """Tells the secretariat that a statement is unclear in a language, or changes the note.

    Raises Faults where the assessment is not open.
    """
    locked(assessment)
    UnclearMark.objects.update_or_create(
        person=by,
        assessment=assessment,
        criterion=criterion,
        language=language,
        defaults={"note": note, "participant": rules.own_sheet(by, assessment)},
    )


@transaction.atomic
def take_back_unclear(
    assessment: Assessment, criterion: Criterion, *, language: str, by: Person
) -> None:
    """Takes back that a statement is unclear. Raises Faults where the assessment is not open."""
    locked(assessment)
    by.unclear_marks.filter(assessment=assessment, criterion=criterion, language=language).delete()


@transaction.atomic(savepoint=False)
def add_times(
    assessment: Assessment, seconds: Mapping[Criterion, int], *, language: str, by: Person
) -> None:
    """Adds the seconds that a person was active at statements to what is kept already."""
    times = [
        StatementTime(person=by, assessment=assessment, criterion=each, language=language)
        for each in seconds
    ]
    # Two tabs that are the first add to one row.
    StatementTime.objects.bulk_create(times, ignore_conflicts=True)
    own = by.statement_times.filter(assessment=assessment, language=language)
    for criterion, number in seconds.items():
        longer = Least(F("seconds") + number, MOST_SECONDS)
        own.filter(criterion=criterion).update(seconds=longer)
