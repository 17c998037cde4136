"""Many people approve, submit and rename at once, while the figures are made anew: no bit is lost.

In a database and a process of its own, as the audit record's tests are; on SQLite one writes at a
time anyway.
"""

import datetime
import threading
from collections.abc import Callable

import pytest

from tests.audit.test_databases import run

pytestmark = pytest.mark.slow
TEAMS, ROUNDS = 4, 2
AS_OF = datetime.date(2026, 10, 31)


def together() -> None:
    """Prints how each went wrong, if any did, and what the checks say at the end."""
    from django.core.management import call_command
    from django.db import connection, transaction

    from assessments.cycle.actions import start_assessment
    from assessments.initiatives.actions import create_initiative, update_initiative
    from assessments.models import Initiative, Rating
    from assessments.review import actions as workflow
    from assessments.seeding.bulk import insert_values
    from assessments.standings import rebuilding
    from maturity.models import Channel, Criterion, Stage
    from tests.cast import make_cast

    call_command("migrate", verbosity=0)
    cast = make_cast()
    stages = list(Stage.objects.all()[:2])
    criteria = list(Criterion.objects.values_list("pk", flat=True))
    channels = list(Channel.objects.filter(code="ONLINE"))
    initiative = cast.initiative
    done = threading.Event()

    def assess(number: int) -> None:
        made = create_initiative(
            by=cast.secretariat, code=f"TEAM-{number}", name_en="Made up", name_fr="Inventé",
            council=initiative.council, lead=initiative.lead, channels=channels,
        )  # fmt: skip
        for n in range(ROUNDS):
            for stage in stages:
                assessment = start_assessment(made, stage, by=cast.lead, as_of=AS_OF)
                if n == 0:
                    rating = {"assessment_id": assessment.pk, "rating": "L"}
                    rating["updated_by_id"] = cast.lead.pk
                    with transaction.atomic():
                        insert_values(Rating, [rating | {"criterion_id": key} for key in criteria])
                workflow.submit(assessment, by=cast.lead)
                workflow.approve(assessment, by=cast.cochair)

    def rename(_number: int) -> None:
        n = 0
        while not done.wait(0.01):
            n += 1
            for each in Initiative.objects.all():
                update_initiative(each, by=cast.secretariat, name_en=f"Made up {n}")

    def make_anew(_number: int) -> None:
        while not done.wait(0.05):
            _whole, mended = rebuilding.rebuild()
            for fault in mended:
                print(fault)  # noqa: T201

    def thread(work: Callable[[int], None], number: int = 0) -> threading.Thread:
        def closing() -> None:
            try:
                work(number)
            except Exception as error:
                print(work.__name__, repr(error))  # noqa: T201
            finally:
                connection.close()

        return threading.Thread(target=closing)

    teams = [thread(assess, number) for number in range(TEAMS)]
    others = [thread(rename), thread(make_anew)]
    for each in (*teams, *others):
        each.start()
    for each in teams:
        each.join()
    done.set()
    for each in others:
        each.join()
    call_command("check_figures")
    call_command("verify_audit")


def test_no_bit_is_lost_and_nobody_waits_in_vain(postgres_url: str) -> None:
    *wrong, figures, audit = run(together, postgres_url)
    counts = f"{TEAMS * ROUNDS * 2} baselines of {TEAMS + 1} initiatives: "
    agree = "figures and indexes agree with the snapshots"
    assert (wrong, figures) == ([], counts + agree)
    assert " events, the chain is whole; head " in audit
