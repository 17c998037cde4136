"""Reminding of due dates: a job of every morning."""

import datetime
import uuid

from django.db import transaction
from django.db.models import F
from django.tasks import task
from django.utils import timezone

from assessments.models import Action, Assessment
from assessments.models.assessments import OPEN_STATES
from assessments.notices import notices
from maturity.operations.jobs import Again, next_day

DAYS_BEFORE = (14, 3)
LATE = -1  # day or more
MORNING = 7  # o'clock, in the portal's time zone


@task
def remind_of_due_dates() -> None:
    """Reminds of what is due soon, then raises Again for the next morning."""
    today = timezone.localdate()
    remind(today)
    remind_of_actions(today)
    raise next_morning()


def next_morning() -> Again:
    """What a task raises that is done every morning."""
    return next_day(MORNING)


def remind(today: datetime.date) -> int:
    """Sends each reminder that is due and was not sent yet; gives the number of assessments.

    One that was missed, because no worker ran that day, is sent as long as the due date has not
    passed; of two that were missed, only the later.
    """
    last = today + datetime.timedelta(days=max(DAYS_BEFORE))
    soon = Assessment.objects.filter(due__range=(today, last), state__in=OPEN_STATES)
    return sum(_remind(pk, today) for pk in soon.order_by("due").values_list("pk", flat=True))


def remind_of_actions(today: datetime.date) -> int:
    """Reminds whoever leads an action: two weeks and three days before it is due, and once when it
    is overdue; gives the number of actions. What was missed is sent late; of two, the later.
    """
    last = today + datetime.timedelta(days=max(DAYS_BEFORE))
    soon = Action.objects.open().filter(due__lte=last, assignee__is_active=True)
    # Of what is overdue its owner is reminded once.
    soon = soon.exclude(reminded_due=F("due"), reminded_days=LATE)
    keys = soon.order_by("due", "pk").values_list("pk", flat=True)
    return sum(_remind_of_action(pk, today) for pk in keys)


@transaction.atomic
def _remind_of_action(pk: int, today: datetime.date) -> bool:
    # Read anew under a lock: the job may be done twice, and the day may have changed.
    found = Action.objects.select_for_update(of=("self",)).select_related("initiative", "assignee")
    action = found.filter(pk=pk).first()
    if action is None or action.due is None or action.assignee is None or not action.is_open:
        return False
    days = (action.due - today).days
    step = next((each for each in (LATE, *sorted(DAYS_BEFORE)) if days <= each), None)
    known = action.reminded_days if action.reminded_due == action.due else None
    if step is None or (known is not None and known <= step):
        return False
    action.reminded_due, action.reminded_days = action.due, step
    action.save(update_fields=["reminded_due", "reminded_days"])
    notices.action_due(action, today=today)
    return True


@transaction.atomic
def _remind(pk: uuid.UUID, today: datetime.date) -> bool:
    # Read anew under a lock: the job may be done twice, and the date may have changed.
    assessment = Assessment.objects.held().get(pk=pk)
    if assessment.due is None or assessment.due < today or not assessment.is_open:
        return False
    days = [assessment.due - datetime.timedelta(days=each) for each in DAYS_BEFORE]
    reached = [day for day in days if day <= today]
    if not reached or (assessment.reminded_of and assessment.reminded_of >= max(reached)):
        return False
    # No event in the audit record: nobody did it, and nothing of the assessment has changed.
    assessment.reminded_of = max(reached)
    assessment.save(update_fields=["reminded_of"])
    notices.due_soon(assessment, today=today)
    return True
