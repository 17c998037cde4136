"""Two workers at the same digest, and two people at the same reminders: each mail is sent once.

In a database and a process of its own, as the audit record's tests are; on SQLite one writes at a
time anyway.
"""

import datetime
import threading
from collections.abc import Callable

import pytest

from tests.audit.test_databases import run

pytestmark = pytest.mark.slow
AT_ONCE = 4


def together() -> None:
    """Prints how each went wrong, if any did, and the number of mails of each kind."""
    from django.core.management import call_command
    from django.db import connection
    from django.utils import timezone
    from django_tasks_db.models import DBTaskResult

    from assessments.follow_up.actions import remind_people
    from assessments.follow_up.digest import send_digests_of
    from assessments.follow_up.due import Due
    from assessments.follow_up.reads import due_rows
    from assessments.meetings.actions import add_meeting
    from assessments.models import Assessment, Person
    from tests.cast import make_cast

    call_command("migrate", verbosity=0)
    cast = make_cast()
    today = timezone.localdate()
    Person.objects.filter(pk=cast.cochair.pk).update(digest=True)
    add_meeting(cast.initiative.council, today + datetime.timedelta(days=7), by=cast.cochair)
    Assessment.objects.update(due=today - datetime.timedelta(days=7))
    due = Due(cast.secretariat)
    rows = due_rows(due.in_order(), due.today)
    gate = threading.Barrier(AT_ONCE)

    def at_once(work: Callable[[], object]) -> int:
        """How many mails come of what several threads do at the same time."""
        before = DBTaskResult.objects.count()

        def closing() -> None:
            try:
                gate.wait()
                work()
            except Exception as error:
                print(repr(error))  # noqa: T201
            finally:
                connection.close()

        threads = [threading.Thread(target=closing) for _each in range(AT_ONCE)]
        for each in threads:
            each.start()
        for each in threads:
            each.join()
        return DBTaskResult.objects.count() - before

    print(at_once(lambda: send_digests_of(today)))  # noqa: T201
    print(at_once(lambda: remind_people(rows, by=cast.secretariat)))  # noqa: T201


def test_each_mail_is_sent_once(postgres_url: str) -> None:
    assert run(together, postgres_url) == ["1", "1"]
