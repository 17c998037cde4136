"""The life-cycle table: standings of each stage, and what changed since the last baseline."""

from typing import Any

import pytest

from assessments.life_cycle import LifeCycleRow, Standing, life_cycle


def snapshot(level: int | None, previous: dict[str, Any] | None = None) -> dict[str, Any]:
    """The parts of a snapshot with one attribute that are read."""
    return {
        "model": {"attributes": [{"code": "A", "en": "Simple", "fr": "Simples"}]},
        "assessment": {
            "computed": {
                "overall_level": level,
                "attributes": [{"attribute": "A", "attained_level": level}],
            }
        },
        "previous": previous,
    }


def before(level: int | None) -> dict[str, Any]:
    return {"overall_level": level, "attained_levels": {"A": level}}


def test_without_a_baseline_there_is_no_table() -> None:
    assert life_cycle([None, None], "en") == ()


def test_each_stage_has_its_standing_and_others_none() -> None:
    first = Standing(2, None, has_previous=False)
    assert life_cycle([snapshot(2), None], "fr") == (
        LifeCycleRow("", (first, None)),
        LifeCycleRow("Simples", (first, None)),
    )


@pytest.mark.parametrize(
    ("level", "previous", "change"), [(3, 1, 2), (1, 2, -1), (2, 2, 0), (None, 2, 0), (2, None, 0)]
)
def test_a_change_is_counted_in_levels(
    level: int | None, previous: int | None, change: int
) -> None:
    rows = life_cycle([snapshot(level, before(previous))], "en")
    assert [row.standings[0].change for row in rows if row.standings[0]] == [change, change]


def test_an_attribute_that_an_edition_lacks_has_no_standing() -> None:
    other = snapshot(1)
    other["model"] = {"attributes": [{"code": "B", "en": "New", "fr": "Neuf"}]}
    other["assessment"]["computed"]["attributes"] = [{"attribute": "B", "attained_level": 1}]
    rows = {row.name: row.standings for row in life_cycle([snapshot(2), other], "en")}
    one, two = Standing(1, None, has_previous=False), Standing(2, None, has_previous=False)
    assert rows == {"": (two, one), "Simple": (two, None), "New": (None, one)}
