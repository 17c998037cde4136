"""A dashboard's figures: those of the snapshots, and the lists behind them."""

import datetime
import random
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from assessments.councils.board import Board, Linked, Links, board
from assessments.councils.listing import behind, in_order
from assessments.councils.snapshot import take
from assessments.councils.words import read_words
from assessments.cycle.actions import start_assessment
from assessments.models import Baseline, Initiative, Listing
from assessments.people.actions import command_line_person
from assessments.review import actions as workflow
from assessments.seeding.scale import add
from assessments.standings.conditions import Chosen, chosen_slots
from assessments.standings.counts import Counts, newest_wording
from assessments.standings.index import read
from maturity.days import a_year_before
from maturity.models import Attribute, Council, Stage

pytestmark = [pytest.mark.database("model"), pytest.mark.slow]
TODAY = datetime.date(2026, 11, 26)
STAGES = ("DES", "IMP", "DEL", "PHO")
type Snapshot = dict[str, Any]


@dataclass(frozen=True)
class World:
    """Initiatives of all councils, some of them assessed a second time at a stage."""

    snapshots: tuple[tuple[datetime.date, Snapshot], ...]  # with the day of approval, in order
    numbers: dict[str, int]  # by the initiative's code


@pytest.fixture(scope="module")
def world(kept: DjangoDbBlocker) -> World:
    with kept.unblock():
        list(add(range(1, 31), seed=7))
        by = command_line_person()
        for initiative in Initiative.objects.order_by("code")[:4]:
            stage = Stage.objects.get(code="DEL")
            again = start_assessment(initiative, stage, by=by, as_of=TODAY)
            for n, rating in enumerate(again.ratings.all()):
                type(rating).objects.filter(pk=rating.pk).update(
                    carried_forward=False, rating="NPLF"[(n + initiative.listing.number) % 4]
                )
            workflow.submit(again, by=by, notify=False)
            workflow.approve(again, by=by, notify=False)
        baselines = Baseline.objects.order_by("approved_at", "pk")
        return World(
            tuple((timezone.localdate(each.approved_at), each.content) for each in baselines),
            dict(Listing.objects.values_list("code", "number")),
        )


def choose(**given: str) -> Chosen:
    today = timezone.localdate().isoformat()
    at = datetime.date.fromisoformat(given.pop("at", today))
    since = datetime.date.fromisoformat(given.pop("since", a_year_before(at).isoformat()))
    attributes = tuple(Attribute.objects.values_list("code", flat=True))
    index = read()
    slots = chosen_slots(index, given, STAGES)
    return Chosen(index, slots, at, since, given.get("edition", ""), attributes)


def counted_for(chosen: Chosen, **given: str) -> Board:
    words = read_words()
    return board(
        Counts(chosen),
        Links(given),
        attributes=words.edition().attributes,
        stages={order: (each.code, each.text) for order, each in enumerate(words.stages, 1)},
        criteria=newest_wording(),
        councils=words.covered("JC"),
    )


def matches(snapshot: Snapshot, given: dict[str, str]) -> bool:
    """Whether a baseline is among those that filters mean: said by its snapshot alone."""
    document = snapshot["assessment"]
    initiative = document["initiative"]
    governments = [initiative["lead"], *initiative["partners"]]
    return (
        given.get("stage") in (None, document["stage"])
        and given.get("council") in (None, "JC", *filed_under(initiative["council"]))
        and given.get("jurisdiction") in (None, *governments)
        and given.get("channel") in (None, *initiative["channels"])
        and given.get("priority") in (None, *initiative["priorities"])
    )


def filed_under(council: str) -> tuple[str, ...]:
    """What a filter calls the council of an initiative itself."""
    return ("JC-alone",) if council == "JC" else (council,)


def standing(world: World, day: datetime.date, given: dict[str, str]) -> dict[Any, Snapshot]:
    """The latest baseline of each initiative and stage at the end of a day."""
    found: dict[Any, Snapshot] = {}
    for approved, snapshot in world.snapshots:
        if approved <= day and matches(snapshot, given):
            document = snapshot["assessment"]
            found[document["initiative"]["code"], document["stage"]] = document
    return found


def newest(found: dict[Any, Snapshot]) -> list[Snapshot]:
    """The one that counts of each initiative."""
    counted: dict[str, Snapshot] = {}
    for (code, _stage), document in sorted(
        found.items(), key=lambda item: (item[1]["as_of"], STAGES.index(item[0][1]))
    ):
        counted[code] = document
    return list(counted.values())


def filters(seed: int) -> dict[str, str]:
    """Some filters, drawn."""
    lot = random.Random(seed)  # noqa: S311
    given = {}
    for name, values in {
        "stage": STAGES,
        "council": ("PSSDC", "PSCIOC", "JC", "JC-alone"),
        "jurisdiction": ("CA", "CA-BC", "CA-QC", "CA-NU"),
        "channel": ("ONLINE", "PHONE", "MAIL"),
        "priority": ("client-centric-services", "digital-identity"),
    }.items():
        if lot.random() < 0.35:
            given[name] = lot.choice(values)
    at = TODAY - datetime.timedelta(days=lot.randrange(0, 1900))
    if lot.random() < 0.7:
        given |= {"at": at.isoformat()}
        given |= {"since": (at - datetime.timedelta(days=lot.randrange(1, 900))).isoformat()}
    return given


