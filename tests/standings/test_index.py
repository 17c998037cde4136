"""What the index counts is what is counted from the snapshots, one by one."""

import dataclasses
import datetime
import json
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoDbBlocker

from assessments.exchange import reading
from assessments.importing.actions import import_document
from assessments.models import Assessment, Baseline, Figures, Initiative, Listing
from assessments.review import actions as workflow
from assessments.seeding import scale
from assessments.standings import bits, index
from assessments.standings.bits import SLOTS
from assessments.standings.blocks import INITIATIVES
from assessments.standings.columns import slot_of
from assessments.standings.conditions import Chosen, LevelsAt, trend
from assessments.standings.index import Index, Standing
from maturity.models import Criterion
from tests.cast import next_number
from tests.standings.made_up import indexed as made_up_index

pytestmark = [
    pytest.mark.database("model"),
    pytest.mark.either_database("bulk writes"),
    pytest.mark.slow,
]
STEPS = (0, 1, 2, 3, None)
ATTRIBUTES = ("ACC", "SEC")
CRITERIA = ("ACC-08", "SEC-01")
STATUSES = ("planned", "done")
START = datetime.date(2024, 12, 30)
DAY = datetime.timedelta(days=1)
NUMBERS = (1, 2, INITIATIVES - 1, INITIATIVES, 3 * INITIATIVES + 9)

type Slot = tuple[int, int]  # an initiative's number, and one of its slots


@dataclasses.dataclass(frozen=True)
class Told:
    """A baseline as its snapshot tells it."""

    number: int
    slot: int
    approved: datetime.date
    snapshot: dict[str, Any]

    @property
    def as_of(self) -> str:
        return self.snapshot["assessment"]["as_of"]

    @property
    def overall(self) -> int | None:
        return self.snapshot["assessment"]["computed"]["overall_level"]

    def of(self, attribute: str) -> dict[str, Any]:
        computed = self.snapshot["assessment"]["computed"]
        return next(each for each in computed["attributes"] if each["attribute"] == attribute)


type Stood = dict[Slot, Told]  # each slot's newest baseline at some day


def stood(told: Iterable[Told], day: datetime.date) -> Stood:
    """What the last baselines until a day were; they come in the order of approval."""
    return {(each.number, each.slot): each for each in told if each.approved <= day}


def newest(stood: Stood) -> dict[int, Told]:
    """The one that counts of each initiative: of the latest situation, then of the later stage."""
    found: dict[int, Told] = {}
    for _slot, each in sorted(stood.items()):
        known = found.get(each.number)
        if known is None or each.as_of >= known.as_of:
            found[each.number] = each
    return found


def slots(found: int) -> set[Slot]:
    """The slots that a column has."""
    return {
        (number, slot)
        for number in bits.numbers(found)
        for slot in range(SLOTS)
        if bits.Digits(found)[number] >> slot & 1
    }


def where(stood: Stood, holds: Callable[[Told], bool]) -> set[Slot]:
    return {slot for slot, each in stood.items() if holds(each)}


def assert_same(
    standing: Standing,
    told: Stood,
    attributes: Iterable[str],
    criteria: Iterable[str],
    within: int,
) -> None:
    """What the index says of a day is what the snapshots that stood on it say."""
    assert slots(standing.baselines) == set(told)
    seen = {slot: each for slot, each in told.items() if slot in slots(within)}
    assert slots(standing.newest(within)) == {
        (each.number, each.slot) for each in newest(seen).values()
    }

    def steps(name: str, value: Callable[[Told], int | None]) -> None:
        found = standing.steps(name, standing.baselines & within, 3)
        for step, column in zip(STEPS, found, strict=True):
            assert slots(column) == where(seen, lambda each, step=step: value(each) == step)  # type: ignore[misc]

    steps("overall", lambda each: each.overall)
    for code in attributes:
        steps(f"level.{code}", lambda each, code=code: each.of(code)["attained_level"])  # type: ignore[misc]
        steps(f"gap.{code}", lambda each, code=code: each.of(code)["gap"])  # type: ignore[misc]
    for code in criteria:
        found = slots(standing.column(f"blocked.{code}"))
        assert found == where(told, lambda each, code=code: code in blocking(each))  # type: ignore[misc]


def blocking(told: Told) -> set[str]:
    computed = told.snapshot["assessment"]["computed"]
    return {code for each in computed["attributes"] for code in each["blocking"]}


def assert_same_moves(
    now: Standing, before: Standing, told: Stood, earlier: Stood, attribute: str, within: int
) -> None:
    """Where a level rose and fell between two days."""

    def moved(sign: int) -> set[Slot]:
        found = set()
        for slot in set(told) & set(earlier) & slots(within):
            levels = [each[slot].of(attribute)["attained_level"] for each in (told, earlier)]
            if None not in levels and (levels[0] - levels[1]) * sign > 0:
                found.add(slot)
        return found

    rose, fell = now.moves(f"level.{attribute}", before, within)
    assert (slots(rose), slots(fell)) == (moved(1), moved(-1))


# Made-up baselines, without a database

