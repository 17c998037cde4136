"""A council's standing: counted as the snapshots say, and without names not to be worked out."""

import datetime
import itertools
import json
import uuid
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries, DjangoDbBlocker

from assessments.councils import counting
from assessments.councils.counting import Standing
from assessments.councils.reads import Blocker, Facts, Member, Named, StatusCount, end_of
from assessments.councils.snapshot import compose, take
from assessments.models import Baseline, Initiative
from assessments.seeding.scale import add
from assessments.standings.withholding import LEAST, enough, withhold
from maturity.models import Council

pytestmark = pytest.mark.database("model")
DAY = datetime.timedelta(days=1)
TODAY = datetime.date(2026, 11, 26)
ATTRIBUTES, STAGES = ("ACC", "SEC"), ("DES", "DEL")
type Row = tuple[int, ...]


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
    return take(council(code), at, since, named=dates.get("named", True))


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
    assert said["distribution"] == {
        code: [levels[code][step] for step in counting.STEPS] for code in codes
    }
    assert said["gaps"] == {code: [gaps[code][gap] for gap in counting.GAPS] for code in codes}
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
        expected[each["code"]] = [[rows[s][step] for step in counting.STEPS] for s in stages]
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
    with django_assert_num_queries(17):
        take(joint, TODAY, TODAY - 365 * DAY, named=True)


# Without names


def rows_of(total: int, kinds: int) -> Iterator[Row]:
    """Every breakdown of a total."""
    for bars in itertools.combinations(range(total + kinds - 1), kinds - 1):
        ends = (-1, *bars, total + kinds - 1)
        yield tuple(after - before - 1 for before, after in itertools.pairwise(ends))


@pytest.mark.parametrize("kinds", [2, 3, 4])
@pytest.mark.parametrize("total", range(5, 19))
def test_no_withheld_cell_follows_even_for_whoever_knows_the_rule(total: int, kinds: int) -> None:
    """Each withheld cell could have another value in a row that would be published alike."""
    possible: dict[tuple[int | None, ...], list[set[int]]] = {}
    for row in rows_of(total, kinds):
        seen = possible.setdefault(withhold(row), [set() for _kind in range(kinds)])
        for values, value in zip(seen, row, strict=True):
            values.add(value)
    told = [
        shown
        for shown, seen in possible.items()
        for cell, values in zip(shown, seen, strict=True)
        if cell is None and len(values) == 1
    ]
    assert told == []


@given(st.lists(st.integers(0, 30), min_size=1, max_size=6))
def test_no_cell_with_too_few_is_published(row: list[int]) -> None:
    shown = withhold(row)
    assert all(cell in (None, value) for cell, value in zip(shown, row, strict=True))
    assert enough(*(cell for cell in shown if cell is not None))
    assert len(row) == 1 or shown.count(None) != 1


LEVEL = st.sampled_from((0, 0, 1, 2, 3, None))


@st.composite
def facts(draw: st.DrawFn) -> Facts:
    """What might be read of a council: initiatives at one stage or two, with what holds them."""
    members, standings, earlier = [], [], []
    held: Counter[str] = Counter()
    for number in range(draw(st.integers(0, 30))):
        key = uuid.UUID(int=number)
        text = {"en": f"Name {number}", "fr": f"Nom {number}"}
        members.append(Member(key, f"SECRET-{number}", text, text, "PSSDC"))
        for stage in draw(st.sampled_from([(), ("DES",), ("DEL",), ("DES",), STAGES])):
            levels = {code: draw(LEVEL) for code in ATTRIBUTES}
            gap = {code: draw(LEVEL) for code in ATTRIBUTES}
            moment = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
            made = Standing(
                uuid.UUID(int=number + 1000), key, stage, TODAY, moment, 0, levels, gap
            )  # fmt: skip
            standings.append(made)
            if draw(st.booleans()):
                before = {code: draw(LEVEL) for code in ATTRIBUTES}
                earlier.append(
                    Standing(uuid.UUID(int=number), key, stage, TODAY, moment, 0, before, gap)
                )
    for each in counting.newest(standings).values():
        # As SEC-01, the one criterion of its level: it holds back all who stand before it.
        held["SEC-01"] += each.levels["SEC"] == 0
        held["ACC-01"] += each.levels["ACC"] == 0 and draw(st.booleans())
    text = {"en": "Text", "fr": "Texte"}
    return Facts(
        councils=(Named("PSSDC", text),),
        edition=text,
        rule="cumulative",
        levels=(text,) * 4,
        attributes=tuple(Named(code, text) for code in ATTRIBUTES),
        stages=tuple(Named(code, text) for code in STAGES),
        members=tuple(members),
        standings=tuple(standings),
        earlier=tuple(earlier),
        blockers=tuple(
            Blocker(code, code[:3], 1, text, number) for code, number in held.items() if number
        ),
        statuses={"planned": StatusCount(len(standings), len({s.initiative for s in standings}))},
    )


def unnamed(read: Facts) -> dict[str, Any]:
    return compose({}, read, at=TODAY, since=TODAY - DAY, named=False)


def numbers(value: Any) -> Iterator[int]:
    """Every figure in it, at any depth."""
    if isinstance(value, bool) or value is None or isinstance(value, str):
        return
    if isinstance(value, int):
        yield value
    else:
        for each in value.values() if isinstance(value, dict) else value:
            yield from numbers(each)


FIGURES = ("coverage", "distribution", "stages", "movement", "gaps", "actions")


@given(facts())
def test_without_names_no_figure_has_too_few_behind_it(read: Facts) -> None:
    said = unnamed(read)
    found = list(numbers({part: said[part] for part in FIGURES}))
    found += [each["initiatives"] for each in said["blocking"]]
    assert [number for number in found if 0 < number < LEAST] == []
    assert "SECRET" not in json.dumps(said)
    assert "Name" not in json.dumps(said)


@given(facts())
def test_without_names_no_table_tells_what_another_withholds(read: Facts) -> None:
    said = unnamed(read)
    for code, row in said["distribution"].items():
        hidden = None in row
        # The stages add up to it where each initiative has one.
        stages = said["stages"][code]
        one_each = len(read.standings) == len({each.initiative for each in read.standings})
        assert not (hidden and stages and one_each)
        assert not (hidden and [b for b in said["blocking"] if b["attribute"] == code])
    for each in said["blocking"]:
        before = said["distribution"][each["attribute"]][each["level"] - 1]
        total = said["coverage"]["with_baseline"]
        assert enough(
            each["initiatives"], before - each["initiatives"], total - each["initiatives"]
        )
    seen, counted = said["coverage"]["seen"], said["coverage"]["with_baseline"]
    assert seen is None or enough(seen - counted)


@given(facts())
def test_with_names_nothing_is_withheld(read: Facts) -> None:
    said = compose({}, read, at=TODAY, since=TODAY - DAY, named=True)
    assert "null" not in json.dumps([said[part] for part in ("coverage", "distribution", "stages")])
    assert len(said["initiatives"]) == len(read.members)
    assert said["coverage"]["seen"] == len(read.members)
