"""seed_scale: what it adds is what the actions would have written."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from pytest_django import DjangoDbBlocker

from assessments.audit.proof import check
from assessments.baselines import snapshot
from assessments.exchange import reading
from assessments.importing.actions import import_document, import_initiative
from assessments.models import (
    Assessment,
    Baseline,
    Event,
    Evidence,
    Initiative,
    Person,
    Rating,
    TargetChange,
)
from assessments.models.people import Role
from assessments.people.actions import command_line_person, give_role
from assessments.review import actions as workflow
from assessments.seeding.scale import add
from assessments.seeding.world import DOMAIN
from maturity.canonical import canonical

pytestmark = [
    pytest.mark.database("model"),
    pytest.mark.either_database("bulk writes"),
    pytest.mark.slow,
]
Manage = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="module")
def of_module(kept: DjangoDbBlocker) -> None:
    """Twelve initiatives, made once."""
    with kept.unblock():
        list(add(range(1, 13), seed=1))


@pytest.fixture
def scale(of_module: None, db: None) -> None:
    """What a test finds: the initiatives of the module."""


def test_every_initiative_has_a_baseline_in_each_stage(scale: None) -> None:
    assert Initiative.objects.count() == 12
    stages = set(Baseline.objects.values_list("assessment__initiative", "assessment__stage__code"))
    assert len(stages) == Baseline.objects.count() == 48


def test_what_is_kept_is_what_would_be_taken(scale: None) -> None:
    for baseline in Baseline.objects.all():
        taken = snapshot.take(
            Assessment.objects.get(pk=baseline.assessment_id), baseline.content["approval"]
        )
        before = Baseline.objects.filter(approved_at__lt=baseline.approved_at)
        known = {str(key) for key in before.values_list("pk", flat=True)}
        for each in taken["life_cycle"]:
            if each["standing"] and each["standing"]["baseline"] not in known:
                each["standing"] = None
        assert canonical(taken) == baseline.snapshot
        assert taken["assessment"]["computed"]["overall_level"] == baseline.overall_level


def test_the_approval_names_who_and_when(scale: None) -> None:
    for baseline in Baseline.objects.select_related("assessment__submitted_by", "approved_by"):
        submitted = baseline.assessment.submitted_at
        assert submitted
        assert baseline.content["approval"] == {
            "baseline": str(baseline.pk),
            "submitted_at": submitted.isoformat(),
            "submitted_by": baseline.assessment.submitted_by.name,  # type: ignore[union-attr]
            "approved_at": baseline.approved_at.isoformat(),
            "approved_by": baseline.approved_by.name,
        }


def test_the_audit_record_is_whole(scale: None) -> None:
    assert check().count == Event.objects.count()


def told(initiative: Initiative) -> list[tuple[Any, ...]]:
    """What the audit record tells of an initiative, without its code, keys and digests."""
    events = Event.objects.filter(initiative_id=initiative.pk).order_by("id")
    return [
        (each.verb, each.subject, each.role, each.place)
        if each.verb == "baseline"
        else (each.verb, each.subject, each.role, each.place, each.old,
              json.loads(json.dumps(each.new).replace(initiative.code, "CODE")))
        for each in events
    ]  # fmt: skip


def test_the_audit_record_tells_what_the_actions_would_tell(scale: None) -> None:
    initiative = Initiative.objects.get(code="SCALE-00001")
    approved = [each.baseline for each in initiative.assessments.order_by("stage__order")]
    lead, secretariat = approved[0].assessment.submitted_by, command_line_person()
    assert lead
    head = approved[0].content["assessment"]["initiative"] | {"code": "TWIN"}
    twin = import_initiative(head, by=secretariat)
    give_role(lead, Role.LEAD, by=secretariat, initiative=twin)
    lead = Person.objects.get(pk=lead.pk)
    for baseline in approved:
        document = baseline.content["assessment"] | {"initiative": {"code": "TWIN"}}
        assessment = import_document(reading.parse(json.dumps(document).encode()), by=lead)
        workflow.submit(assessment, by=lead)
        workflow.approve(assessment, by=baseline.approved_by)
    assert told(twin) == told(initiative)


def test_what_is_written_next_gets_a_key_of_its_own(scale: None) -> None:
    """A row that brings a key with it leaves the sequence behind, and the next one fails."""
    change = TargetChange.objects.latest("pk")
    for _ in range(TargetChange.objects.count() + 1):
        change.pk = None
        change.save(force_insert=True)


def test_ratings_differ_in_kind(scale: None) -> None:
    assert set(Rating.objects.values_list("rating", flat=True)) == {"N", "P", "L", "F", "NA"}
    assert Rating.objects.filter(channel__isnull=False).exists()
    assert Rating.objects.exclude(comment="").exists()
    assert Evidence.objects.exists()


def test_levels_and_councils_are_spread(scale: None) -> None:
    assert len(set(Baseline.objects.values_list("overall_level", flat=True))) > 1
    councils = set(Initiative.objects.values_list("council__code", flat=True))
    assert councils == {"PSSDC", "PSCIOC", "JC"}


def test_nobody_of_it_can_sign_in(scale: None) -> None:
    people = Person.objects.filter(email__endswith=f"@{DOMAIN}")
    assert len(people) == 12 + 3
    assert [each.has_usable_password() for each in people] == [False] * 15
