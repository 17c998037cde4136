"""Lessons learned: what a baseline keeps of them, and which a council reads at a moment."""

import datetime
from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from assessments import snapshot
from assessments.actions import workflow
from assessments.actions.assessments import start_assessment
from assessments.actions.lessons import Told, save_lesson
from assessments.content import content
from assessments.models import Assessment, Figures, Lesson
from maturity.faults import Faults
from maturity.models import Council, Criterion, Stage
from tests.assessments.conftest import Cast

TOLD = Told("success", "Inventé.", "fr")


def tell(cast: Cast, text: str, assessment: Assessment | None = None) -> Lesson:
    criteria = list(Criterion.objects.filter(code__in=["ACC-02", "ACC-01"]))
    told = replace(TOLD, text=text, criteria=criteria)
    return save_lesson(assessment or cast.assessment, told, by=cast.lead)


def approved(cast: Cast, stage: str, *texts: str) -> Assessment:
    """Another assessment of the initiative, with lessons, and its baseline."""
    of_stage = Stage.objects.get(code=stage)
    day = datetime.date(2027, 10, 31)
    assessment = start_assessment(cast.initiative, of_stage, by=cast.lead, as_of=day)
    for text in texts:
        tell(cast, text, assessment)
    cast.import_(stage=stage, ratings=cast.export(cast.assessment)["ratings"])
    workflow.submit(assessment, by=cast.lead)
    workflow.approve(assessment, by=cast.cochair)
    return assessment


def read(council: str, moment: datetime.datetime) -> list[str]:
    lessons = Lesson.objects.of_newest_baselines(Council.objects.get(code=council), moment)
    return [each.text for each in lessons]


def test_a_baseline_keeps_the_lessons(cast: Cast) -> None:
    tell(cast, "Inventé.")
    cast.rate_all()
    assert cast.approve().content["lessons"] == [
        {
            "kind": "success",
            "text": {"lang": "fr", "text": "Inventé."},
            "criteria": ["ACC-01", "ACC-02"],
        }
    ]


def test_the_exchange_format_has_no_lessons(cast: Cast) -> None:
    before = cast.export()
    tell(cast, "Inventé.")
    assert cast.export() == before


def test_a_snapshot_made_before_lessons_were_kept_is_still_read(cast: Cast) -> None:
    tell(cast, "Inventé.")
    taken = snapshot.take(cast.assessment)
    assert [each.text.text for each in content(taken, "en").lessons] == ["Inventé."]
    del taken["lessons"]
    assert content(taken, "en").lessons == ()


def test_the_same_words_are_told_once(cast: Cast) -> None:
    tell(cast, "Inventé.")
    with pytest.raises(Faults) as raised:
        save_lesson(cast.assessment, replace(TOLD, kind="lesson"), by=cast.lead)
    assert [fault.place for fault in raised.value.faults] == ["text"]
    assert cast.assessment.lessons.get().kind == "success"


def test_a_lesson_stays_with_its_assessment(cast: Cast) -> None:
    tell(cast, "Inventé.")
    cast.rate_all()
    cast.approve()
    following = cast.import_(as_of="2027-10-31")
    assert (following.cycle, following.lessons.count()) == (2, 0)


def test_a_council_reads_the_lessons_of_its_newest_baselines(cast: Cast) -> None:
    cast.rate_all()
    tell(cast, "First")
    first = cast.approve()
    second = approved(cast, "DEL", "Second", "Third").baseline.approved_at
    approved(cast, "DES", "Of design")
    approved(cast, "IMP")
    draft = start_assessment(
        cast.initiative, Stage.objects.get(code="PHO"), by=cast.lead, as_of=cast.assessment.as_of
    )
    tell(cast, "Of a draft", draft)
    day, hour = timedelta(days=1), timedelta(hours=1)
    Figures.objects.filter(pk=first.pk).update(approved_at=second - day)
    Figures.objects.filter(stage__code="DES").update(approved_at=second + day)
    moments = (second - day - hour, second - hour, second, second + day)
    assert [read("JC", each) for each in moments] == [
        [], ["First"], ["Second", "Third"], ["Of design", "Second", "Third"],
    ]  # fmt: skip
    assert read("PSSDC", second + day) == []


@pytest.mark.parametrize("number", [1, 3])
def test_reading_them_takes_two_queries(
    cast: Cast, number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    cast.rate_all()
    for each in range(number):
        tell(cast, f"Number {each}")
    cast.approve()
    council = Council.objects.get(code="JC")
    with django_assert_num_queries(2):
        told = [
            (each.assessment.initiative.code, each.assessment.stage.code,
             [criterion.code for criterion in each.criteria.all()])
            for each in Lesson.objects.of_newest_baselines(council, timezone.now())
        ]  # fmt: skip
    assert told == [("TEST", "DEL", ["ACC-01", "ACC-02"])] * number