levels = st.sampled_from([None, 0, 1, 2, 3])
days = st.integers(0, 4).map(lambda n: START + n * DAY)


@st.composite
def made_up(draw: st.DrawFn) -> Told:
    attributes = [
        {
            "attribute": code,
            "attained_level": draw(levels),
            "gap": draw(levels),
            "blocking": draw(st.sets(st.just(criterion))),
        }
        for code, criterion in zip(ATTRIBUTES, CRITERIA, strict=True)
    ]
    assessment = {
        "edition": draw(st.sampled_from(("trial", "other"))),
        "as_of": draw(days).isoformat(),
        "computed": {"overall_level": draw(levels), "attributes": attributes},
        "targets": [
            {"attribute": code} | ({"by": day.isoformat()} if day else {})
            for code in draw(st.sets(st.sampled_from(ATTRIBUTES)))
            for day in [draw(st.none() | days)]
        ],
        "actions": [{"status": each} for each in draw(st.lists(st.sampled_from(STATUSES)))],
    }
    return Told(
        number=draw(st.sampled_from(NUMBERS)),
        slot=draw(st.integers(0, SLOTS - 1)),
        approved=draw(days),
        snapshot={"assessment": assessment},
    )


portals = st.tuples(
    st.lists(made_up(), max_size=40),
    # On which day something of each initiative was first submitted.
    st.fixed_dictionaries({number: st.one_of(st.none(), days) for number in NUMBERS}),
)
type Portal = tuple[list[Told], dict[int, datetime.date | None]]


def indexed(told: list[Told], submitted: dict[int, datetime.date | None]) -> Index:
    """The index of these baselines."""
    rows = [(each.number, each.slot, each.snapshot, each.approved) for each in told]
    return made_up_index(rows, submitted)


@given(portals)
def test_what_stood_at_each_day(portal: Portal) -> None:
    told, submitted = sorted(portal[0], key=lambda each: each.approved), portal[1]
    found = indexed(told, submitted)
    for n in range(-1, 6):
        day = START + n * DAY
        seen = {each for each, at in submitted.items() if at and at <= day}
        assert set(bits.numbers(found.seen(day))) == seen
        assert_same(found.at(day), stood(told, day), ATTRIBUTES, CRITERIA, found.seen(day))


@given(portals, days, days)
def test_moves_between_two_days(portal: Portal, before: datetime.date, now: datetime.date) -> None:
    told, submitted = sorted(portal[0], key=lambda each: each.approved), portal[1]
    found = indexed(told, submitted)
    assert_same_moves(
        found.at(now), found.at(before), stood(told, now), stood(told, before), "ACC",
        found.seen(now),
    )  # fmt: skip


@given(portals, days, days)
def test_what_was_approved_after_a_day(
    portal: Portal, before: datetime.date, now: datetime.date
) -> None:
    told, submitted = sorted(portal[0], key=lambda each: each.approved), portal[1]
    found = indexed(told, submitted)
    standing, within = found.at(now), found.seen(now)
    expected = where(stood(told, now), lambda each: each.approved > before) & slots(within)
    assert slots(standing.approved_after(before, standing.baselines & within)) == expected


@given(portals)
def test_what_numbers_of_actions_come_to(portal: Portal) -> None:
    told, submitted = sorted(portal[0], key=lambda each: each.approved), portal[1]
    found, day = indexed(told, submitted), START + 2 * DAY
    for status in STATUSES:
        having: Counter[int] = Counter()
        for each in stood(told, day).values():
            actions = each.snapshot["assessment"]["actions"]
            having[each.number] += sum(action["status"] == status for action in actions)
        expected = (having.total(), sum(number > 0 for number in having.values()))
        standing = found.at(day)
        assert standing.total(f"actions.{status}", standing.baselines) == expected


@given(portals, st.lists(days, max_size=4), st.sampled_from(("", "trial")))
def test_levels_over_the_days(portal: Portal, wanted: list[datetime.date], edition: str) -> None:
    told, submitted = sorted(portal[0], key=lambda each: each.approved), portal[1]
    found = indexed(told, submitted)
    chosen = Chosen(found, bits.of_numbers(NUMBERS[:3]), START, START, edition, ATTRIBUTES)

    def meant(each: Told) -> bool:
        document = each.snapshot["assessment"]
        return each.number in NUMBERS[:3] and edition in ("", document["edition"])

    expected = []
    for day in wanted:
        then = {slot: each for slot, each in stood(told, day).items() if meant(each)}
        having = {code: Counter[int | None]() for code in ("", *ATTRIBUTES)}
        for each in newest(then).values():
            having[""][each.overall] += 1
            for code in ATTRIBUTES:
                having[code][each.of(code)["attained_level"]] += 1
        levels = {code: tuple(each[step] for step in STEPS) for code, each in having.items()}
        expected.append(LevelsAt(day, levels.pop(""), levels))
    assert trend(chosen, wanted) == expected


def test_an_index_of_nothing() -> None:
    found = indexed([], {})
    assert (found.everything, found.seen(START), found.at(START).baselines) == (0, 0, 0)