@pytest.mark.parametrize("seed", range(40))
def test_every_figure_is_that_of_the_snapshots(world: World, db: None, seed: int) -> None:
    given = filters(seed)
    chosen = choose(**given)
    said = counted_for(chosen, **given)
    narrowing = {name: given[name] for name in given if name not in ("at", "since")}
    now, before = (standing(world, day, narrowing) for day in (chosen.at, chosen.since))
    counted = newest(now)
    levels: dict[str, Counter[Any]] = defaultdict(Counter)
    gaps: dict[str, Counter[Any]] = defaultdict(Counter)
    blocking: Counter[str] = Counter()
    for document in counted:
        for each in document["computed"]["attributes"]:
            levels[each["attribute"]][each["attained_level"]] += 1
            gaps[each["attribute"]][each["gap"]] += 1
            blocking.update(each["blocking"])
    codes = chosen.attributes
    steps = (0, 1, 2, 3, None)
    assert said.baselines.number == len(counted)
    assert [row.row.cells for row in said.rows] == [
        tuple(levels[code][step] for step in steps) for code in codes
    ]
    assert [[cell.number for cell in row.cells] for row in said.gaps] == [
        [gaps[code][step] for step in steps] for code in codes
    ]
    most = sorted((-number, code) for code, number in blocking.items())[:10]
    assert [(each.code, each.initiatives.number) for each in said.blockers] == [
        (code, -number) for number, code in most
    ]
    assert [stage.initiatives.number for stage in said.stages] == [
        sum(stage == code for _initiative, stage in now) for code in STAGES
    ]
    assert [[share.number for share in shares] for row in said.heat for shares in row.stages] == [
        [
            sum(
                (level_of(document, code) or 0) >= level
                for (_i, s), document in now.items()
                if s == stage
            )
            for level in (1, 2, 3)
        ]
        for code in codes
        for stage in STAGES
    ]
    both = now.keys() & before.keys()
    for code, row in zip(codes, said.moves, strict=True):
        rose, fell = set(), set()
        for key in both:
            level, earlier = level_of(now[key], code), level_of(before[key], code)
            if level is not None and earlier is not None:
                (rose if level > earlier else fell if level < earlier else set()).add(key[0])
        assert tuple(cell.number for cell in row.cells) == (len(rose), len(fell))
    assert said.compared == len({code for code, _stage in both})
    assert said.first.number == len({key[0] for key in now.keys() - before.keys()})
    assert said.anew.number == len({key[0] for key in both if now[key] is not before[key]})


def level_of(document: Snapshot, attribute: str) -> int | None:
    for each in document["computed"]["attributes"]:
        if each["attribute"] == attribute:
            return each["attained_level"]
    return None


def links(value: object) -> Iterator[Linked]:
    """Every figure of a dashboard that leads to a list."""
    if isinstance(value, Linked) and value.address:
        yield value
    elif isinstance(value, tuple):
        for each in value:
            yield from links(each)
    elif hasattr(value, "__dataclass_fields__") and not isinstance(value, Chosen):
        for name in value.__dataclass_fields__:
            yield from links(getattr(value, name))


@pytest.mark.parametrize("seed", range(12))
def test_behind_every_figure_are_as_many_initiatives(world: World, db: None, seed: int) -> None:
    given = filters(seed)
    for figure in links(counted_for(choose(**given), **given)):
        asked = dict(parse_qsl(urlsplit(figure.address).query))
        again = choose(**{name: value for name, value in asked.items() if name in PLAIN})
        numbers = in_order(again, behind(again, asked), asked)
        assert (len(numbers), figure.address) == (figure.number, figure.address)


PLAIN = {"stage", "council", "jurisdiction", "channel", "priority", "edition", "at", "since"}


def test_the_board_agrees_with_the_councils_report(world: World, db: None) -> None:
    council = Council.objects.get(code="JC")
    at = timezone.localdate()
    chosen = choose()
    said = counted_for(chosen)
    report = take(council, at, chosen.since)
    assert said.baselines.number == report["coverage"]["with_baseline"]
    assert [list(row.row.cells) for row in said.rows] == list(report["distribution"].values())
    assert [each.initiatives.number for each in said.councils] == report["coverage"]["councils"]
    assert [each.code for each in said.blockers] == [
        each["criterion"] for each in report["blocking"]
    ]


def test_the_number_of_queries_does_not_depend_on_the_number_of_initiatives(
    world: World, db: None
) -> None:
    with CaptureQueriesContext(
        connection,
    ) as few:
        counted_for(choose())
    list(add(range(31, 71), seed=7))
    with CaptureQueriesContext(connection) as many:
        counted_for(choose())
    assert len(few) == len(many) == 4  # one of them what a page has read before
