"""The audit record in databases of their own: migrated from before the chain, and shared by many.

Each runs in a process of its own, which is told by DATABASE_URL which database it works on.
"""

import datetime
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import django
import pytest
from django.conf import settings

pytestmark = pytest.mark.slow
RATINGS, IMPORTS = 25, 10


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """DATABASE_URL of an empty database of each kind."""
    if request.param == "postgresql":
        return request.getfixturevalue("postgres_url")
    return f"sqlite:///{tmp_path}/audit.sqlite3"


def run(work: Callable[[], None], url: str) -> list[str]:
    """Runs a function of a test module on a database, and gives the lines that it printed."""
    start = (
        f"from {__name__} import prepare; prepare(); "
        f"from {work.__module__} import {work.__name__} as work; work()"
    )
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", start],
        cwd=settings.BASE_DIR,
        env=os.environ | {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "maturity.settings"},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return done.stdout.splitlines()


def prepare() -> None:
    """A database without tables."""
    django.setup()
    from django.db import connection

    if connection.vendor == "postgresql":  # The server outlives the test.
        with connection.cursor() as cursor:
            cursor.execute("DROP SCHEMA public CASCADE")
            cursor.execute("CREATE SCHEMA public")


def migrated() -> None:
    """Leaves events as they were before the chain, and migrates."""
    from django.core.management import call_command
    from django.db import IntegrityError, connection
    from django.db.migrations.loader import MigrationLoader

    before = ("assessments", "0002_baselines_and_events_never_change")
    call_command("migrate", *before, verbosity=0)
    event = MigrationLoader(connection).project_state(before).apps.get_model("assessments", "Event")
    for number in (3, 4, 1200):
        event.objects.create(
            id=number,
            actor_id="00000000-0000-0000-0000-000000000001",
            actor_name="Fictitious lead",
            verb="update",
            subject="initiative",
            subject_id="00000000-0000-0000-0000-000000000002",
            old={"name": "é", "value": 1.5},
            new=[number, None],
        )
    call_command("migrate", verbosity=0)
    call_command("verify_audit")
    from assessments.models import Event

    for kept in Event.objects.all():
        print(kept.id, kept.initiative_id, kept.new)  # noqa: T201
    try:
        Event.objects.filter(pk=1).update(verb="other")
    except IntegrityError as refusal:
        print(str(refusal).splitlines()[0])  # noqa: T201


def shared() -> None:
    """Four people rate an assessment each, while one of these is imported over and over."""
    from django.core.management import call_command
    from django.db import connection

    from assessments.cycle.actions import start_assessment
    from assessments.models import Assessment
    from assessments.rating.actions import save_answer
    from assessments.rating.answers import Answer
    from maturity.models import Criterion, Stage
    from tests.cast import make_cast

    call_command("migrate", verbosity=0)
    cast = make_cast()
    as_of = datetime.date(2026, 10, 31)
    assessments = [
        cast.assessment,
        *(
            start_assessment(cast.initiative, stage, by=cast.lead, as_of=as_of)
            for stage in Stage.objects.exclude(code="DEL")
        ),
    ]
    criteria = list(Criterion.objects.all()[:RATINGS])

    def rate(assessment: Assessment) -> None:
        for criterion in criteria:
            save_answer(assessment, criterion, None, Answer("L"), by=cast.lead)

    def bring_in() -> None:
        for number in range(IMPORTS):
            name = {"en": f"Name {number}", "fr": f"Nom {number}"}
            cast.import_(
                initiative={"code": "TEST", "name": name}, as_of=f"2027-01-{number + 1:02}"
            )

    def thread(work: Callable[..., None], *given: Assessment) -> threading.Thread:
        def closing() -> None:
            try:
                work(*given)
            finally:
                connection.close()

        return threading.Thread(target=closing)

    threads = [*(thread(rate, each) for each in assessments), thread(bring_in)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    call_command("verify_audit")


def test_events_from_before_the_chain_are_chained(url: str) -> None:
    said, *rows, refusal = run(migrated, url)
    assert said.startswith("3 events, the chain is whole; head ")
    initiative = "00000000-0000-0000-0000-000000000002"
    assert rows == [
        f"1 {initiative} [3, None]", f"2 {initiative} [4, None]", f"3 {initiative} [1200, None]",
    ]  # fmt: skip
    assert refusal == "assessments_event: a published record cannot change"


def test_many_writers_leave_a_whole_chain(url: str) -> None:
    [said] = run(shared, url)
    made, started = 5, 3
    events = made + started + 4 * RATINGS + 2 * IMPORTS
    assert said.startswith(f"{events} events, the chain is whole; head ")
