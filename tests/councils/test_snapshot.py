"""A council's standing: counted as the snapshots say."""

import datetime
from collections import Counter, defaultdict
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries, DjangoDbBlocker

from assessments.councils.reads import end_of
from assessments.councils.snapshot import take
from assessments.initiatives.actions import create_initiative
from assessments.models import Baseline, Initiative
from assessments.people.actions import command_line_person
from assessments.seeding.scale import add
from assessments.standings.rebuilding import rebuild
from maturity.models import Council

pytestmark = pytest.mark.database("model")
STEPS = (0, 1, 2, 3, None)
DAY = datetime.timedelta(days=1)
TODAY = datetime.date(2026, 11, 26)


@pytest.fixture(scope="module")
def scale_of_module(kept: DjangoDbBlocker) -> None:
    with kept.unblock():
        list(add(range(1, 4), seed=1))


@pytest.fixture
def scale(scale_of_module: None, db: None) -> None:
    """Three initiatives, one of each council, with baselines at all four stages."""


def council(code: str) -> Council:
    return Council.objects.get(code=code)


def taken(code: str = "JC", at: datetime.date = TODAY, **dates: Any) -> dict[str, Any]:
    since = dates.get("since", at - 365 * DAY)
    return take(council(code), at, since)


def standing_at(day: datetime.date) -> list[dict[str, Any]]:
    """The snapshots of the baselines that each were the newest of their stage, from themselves."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for each in Baseline.objects.filter(approved_at__lte=end_of(day)).order_by("approved_at"):
        document = each.content["assessment"]
        found[document["initiative"]["code"], document["stage"]] = each.content
    return list(found.values())


@pytest.mark.parametrize("years", range(5))
def test_the_figures_are_those_of_the_snapshots(scale: None, years: int) -> None:
    list(add(range(4, 13), seed=1))
    at = TODAY - years * 365 * DAY
    said, standing = taken(at=at), standing_at(at)
    newest: dict[str, dict[str, Any]] = {}
    in_order = ["DES", "IMP", "DEL", "PHO"]
    for each in sorted(
        standing,
        key=lambda s: (s["assessment"]["as_of"], in_order.index(s["assessment"]["stage"])),
    ):
        newest[each["assessment"]["initiative"]["code"]] = each["assessment"]
    levels, gaps, blocking = defaultdict(Counter), defaultdict(Counter), Counter()  # type: ignore[var-annotated]
    for document in newest.values():
        for each in document["computed"]["attributes"]:
            levels[each["attribute"]][each["attained_level"]] += 1
            gaps[each["attribute"]][each["gap"]] += 1
            blocking.update(each["blocking"])
    codes = [each["code"] for each in said["model"]["attributes"]]
    assert said["distribution"] == {code: [levels[code][step] for step in STEPS] for code in codes}
    assert said["gaps"] == {code: [gaps[code][gap] for gap in STEPS] for code in codes}
    ranked = sorted(blocking.items(), key=lambda each: (-each[1], each[0]))[:10]
    assert [(each["criterion"], each["initiatives"]) for each in said["blocking"]] == ranked
    at_stage = Counter(each["assessment"]["stage"] for each in standing)
    stages = [each["code"] for each in said["model"]["stages"]]
    assert said["coverage"]["stages"] == [at_stage[code] for code in stages]
    assert said["coverage"]["with_baseline"] == len(newest)
    statuses = Counter(a["status"] for s in standing for a in s["assessment"]["actions"])
    assert said["actions"]["statuses"] == {
        status: statuses[status] for status in ("planned", "in_progress", "done", "cancelled")
    }


def test_each_stage_is_counted_by_attribute(scale: None) -> None:
    said = taken()
    expected: dict[str, list[list[int]]] = {}
    stages = [each["code"] for each in said["model"]["stages"]]
    for each in said["model"]["attributes"]:
        rows = {stage: Counter[int | None]() for stage in stages}
        for one in standing_at(TODAY):
            computed = one["assessment"]["computed"]["attributes"]
            (level,) = [a["attained_level"] for a in computed if a["attribute"] == each["code"]]
            rows[one["assessment"]["stage"]][level] += 1
        expected[each["code"]] = [[rows[s][step] for step in STEPS] for s in stages]
    assert said["stages"] == expected


def test_a_council_reports_its_own_and_the_joint_councils_all(scale: None) -> None:
    list(add(range(4, 13), seed=1))
    by_council = {
        code: [each["council"] for each in taken(code)["initiatives"]]
        for code in ("PSSDC", "PSCIOC", "JC")
    }
    own = Counter(Initiative.objects.values_list("council__code", flat=True))
    assert by_council["PSSDC"] == ["PSSDC"] * own["PSSDC"]
    assert by_council["PSCIOC"] == ["PSCIOC"] * own["PSCIOC"]
    assert Counter(by_council["JC"]) == own


@pytest.mark.parametrize("more", [0, 27])
def test_the_number_of_queries_is_fixed(
    scale: None, more: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    list(add(range(4, 4 + more), seed=1))
    joint = council("JC")
    with django_assert_num_queries(13):
        take(joint, TODAY, TODAY - 365 * DAY)


def test_the_coverage_counts_all_that_are_registered_by_its_day(scale: None) -> None:
    by = command_line_person()
    entry = Initiative.objects.latest("code")
    own = Initiative.objects.filter(council=entry.council).count()
    new = create_initiative(
        by=by,
        code="NEW",
        name_en="New",
        name_fr="Nouveau",
        council=entry.council,
        lead=entry.lead,
        channels=entry.channels.all(),
    )
    day = datetime.datetime.combine(TODAY, datetime.time(12), datetime.UTC)
    Initiative.objects.filter(pk=new.pk).update(created_at=day)
    rebuild()
    said = {code: taken(code)["coverage"] for code in ("JC", entry.council.code)}
    numbers = ("registered", "begun", "submitted", "with_baseline")
    assert [said["JC"][name] for name in numbers] == [4, 3, 3, 3]
    assert [said[entry.council.code][name] for name in numbers] == [own + 1, own, own, own]
    before = taken(entry.council.code, TODAY - DAY)["coverage"]
    assert [before[name] for name in numbers] == [own, own, own, own]


def test_a_baseline_is_old_once_it_describes_a_day_more_than_a_year_ago(scale: None) -> None:
    newest = max(each["newest"]["as_of"] for each in taken()["initiatives"])
    day = datetime.date.fromisoformat(newest)
    a_year_later = day.replace(year=day.year + 1)
    assert taken(at=a_year_later)["coverage"]["stale"] < 3
    assert taken(at=a_year_later + DAY)["coverage"]["stale"] == 3


@pytest.mark.parametrize("seed", range(3))
def test_what_lifts_the_overall_level_is_what_the_levels_say(scale: None, seed: int) -> None:
    list(add(range(4, 13), seed=seed))
    said = taken()
    codes = [each["code"] for each in said["model"]["attributes"]]
    lowest: Counter[str] = Counter()
    alone: Counter[str] = Counter()
    for each in said["initiatives"]:
        levels = dict(zip(codes, each["newest"]["levels"], strict=True))
        overall = min(level for level in levels.values() if level is not None)
        holding = [code for code, level in levels.items() if level == overall]
        if overall < 3:
            lowest.update(holding)
            alone.update(holding if len(holding) == 1 else [])
    expected = sorted(
        ((lowest[code], alone[code], code) for code in codes if lowest[code]),
        key=lambda each: (-each[0], -each[1]),
    )
    assert [(each["lowest"], each["alone"]) for each in said["lifts"]] == [
        each[:2] for each in expected
    ]
    assert {each["attribute"]: each["lowest"] for each in said["lifts"]} == dict(lowest)


def test_the_trend_is_what_was_said_on_its_days(scale: None) -> None:
    for each in taken()["trend"]:
        then = taken(at=datetime.date.fromisoformat(each["at"]))
        assert (each["overall"], each["attributes"]) == (then["overall"], then["distribution"])
