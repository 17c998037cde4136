"""Editions of every shape go through the whole portal: form, scoring, index, dashboard, report."""

import datetime
import itertools

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assessments.baselines.continuum import RAMPS, bar
from assessments.baselines.reader import content
from assessments.baselines.stacks import shades
from assessments.cycle.actions import start_assessment
from assessments.exchange.writing import export_with_texts
from assessments.improvement.actions import Aim, set_target
from assessments.method.scoring import RatedCriterion, score_attribute
from assessments.models import Assessment, Figures
from assessments.rating.actions import save_answer
from assessments.rating.answers import Answer
from assessments.review import actions as workflow
from assessments.seeding import scale
from assessments.standings.check import check
from maturity import model_file
from maturity.models import Attribute, Criterion, Stage
from reports.baseline import assessment_document
from reports.documents import make_pdf
from tests.cast import Cast
from tests.forms import fields
from tests.shapes import Model, shaped, shapes

ANY_SHAPE = settings(
    max_examples=6, deadline=None, suppress_health_check=list(HealthCheck), database=None
)


def started(cast: Cast, model: Model) -> Assessment:
    """An assessment of the cast's initiative on the edition of a model, which is the newest."""
    model_file.load(model)
    return start_assessment(
        cast.initiative,
        Stage.objects.get(code="PHO"),
        by=cast.lead,
        as_of=datetime.date(2026, 10, 31),
    )


def pages_of(assessment: Assessment) -> list[str]:
    """Every page that shows an assessment."""
    key = [assessment.pk]
    names = ["overview:assessment", "overview:profile", "gaps:next", "gaps:what_if",
             "reports:assessment_page", "rating:results"]  # fmt: skip
    return [
        *(reverse(name, args=key) for name in names),
        reverse("improvement:targets", args=[assessment.initiative.code]),
        reverse("compare:peers", args=[assessment.initiative.code]),
        *map(reverse, ("model", "statements", "wording", "playbook:index", "reports:model_page")),
    ]


def council_pages() -> list[str]:
    return [
        reverse("councils:dashboard", args=["JC"]),
        reverse("reports:council_page", args=["JC"]),
        reverse("meetings:targets", args=["JC"]),
        reverse("initiatives:index"),
    ]


def fails(client: Client, pages: list[str]) -> list[str]:
    return [page for page in pages if client.get(page).status_code != 200]


@pytest.mark.slow
@ANY_SHAPE
@given(model=shapes(most=40), data=st.data())
def test_an_edition_of_any_shape_goes_through_the_portal(
    cast: Cast, model: Model, data: st.DataObject
) -> None:

    with transaction.atomic():
        _goes_through(cast, model, data)
        transaction.set_rollback(True)


def _goes_through(cast: Cast, model: Model, data: st.DataObject) -> None:
    assessment = started(cast, model)
    client, top = cast.client("lead"), len(model["levels"])
    attribute = Attribute.objects.filter(edition=assessment.edition, criteria__gt=0).first()
    assert attribute
    page = reverse("rating:attribute", args=[assessment.pk, attribute.code])
    first = attribute.criteria.all()[0]
    assert client.post(page, fields(client.get(page).text) | {f"{first.code}-rating": "P"})
    assert assessment.ratings.get().rating == "P"
    ratings = {first.code: "P"}
    for criterion in Criterion.objects.filter(edition=assessment.edition).exclude(pk=first.pk):
        ratings[criterion.code] = data.draw(st.sampled_from(["N", "P", "L", "F", "F", "F"]))
        save_answer(assessment, criterion, None, Answer(ratings[criterion.code]), by=cast.lead)
    set_target(cast.initiative, attribute, Aim(top, datetime.date(2096, 10, 31)), by=cast.lead)
    assert fails(client, pages_of(assessment)) == []

    expected = {
        each["code"]: score_attribute(
            [RatedCriterion(c["code"], c["level"], ratings[c["code"]]) for c in each["criteria"]],
            model["meta"]["rule"],
            top,
        )
        for each in model["attributes"]
    }
    computed = export_with_texts(assessment)[0]["computed"]
    assert {
        each["attribute"]: (each["attained_level"], each["progress"], tuple(each["blocking"]))
        for each in computed["attributes"]
    } == {
        code: (score.attained_level, score.progress, score.blocking)
        for code, score in expected.items()
    }

    workflow.submit(assessment, by=cast.lead)
    baseline = workflow.approve(assessment, by=cast.cochair)
    assert Figures.objects.get(baseline=baseline).total == len(ratings)
    check()  # raises Faults where the index says anything else than the snapshot
    assert fails(client, pages_of(assessment)) == []
    assert fails(cast.client("cochair"), council_pages()) == []
    dashboard = reverse("councils:dashboard", args=["JC"])
    every = cast.client("cochair").get(dashboard).context["opening"]
    assert every.steps == range(1, max(3, top) + 1)  # the first edition has three
    highest = [score.attained_level for score in expected.values()]
    assert bool(every.lifts) == any(level not in (None, top) for level in highest)
    board = cast.client("cochair").get(f"{dashboard}?edition=shaped-1")
    assert board.context["opening"].steps == range(1, top + 1)
    assert sum(board.context["opening"].overall) == 1
    assert list(board.context["opening"].overall).index(1) == min(
        score.attained_level for score in expected.values() if score.attained_level is not None
    )
    for each in content(baseline.content, "fr").attributes:
        drawn = bar(each)
        assert len(drawn.segments) == top
        assert drawn.segments[-1].x + drawn.width <= 491


@pytest.mark.slow
def test_a_report_of_five_levels_is_made(cast: Cast) -> None:
    assessment = started(cast, shaped([[1, 2, 3, 4, 5], [5, 5], []], levels=5, results=0))
    for criterion in Criterion.objects.filter(edition=assessment.edition):
        save_answer(assessment, criterion, None, Answer("F"), by=cast.lead)
    workflow.submit(assessment, by=cast.lead)
    workflow.approve(assessment, by=cast.cochair)
    assert make_pdf(
        assessment_document(Assessment.objects.get(pk=assessment.pk), "en")
    ).data.startswith(b"%PDF")


def luminance(colour: str) -> float:
    """The relative luminance of WCAG 2."""
    parts = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    linear = [
        each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("top", RAMPS)
def test_numbers_on_every_colour_can_be_read(top: int) -> None:
    assert [kind for kind, fill, ink in shades(top) if contrast(fill, ink) < 4.5] == []


@pytest.mark.parametrize("top", RAMPS)
def test_colours_grow_darker_in_steps_that_are_as_even_as_they_can_be(top: int) -> None:
    steps = [contrast(*pair) for pair in itertools.pairwise(RAMPS[top])]
    assert min(steps) >= {2: 3.0, 3: 1.9, 4: 1.8, 5: 1.6}[top]
    assert len(RAMPS[top]) == top


@pytest.mark.slow
def test_a_load_is_made_of_an_edition_of_any_shape(cast: Cast) -> None:
    model_file.load(shaped([[1, 2], [2, 2, 1]], levels=2, results=0))
    assert list(scale.add(range(1, 4), seed=1)) == [3]
    check()  # raises Faults where the index says anything else than the snapshots
    assert fails(cast.client("cochair"), council_pages()) == []
