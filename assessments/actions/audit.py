"""Leaving an audit event."""

from typing import Any

from django.db import models

from assessments.models import Assessment, Event, Person


def record(
    verb: str,
    subject: models.Model,
    *,
    by: Person,
    assessment: Assessment | None = None,
    place: str = "",
    old: Any = None,
    new: Any = None,
) -> None:
    """Writes one event: `by` did `verb` to `subject` (at `place` in it), from `old` to `new`.

    `old` and `new` are JSON values. Call it in the transaction of the change itself.
    """
    Event.objects.create(
        actor_id=by.pk,
        actor_name=by.name,
        verb=verb,
        subject=subject._meta.model_name or "",
        subject_id=str(subject.pk),
        assessment_id=assessment.pk if assessment else None,
        place=place,
        old=old,
        new=new,
    )
