"""The life-cycle table: standings of each stage, and what changed since the last baseline."""

import pytest

from assessments.method.life_cycle import Attained, Levels, LifeCycleRow, StageLevels, life_cycle

NAMES = {"A": "Simples"}


def stage(level: int | None, previous: Levels | None = None) -> StageLevels:
    return StageLevels({"": level, "A": level}, previous or {})


def test_each_stage_has_its_standing_and_others_none() -> None:
    first = Attained(2, None, has_previous=False)
    assert life_cycle([stage(2), None], NAMES) == (
        LifeCycleRow("", (first, None)),
        LifeCycleRow("Simples", (first, None)),
    )


@pytest.mark.parametrize(
    ("level", "previous", "change"), [(3, 1, 2), (1, 2, -1), (2, 2, 0), (None, 2, 0), (2, None, 0)]
)
def test_a_change_is_counted_in_levels(
    level: int | None, previous: int | None, change: int
) -> None:
    rows = life_cycle([stage(level, {"": previous, "A": previous})], NAMES)
    assert [row.standings[0].change for row in rows if row.standings[0]] == [change, change]


def test_an_attribute_that_an_edition_lacks_has_no_standing() -> None:
    other = StageLevels({"": 1, "B": 1}, {})
    rows = life_cycle([stage(2), other], {"A": "Simple", "B": "New"})
    one, two = Attained(1, None, has_previous=False), Attained(2, None, has_previous=False)
    assert {row.name: row.standings for row in rows} == {
        "": (two, one), "Simple": (two, None), "New": (None, one),
    }  # fmt: skip
