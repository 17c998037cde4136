"""The next assessment on a newer edition: what is asked as before keeps its rating."""

import datetime
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from assessments.cycle.actions import start_assessment
from assessments.editions.drafting import Reason, begun, mark, place_statement, remove_statement
from assessments.editions.drafting import statements as statements_in
from assessments.method.crosswalk import carried, lineage
from assessments.models import Assessment
from assessments.standings.conditions import Chosen, mixed
from assessments.standings.editions import incomparable
from maturity import model_file
from maturity.model_document import document_of, written
from maturity.models import Edition, Stage
from reports.comparison import compared_in
from tests.cast import Cast
from tests.forms import fields
from tests.standings.made_up import indexed

WHY = Reason("Teams could not tell.", "en")


@pytest.fixture
def newer(cast: Cast) -> Edition:
    """Approves the cast's assessment, and publishes an edition in which ACC-01 is in better words,
    ACC-02 asks something else, ACC-03 is at another level, ACC-04 is gone and ACC-11 is new."""
    cast.rate_all("L")
    cast.approve()
    draft = begun(document_of(Edition.objects.get()), "2027-1")
    acc = statements_in(draft)
    for code, kind, told in (
        ("ACC-01", "editorial", {"en": "Better words."}),
        ("ACC-02", "substantive", {"en": "Something else."}),
        ("ACC-03", "substantive", {"level": 2}),
    ):
        place = acc[code].criterion["order"]
        place_statement(draft, code, acc[code].criterion | told, "ACC", place)
        mark(draft, code, origin=code, kind=kind, reason=WHY)
    remove_statement(draft, "ACC-04", WHY)
    place_statement(draft, "ACC-11", acc["ACC-05"].criterion | {"en": "New."}, "ACC", 11)
    mark(draft, "ACC-11", origin="", kind="substantive", reason=WHY)
    return model_file.load(model_file.parse(written(draft).encode()))[0]


def start(cast: Cast, **given: Any) -> Assessment:
    return start_assessment(
        cast.initiative,
        Stage.objects.get(code="DEL"),
        by=cast.lead,
        as_of=datetime.date(2026, 11, 1),
        **given,
    )


def test_what_asks_the_same_keeps_its_rating_until_it_is_confirmed(
    cast: Cast, newer: Edition
) -> None:
    later = start(cast)
    rated = set(later.ratings.values_list("criterion__code", flat=True))
    asked = set(newer.criterion_set.values_list("code", flat=True))
    assert asked - rated == {"ACC-02", "ACC-03", "ACC-11"}
    assert rated - asked == set()
    assert set(later.ratings.values_list("criterion__edition", "carried_forward")) == {
        (newer.pk, True)
    }


def test_the_baseline_stays_as_it_is(cast: Cast, newer: Edition) -> None:
    before = cast.assessment.baseline.snapshot
    start(cast)
    kept = Assessment.objects.get(pk=cast.assessment.pk)
    assert (kept.baseline.snapshot, kept.ratings.count()) == (before, 46)
    assert "ACC-04" in json.loads(before)["effective"]


def test_the_lead_may_stay_on_the_earlier_edition(cast: Cast, newer: Edition) -> None:
    client, path = cast.client("lead"), f"/en/initiatives/{cast.initiative.code}/start/"
    shown = client.get(path).text
    assert "Edition of the model" in shown
    first = Edition.objects.get(code="2017-draft")
    stage = Stage.objects.get(code="DEL")
    said = fields(shown) | {"stage": str(stage.pk), "edition": str(first.pk)}
    client.post(path, said)
    later = Assessment.objects.get(cycle=2)
    assert (later.edition, later.ratings.count()) == (first, 46)


def test_where_there_is_one_edition_nobody_is_asked(cast: Cast) -> None:
    shown = cast.client("lead").get(f"/en/initiatives/{cast.initiative.code}/start/").text
    assert "Edition of the model" not in shown


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_dry_run_shows_it_first_and_saves_nothing(
    cast: Cast, newer: Edition, language: str
) -> None:
    path = f"/{language}/initiatives/{cast.initiative.code}/start/moving/"
    answer = cast.client("lead").get(path)
    [move] = answer.context["moves"]
    assert [each.code for each in move.moving.anew] == ["ACC-02", "ACC-03", "ACC-11"]
    assert [each.code for each in move.moving.removed] == ["ACC-04"]
    assert len(move.moving.carried) == 43
    assert Assessment.objects.count() == 1


