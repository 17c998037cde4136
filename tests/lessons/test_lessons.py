"""Lessons learned: what a baseline keeps of them, and which a council reads at a moment."""

import datetime
from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from assessments.baselines import snapshot
from assessments.baselines.reader import content
from assessments.councils.snapshot import take
from assessments.cycle.actions import start_assessment
from assessments.format.upgrade import upgrade
from assessments.improvement.actions import LessonText, save_item
from assessments.models import Assessment, Figures, Lesson
from assessments.review import actions as workflow
from maturity.faults import Faults
from maturity.models import Council, Criterion, Stage
from tests.cast import Cast

TOLD = LessonText("success", "Inventé.", "fr")


def tell(cast: Cast, text: str, assessment: Assessment | None = None) -> Lesson:
    criteria = list(Criterion.objects.filter(code__in=["ACC-02", "ACC-01"]))
    told = replace(TOLD, text=text, criteria=criteria)
    return save_item(assessment or cast.assessment, told, by=cast.lead)


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


def read(council: str, day: datetime.date) -> list[str]:
    known = take(Council.objects.get(code=council), day, day - timedelta(days=1), named=True)
    assert known["lessons_count"] == len(known["lessons"])
    return [each["text"]["text"] for each in known["lessons"]]


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
    assert content(upgrade(taken), "en").lessons == ()


def test_the_same_words_are_told_once(cast: Cast) -> None:
    tell(cast, "Inventé.")
    with pytest.raises(Faults) as raised:
        save_item(cast.assessment, replace(TOLD, kind="lesson"), by=cast.lead)
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
    two_days = timedelta(days=2)
    Figures.objects.filter(pk=first.pk).update(approved_at=second - two_days)
    Figures.objects.filter(stage__code="DES").update(approved_at=second + two_days)
    today = timezone.localdate(second)
    assert [read("JC", today + timedelta(days=each)) for each in (-3, -1, 0, 2)] == [
        [], ["First"], ["Second", "Third"], ["Of design", "Second", "Third"],
    ]  # fmt: skip
    assert read("PSSDC", today + two_days) == []
