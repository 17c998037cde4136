"""The next assessment on a newer edition: what is asked as before keeps its rating."""

import datetime
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.cycle.actions import start_assessment
from assessments.editions.drafting import Reason, begun, mark, place_statement, remove_statement
from assessments.editions.drafting import statements as statements_in
from assessments.method.crosswalk import carried, lineage
from assessments.models import Assessment
from maturity import model_file
from maturity.model_document import document_of, written
from maturity.models import Edition, Stage
from tests.cast import Cast
from tests.forms import fields

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
