"""Two baselines side by side: what counts as a difference, and what one of them alone has."""

import copy
from decimal import Decimal
from typing import Any

import pytest
from django.conf import settings

from assessments.baselines.comparison import Comparison, compare
from assessments.baselines.reader import content
from assessments.baselines.snapshot import take
from assessments.method.computing import compute, effective_ratings
from assessments.models import Assessment
from reports.comparison import difference

pytestmark = pytest.mark.database("pilot")
FIXTURES = settings.BASE_DIR / "fixtures"
type Snapshot = dict[str, Any]


@pytest.fixture
def pilot(db: None) -> Snapshot:
    """The pilot's snapshot, as a baseline's would be."""
    return take(Assessment.objects.get())


def with_rating(taken: Snapshot, code: str, rating: str | None) -> Snapshot:
    """The same, with one criterion rated otherwise for all channels (None: taken back)."""
    changed = copy.deepcopy(taken)
    document = changed["assessment"]
    kept = [each for each in document["ratings"] if each["criterion"] != code]
    given = [{"criterion": code, "rating": rating}] if rating else []
    document["ratings"] = kept + given
    return computed(changed)


def computed(taken: Snapshot) -> Snapshot:
    document, model = taken["assessment"], taken["model"]
    document["computed"] = compute(document, model)
    taken["effective"] = effective_ratings(document, model)
    return taken


def compared(first: Snapshot, second: Snapshot) -> Comparison:
    return compare(content(first, "en"), content(second, "en"))


@pytest.mark.parametrize(
    ("before", "after", "change"),
    [("P", "L", 1), ("F", "N", -1), ("NA", "F", 0), ("P", "NA", 0), (None, "F", 0)],
)
def test_a_rating_is_higher_lower_or_neither(
    pilot: Snapshot, before: str | None, after: str, change: int
) -> None:
    both = (with_rating(pilot, "ACC-01", rating) for rating in (before, after))
    moved = [pair for attribute in compared(*both).moved for pair in attribute.moved]
    assert [(each.first.code, each.change) for each in moved] == [("ACC-01", change)]


def test_nothing_moves_between_a_baseline_and_its_like(pilot: Snapshot) -> None:
    same = compared(pilot, pilot)
    assert (same.moved, same.released, same.holding, same.number_shared) == ((), (), (), 46)


def test_what_no_longer_holds_back_is_told_from_what_is_new(pilot: Snapshot) -> None:
    blocked, free = (with_rating(pilot, "SEC-01", rating) for rating in ("N", "F"))
    released, holding = compared(blocked, free), compared(free, blocked)
    assert [each.first.code for each in released.released] == ["SEC-01"]
    assert [each.second.code for each in holding.holding] == ["SEC-01"]


def test_what_one_edition_alone_has_is_no_difference(pilot: Snapshot) -> None:
    other = copy.deepcopy(pilot)
    other["model"]["edition"] = "2030"
    criteria = other["model"]["attributes"][0]["criteria"]
    criteria[0] |= {"code": "ACC-99"}
    criteria[1] |= {"en": "In other words."}
    document = other["assessment"]
    document["ratings"] = [each for each in document["ratings"] if each["criterion"] != "ACC-01"]
    said = compared(pilot, computed(other))
    assert [each.code for each in said.only_first] == ["ACC-01"]
    assert [each.code for each in said.only_second] == ["ACC-99"]
    assert [each.second.code for each in said.reworded] == ["ACC-02"]
    moved = [pair.first.code for attribute in said.moved for pair in attribute.moved]
    assert (said.number_shared, moved, said.same_edition) == (45, [], False)


def test_an_attribute_that_one_edition_alone_has_is_left_out(pilot: Snapshot) -> None:
    other = copy.deepcopy(pilot)
    other["model"]["attributes"].pop()
    said = compared(pilot, computed(other))
    assert [each.second.code for each in said.attributes] == [
        each["code"] for each in other["model"]["attributes"]
    ]


INDICATOR = {"name": "Satisfied", "value": 62.1, "unit": "%"}


@pytest.mark.parametrize(
    ("change", "by"),
    [
        ({"value": 70}, Decimal("7.9")),
        ({"name": " satisfied", "value": 62.1}, Decimal(0)),
        ({"name": "Contented"}, None),
        ({"unit": "days"}, None),
    ],
)
def test_what_is_measured_alike_is_compared(
    pilot: Snapshot, change: dict[str, Any], by: Decimal | None
) -> None:
    first, second = copy.deepcopy(pilot), copy.deepcopy(pilot)
    for taken, indicator in ((first, INDICATOR), (second, INDICATOR | change)):
        taken["assessment"]["results"] = [{"result": "R1", "rating": "P", "indicator": indicator}]
    pair = compared(first, second).results[0]
    assert (pair.difference, pair.measures_differ) == (by, by is None)


@pytest.mark.parametrize(
    ("value", "unit", "written"),
    [
        (Decimal("7.5"), "%", "+7.5\N{NO-BREAK SPACE}percentage points"),
        (Decimal(-1200), "days", "−1,200\N{NO-BREAK SPACE}days"),
        (Decimal("0.00"), "", "0"),
    ],
)
def test_a_difference_has_its_sign_and_its_unit(value: Decimal, unit: str, written: str) -> None:
    assert difference(value, unit) == written
