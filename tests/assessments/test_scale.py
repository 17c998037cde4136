"""seed_scale: what it adds is what the actions would have written."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import CommandError
from pytest_django import DjangoDbBlocker
from pytest_django.fixtures import SettingsWrapper

from assessments import snapshot
from assessments.actions import workflow
from assessments.actions.importing import import_document
from assessments.exchange import reading
from assessments.models import Assessment, Baseline, Event, Initiative, Membership, Person
from assessments.proof import check
from assessments.scale import add, following
from assessments.scale.world import DOMAIN
from tests.assessments.conftest import Cast, load_model

Manage = Callable[..., tuple[int, str, str]]
SAID = ("verb", "role", "subject", "place", "old", "new")


@pytest.fixture(scope="module")
def of_module(kept: DjangoDbBlocker) -> None:
    """Twelve initiatives, made once."""
    with kept.unblock():
        load_model()
        list(add(range(1, 13), seed=1))


@pytest.fixture
def scale(of_module: None, db: None) -> None:
    """What a test finds: the initiatives of the module."""


def digests() -> list[str]:
    return list(Baseline.objects.order_by("pk").values_list("sha256", flat=True))


def test_every_initiative_has_a_baseline_in_each_stage(scale: None) -> None:
    assert Initiative.objects.count() == 12
    stages = set(Baseline.objects.values_list("assessment__initiative", "assessment__stage__code"))
    assert len(stages) == Baseline.objects.count() == 48


def test_what_is_kept_is_what_would_be_taken(scale: None) -> None:
    for baseline in Baseline.objects.all():
        taken = snapshot.take(
            Assessment.objects.get(pk=baseline.assessment_id), baseline.content["approval"]
        )
        assert snapshot.canonical(taken) == baseline.snapshot
        assert taken["assessment"]["computed"]["overall_level"] == baseline.overall_level


def test_what_is_said_keeps_to_the_exchange_format(scale: None) -> None:
    for baseline in Baseline.objects.all():
        document = baseline.content["assessment"]
        assert reading.parse(json.dumps(document).encode()) == document


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


def test_events_say_what_the_actions_say(scale: None) -> None:
    initiative = Initiative.objects.get(code="SCALE-00001")
    lead = Membership.objects.get(initiative=initiative).person
    for assessment in initiative.assessments.all():
        made = Event.objects.filter(assessment_id=assessment.pk)
        document = reading.parse(
            json.dumps(
                assessment.baseline.content["assessment"]
                | {"initiative": {"code": initiative.code}}
            ).encode()
        )
        again = import_document(document, by=lead)
        assert again.pk != assessment.pk
    raise NotImplementedError


def test_the_figures_are_spread(scale: None) -> None:
    levels = set(Baseline.objects.values_list("overall_level", flat=True))
    assert len(levels) > 1