def test_properties_of_initiatives() -> None:
    found = indexed([], {1: None, 700: START})
    assert set(bits.numbers(found.of("council.JC"))) == {1, 700}
    assert found.any_of(["seen", "council.PSSDC"]) == found.of("seen") == bits.of_numbers([700])


# Baselines that are kept

COUNT = 12


@pytest.fixture(scope="module")
def kept_of_module(kept: DjangoDbBlocker) -> list[datetime.date]:
    """A dozen initiatives in two blocks, three of them assessed again and again.

    Gives the days on which these were approved.
    """
    with kept.unblock(), pytest.MonkeyPatch.context() as patch:
        next_number(INITIATIVES - 5)
        list(scale.add(range(1, COUNT + 1), seed=3))
        codes = list(Criterion.objects.values_list("code", flat=True))
        initiatives = list(Initiative.objects.order_by("code"))
        noon = datetime.datetime(2027, 3, 1, 12, tzinfo=datetime.UTC)
        days = []
        for n, (initiative, stage, rating) in enumerate(
            [
                (initiatives[0], "DEL", "F"),
                (initiatives[COUNT - 1], "DES", "N"),
                (initiatives[0], "DEL", "P"),
                (initiatives[5], "PHO", "L"),
            ]
        ):
            at = noon + n * 10 * DAY
            patch.setattr(timezone, "now", lambda at=at: at)
            again(initiative, stage, at.date(), [(code, rating) for code in codes])
            days.append(timezone.localdate(at))
        return days


def again(
    initiative: Initiative, stage: str, as_of: datetime.date, ratings: list[tuple[str, str]]
) -> None:
    """Another cycle, from the beginning to its approval."""
    earlier = initiative.assessments.get(stage__code=stage, baseline__figures__superseded_at=None)
    document = {
        "format": "ccs-assessment/1",
        "edition": "2017-draft",
        "initiative": {"code": initiative.code},
        "stage": stage,
        "as_of": as_of.isoformat(),
        "ratings": [{"criterion": code, "rating": rating} for code, rating in ratings],
    }
    by = earlier.submitted_by
    assert by
    assessment = import_document(reading.parse(json.dumps(document).encode()), by=by)
    workflow.submit(assessment, by=by, notify=False)
    workflow.approve(assessment, by=earlier.baseline.approved_by, notify=False)


@pytest.fixture
def days_of_approval(kept_of_module: list[datetime.date], db: None) -> list[datetime.date]:
    return kept_of_module


def told_by_snapshots() -> list[Told]:
    rows = Baseline.objects.order_by("approved_at").select_related(
        "assessment__stage", "assessment__initiative__listing"
    )
    return [
        Told(
            number=each.assessment.initiative.listing.number,
            slot=slot_of(each.assessment.stage.order),
            approved=timezone.localdate(each.approved_at),
            snapshot=each.content,
        )
        for each in rows
    ]


def test_the_initiatives_are_in_two_blocks(days_of_approval: list[datetime.date]) -> None:
    numbers = list(Listing.objects.order_by("number").values_list("number", flat=True))
    assert numbers == list(range(INITIATIVES - 5, INITIATIVES - 5 + COUNT))


def test_what_stood_is_what_the_snapshots_say(days_of_approval: list[datetime.date]) -> None:
    told, found = told_by_snapshots(), index.read()
    assert len(found.layers) == 3
    attributes = {each["attribute"]: None for each in computed(told[0])}
    criteria = set().union(*map(blocking, told))
    approved = sorted({each.approved for each in told})
    some = {*approved[::5], approved[0] - DAY, *days_of_approval}
    some |= {day - DAY for day in days_of_approval}
    for day in sorted(some):
        assert_same(found.at(day), stood(told, day), attributes, criteria, found.seen(day))
    last = approved[-1]
    for day in sorted(some):
        for code in attributes:
            assert_same_moves(
                found.at(last), found.at(day), stood(told, last), stood(told, day), code,
                found.everything,
            )  # fmt: skip


def computed(told: Told) -> list[dict[str, Any]]:
    return told.snapshot["assessment"]["computed"]["attributes"]


def test_who_is_seen_is_whose_first_submission_was_made(
    days_of_approval: list[datetime.date],
) -> None:
    first: dict[int, datetime.date] = {}
    for each in Assessment.objects.order_by("-submitted_at"):
        assert each.submitted_at
        first[each.initiative.listing.number] = timezone.localdate(each.submitted_at)
    found = index.read()
    for day in {*first.values(), *(day - DAY for day in first.values())}:
        expected = {number for number, at in first.items() if at <= day}
        assert set(bits.numbers(found.seen(day))) == expected


def test_the_newest_slot_is_that_of_the_figures_that_come_last(
    days_of_approval: list[datetime.date],
) -> None:
    last = {
        each.initiative.listing.number: slot_of(each.stage.order)
        for each in Figures.objects.newest().select_related("initiative__listing", "stage")
    }
    standing = index.read().at(days_of_approval[-1])
    assert slots(standing.newest(standing.baselines)) == set(last.items())


def test_reading_is_one_query(
    days_of_approval: list[datetime.date], django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(1):
        index.read()
