"""A council's standing: counted as the snapshots say, and without names not to be worked out."""

import datetime
import itertools
import json
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries, DjangoDbBlocker

from assessments.councils.reads import Member, Named, ReportLists, ReportWords, end_of
from assessments.councils.snapshot import chosen, compose, take
from assessments.models import Baseline, Initiative
from assessments.seeding.scale import add
from assessments.standings.bits import of_numbers
from assessments.standings.counts import Counts
from assessments.standings.index import STEPS
from assessments.standings.withholding import LEAST, enough, withhold
from maturity.models import Attribute, Council, Criterion
from tests.standings.made_up import Approved, indexed

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
@pytest.mark.parametrize(("named", "queries"), [(True, 13), (False, 7)])
def test_the_number_of_queries_is_fixed(
    scale: None,
    more: int,
    named: bool,
    queries: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    list(add(range(4, 4 + more), seed=1))
    joint = council("JC")
    with django_assert_num_queries(queries):
        take(joint, TODAY, TODAY - 365 * DAY, named=named)


def test_without_names_no_row_of_an_initiative_is_read(scale: None) -> None:
    joint = council("JC")
    with CaptureQueriesContext(connection) as captured:
        take(joint, TODAY, TODAY - 365 * DAY, named=False)
    of_one = ("assessments_initiative", "assessments_figures", "assessments_action")
    assert [
        each for each in captured.captured_queries if any(t in each["sql"] for t in of_one)
    ] == []


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
TEXT = {"en": "Text", "fr": "Texte"}
WORDS = ReportWords(
    councils=(Named("PSSDC", TEXT),),
    edition=TEXT,
    rule="cumulative",
    levels=(TEXT,) * 4,
    attributes=tuple(Named(code, TEXT) for code in ATTRIBUTES),
    stages=tuple(Named(code, TEXT) for code in STAGES),
)
CRITERIA = {
    f"{code}-01": Criterion(
        code=f"{code}-01", attribute=Attribute(code=code), level=1, text_en="Text", text_fr="Texte"
    )
    for code in ATTRIBUTES
}
ENTRY = {"council": "PSSDC", "lead": "CA", "partners": [], "channels": [], "priorities": []}


@dataclass(frozen=True)
class Facts:
    """Some initiatives, with their baselines in the order of approval."""

    members: tuple[Member, ...]
    baselines: tuple[Approved, ...]

    def said(self, *, named: bool, known: Collection[int] = ()) -> dict[str, Any]:
        """The council's snapshot, for a reader who knows the initiatives with some numbers."""
        index = indexed(self.baselines, {each.number: TODAY - DAY for each in self.members}, ENTRY)
        counts = Counts(chosen(index, WORDS, TODAY, TODAY - DAY), named, of_numbers(known))
        return compose({}, WORDS, counts, CRITERIA, ReportLists(self.members if named else ()))

    def only(self, numbers: Collection[int]) -> "Facts":
        """What there is of the initiatives with these numbers."""
        return Facts(
            tuple(each for each in self.members if each.number in numbers),
            tuple(each for each in self.baselines if each[0] in numbers),
        )

    @property
    def standing(self) -> list[tuple[int, int]]:
        """The initiatives and stages that have a baseline."""
        return list({(number, slot) for number, slot, _snapshot, _day in self.baselines})


def made_up(draw: st.DrawFn) -> dict[str, Any]:
    """A baseline's snapshot."""
    attributes = []
    for code in ATTRIBUTES:
        level = draw(LEVEL)
        # SEC-01 is the one criterion of its level: it holds back all who stand before it.
        held = level == 0 and (code == "SEC" or draw(st.booleans()))
        attributes.append(
            {
                "attribute": code,
                "attained_level": level,
                "gap": draw(LEVEL),
                "blocking": [f"{code}-01"] if held else [],
            }
        )
    return {
        "assessment": {
            "edition": "trial",
            "as_of": TODAY.isoformat(),
            "computed": {"overall_level": 0, "attributes": attributes},
            "targets": [],
            "actions": [{"status": "planned"}],
        }
    }


@st.composite
def facts(draw: st.DrawFn) -> Facts:
    """What there might be of a council: initiatives at one stage or two, with what holds them."""
    members, baselines = [], []
    for number in range(draw(st.integers(0, 30))):
        text = {"en": f"Name {number}", "fr": f"Nom {number}"}
        members.append(Member(number, f"SECRET-{number}", text, text, "PSSDC"))
        for stage in draw(st.sampled_from([(), ("DES",), ("DEL",), ("DES",), STAGES])):
            slot = STAGES.index(stage)
            days = [TODAY - DAY, TODAY] if draw(st.booleans()) else [draw(st.sampled_from(DAYS))]
            baselines += [(number, slot, made_up(draw), day) for day in days]
    return Facts(tuple(members), tuple(baselines))


DAYS = (TODAY - DAY, TODAY)


def unnamed(read: Facts) -> dict[str, Any]:
    return read.said(named=False)


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
        one_each = len(read.standing) == len({number for number, _slot in read.standing})
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


def less(value: Any, known: Any) -> Any:
    """The figures without those that are known, None where they are withheld."""
    if value is None or isinstance(value, bool | str):
        return value
    if isinstance(value, int):
        return value - known
    if isinstance(value, dict):
        return {name: less(each, known[name]) for name, each in value.items()}
    return [less(each, other) for each, other in zip(value, known, strict=True)]


@given(facts(), st.sets(st.integers(0, 29)))
def test_what_is_withheld_is_what_remains_after_subtracting_what_the_reader_knows(
    read: Facts, known: set[int]
) -> None:
    everyone = {each.number for each in read.members}
    mine = read.only(known & everyone).said(named=True)
    rest = read.only(everyone - known).said(named=False)
    told = read.said(named=False, known=known & everyone)
    for each in (mine, rest, told):
        each["movement"].pop("moved")
    for part in FIGURES:
        assert less(told[part], mine[part]) == rest[part], part
    held = {each["criterion"]: each["initiatives"] for each in mine["blocking"]}
    left = [
        (each["criterion"], each["initiatives"] - held.get(each["criterion"], 0))
        for each in told["blocking"]
    ]
    of_rest = {(each["criterion"], each["initiatives"]) for each in rest["blocking"]}
    assert {each for each in left if each[1]} == of_rest


@given(facts())
def test_with_names_nothing_is_withheld(read: Facts) -> None:
    said = read.said(named=True)
    assert "null" not in json.dumps([said[part] for part in ("coverage", "distribution", "stages")])
    assert len(said["initiatives"]) == len(read.members)
    assert said["coverage"]["seen"] == len(read.members)
