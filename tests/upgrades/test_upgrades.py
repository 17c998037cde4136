"""Whoever comes from an earlier version finds everything that they had, and no fault in it."""

import re
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.db.migrations.executor import MigrationExecutor

from assessments.models import Assessment, Baseline, Event, Lesson
from assessments.review import actions as workflow
from tests.upgrades.conftest import Upgraded, baselines


def said(command: str) -> str:
    out = StringIO()
    call_command(command, stdout=out)
    return out.getvalue().strip()


def first_of_birth() -> Assessment:
    return Assessment.objects.get(initiative__code="BIRTH", cycle=1)


def test_no_migration_is_left(portal: Upgraded) -> None:
    executor = MigrationExecutor(connection)
    assert executor.migration_plan(executor.loader.graph.leaf_nodes()) == []


def test_baselines_are_the_same_to_the_byte(portal: Upgraded) -> None:
    assert portal.figures().startswith(f"{len(portal.before)} ")
    assert baselines() == portal.before


def test_every_baseline_is_read_in_todays_shape(portal: Upgraded) -> None:
    assert {each.content["format"] for each in Baseline.objects.all()} == {"ccs-baseline/1"}


def test_the_audit_record_is_whole(portal: Upgraded) -> None:
    assert re.fullmatch(
        r"([45]\d|1,?1\d)\d events, the chain is whole; head [0-9a-f]{64}", said("verify_audit")
    )


def test_figures_and_indexes_follow_from_the_snapshots(portal: Upgraded) -> None:
    assert said("check_figures").startswith(portal.figures())


def test_the_initiatives_pages_open(portal: Upgraded) -> None:
    assert portal.page("initiatives/BIRTH/", of="responsable") == 200


@pytest.mark.parametrize("page", ["", "profile/", "report/", "history/"])
def test_the_pages_of_an_old_baseline_open(portal: Upgraded, page: str) -> None:
    address = f"assessments/{first_of_birth().pk}/{page}"
    assert portal.page(address, of="responsable") == 200


def test_the_pages_of_work_that_went_on_open(portal: Upgraded) -> None:
    running = Assessment.objects.get(initiative__code="PCTF", stage__code="IMP")
    assert portal.page(f"assessments/{running.pk}/attributes/ACC/", of="responsable") == 200


def test_two_old_baselines_can_be_compared(portal: Upgraded) -> None:
    first, second = Baseline.objects.filter(assessment__initiative__code="BIRTH").order_by(
        "assessment__cycle"
    )
    address = f"comparisons/{first.pk}/{second.pk}/"
    assert portal.page(address, of="responsable") == 200


@pytest.mark.parametrize("page", ["", "report/"])
def test_the_pages_of_its_council_open(portal: Upgraded, page: str) -> None:
    assert portal.page(f"councils/PSSDC/{page}", of="cochair.pssdc") == 200


@pytest.mark.parametrize(
    ("records", "change"), [(Baseline, {"overall_level": 3}), (Event, {"actor_name": ""})]
)
def test_the_database_still_refuses_to_change_a_record(
    portal: Upgraded, records: type[Baseline | Event], change: dict[str, Any]
) -> None:
    refusal = f"{records._meta.db_table}: a published record cannot change"
    with pytest.raises(IntegrityError, match=refusal), transaction.atomic():
        records.objects.update(**change)


def test_what_was_submitted_before_can_be_approved(portal: Upgraded) -> None:
    submitted = Assessment.objects.get(initiative__code="VEL", stage__code="DEL")
    with transaction.atomic():
        workflow.approve(submitted, by=portal.person("cochair.jc"))
        assert said("check_figures").startswith(portal.figures(more=1))
        assert "the chain is whole" in said("verify_audit")
        transaction.set_rollback(True)


def test_the_plan_of_two_assessments_is_the_initiatives(portal: Upgraded) -> None:
    initiative = first_of_birth().initiative
    assert portal.page("initiatives/BIRTH/plan/", of="responsable") == 200
    if portal.is_whole:
        return  # It was the initiative's already, and has gone on since.
    last = initiative.assessments.get(stage__code="DEL", cycle=2).baseline.content["assessment"]
    targets = initiative.targets.values_list("attribute__code", "level", "by")
    assert [
        {"attribute": code, "level": level, "by": str(by)} for code, level, by in targets
    ] == last["targets"]
    # Copied from cycle to cycle, it was one action all the time.
    (action,) = initiative.actions.all()
    assert action.title == last["actions"][0]["title"]["text"]


def test_lessons_go_on_being_read_by_their_council(portal: Upgraded) -> None:
    for lesson in Lesson.objects.all():
        assert lesson.title
        assert portal.page(f"lessons/{lesson.key}/", of="secretariat") == 200
        if portal.is_whole:
            continue  # They were the initiative's already, and shared as their authors said.
        assert (lesson.stage is not None, lesson.author) == (True, None)
        approved = lesson.initiative.assessments.filter(stage=lesson.stage, state="approved")
        shared = "council" if approved.exists() else "initiative"
        assert (lesson.audience, lesson.shared_at is not None) == (shared, shared == "council")