@given(st.lists(st.sampled_from(["a", "b", "c", "d"]), min_size=1, max_size=4, unique=True))
def test_a_lineage_leads_back_and_ends(codes: list[str]) -> None:
    changes = {
        code: {"from": codes[place - 1], "statements": [], "removed": []} if place else None
        for place, code in enumerate(codes)
    }
    way = lineage(changes, codes[-1], codes[0])
    assert [each["from"] for each in way] == codes[:-1][::-1]
    assert lineage(changes, codes[0], "elsewhere") == []


def test_no_two_statements_keep_one_rating() -> None:
    said = (1, "A", "B")
    before, after = {"A": said}, {"A": said, "B": said}
    changes = {
        "from": "x", "removed": [], "statements": [{"code": "A"}, {"code": "B", "from": "A"}],
    }  # fmt: skip
    assert carried(before, after, [changes]) == {"A": "B"}


def approved_on(cast: Cast, edition: Edition) -> Assessment:
    """The next assessment, on an edition, approved with every statement rated fully."""
    later = start(cast)
    assert later.edition == edition
    cast.assessment = later
    cast.rate_all("F")
    cast.approve()
    return later


def test_the_last_baseline_is_told_of_as_far_as_it_asked_the_same(
    cast: Cast, newer: Edition
) -> None:
    baseline = approved_on(cast, newer).baseline
    before = baseline.content["previous"]
    assert not {"ACC-02", "ACC-03", "ACC-04", "ACC-11"} & set(before["effective"])
    assert before["effective"]["ACC-01"] == "L"
    assert sorted(before["attained_levels"]) == ["CON", "EFF", "INT", "RES", "SEC", "SMP"]


def test_two_editions_are_compared_by_the_crosswalk(cast: Cast, newer: Edition) -> None:
    first = cast.assessment.baseline
    said = compared_in(first, approved_on(cast, newer).baseline, "en")
    assert (said.number_shared, said.number_moved) == (43, 43)
    assert [each.code for each in said.only_first] == ["ACC-02", "ACC-03", "ACC-04"]
    assert [each.code for each in said.only_second] == ["ACC-02", "ACC-03", "ACC-11"]
    assert [each.code for each in said.not_comparable] == ["ACC"]


def test_a_council_compares_levels_that_mean_the_same(cast: Cast, newer: Edition) -> None:
    first = cast.assessment.baseline.content
    second = approved_on(cast, newer).baseline.content
    days = datetime.date(2026, 1, 1), datetime.date(2027, 1, 1)
    editions = ("2017-draft", "2027-1")
    # Two initiatives: of one, both baselines are of the draft of 2017.
    index = indexed(
        [(1, 0, first, days[0]), (1, 0, second, days[1]), (2, 0, first, days[0])],
        dict.fromkeys((1, 2), days[0]),
    )
    chosen = Chosen(
        index,
        index.everything,
        at=days[1],
        since=days[0],
        attributes=("ACC", "CON"),
        tops=dict.fromkeys(editions, 3),
        incomparable=incomparable(editions),
    )
    assert chosen.incomparable == dict.fromkeys((editions, editions[::-1]), frozenset({"ACC"}))
    assert (chosen.compared.bit_count(), chosen.across.bit_count()) == (2, 1)
    rose, same, fell, without = (each.bit_count() for each in chosen.outcomes("ACC"))
    assert (rose, same, fell, without) == (0, 1, 0, 1)
    assert sum(each.bit_count() for each in chosen.outcomes("CON")[:3]) == 2
    assert mixed(chosen, days) == ("ACC",)
    assert mixed(chosen, days[:1]) == ()


def test_one_edition_is_compared_without_a_query(
    db: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        assert incomparable(("2017-draft",)) == {}
