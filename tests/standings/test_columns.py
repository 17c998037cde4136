"""Which columns hold for an initiative and for a baseline."""

import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.standings.columns import (
    DAY_BITS,
    FIRST_DAY,
    AimedLevel,
    Course,
    baseline_columns,
    day_columns,
    day_number,
    initiative_columns,
    slices,
    slot_of,
)

DAY = datetime.timedelta(days=1)
LAST_DAY = FIRST_DAY + (2**DAY_BITS - 1) * DAY


def number(name: str, columns: frozenset[str]) -> int:
    """The number that is kept by its bits in columns."""
    return sum(1 << n for n, each in enumerate(slices(name, DAY_BITS)) if each in columns)


def snapshot(overall: int | None = 2, **attribute: Any) -> dict[str, Any]:
    """As much of a baseline's snapshot as the columns follow from."""
    said = {"attribute": "ACC", "attained_level": 2, "gap": 1, "blocking": ["ACC-08"]} | attribute
    return {
        "assessment": {
            "edition": "trial",
            "as_of": "2000-01-03",
            "computed": {"overall_level": overall, "attributes": [said]},
            "targets": [{"attribute": "ACC", "by": "2000-01-06"}, {"attribute": "SEC"}],
            "actions": [{"status": "planned"}] * 5 + [{"status": "done"}] * 2,
        }
    }


@given(st.dates(FIRST_DAY, LAST_DAY), st.dates(FIRST_DAY, LAST_DAY))
def test_later_days_have_higher_numbers(one: datetime.date, other: datetime.date) -> None:
    assert day_number(one) - day_number(other) == (one - other).days


def test_days_out_of_reach_are_as_the_first_or_the_last() -> None:
    days = (datetime.date.min, FIRST_DAY, LAST_DAY, LAST_DAY + DAY, datetime.date.max)
    assert [day_number(day) for day in days] == [0, 0, 65535, 65535, 65535]


@given(st.dates(FIRST_DAY, LAST_DAY))
def test_a_day_is_kept_by_the_bits_of_its_number(day: datetime.date) -> None:
    assert number("seen", day_columns("seen", day)) == day_number(day)


def test_the_first_day_is_another_thing_than_no_day() -> None:
    assert [day_columns("seen", day) for day in (FIRST_DAY, None)] == [{"seen"}, set()]


def test_each_stage_has_its_slot() -> None:
    assert [slot_of(order) for order in (1, 2, 3, 4)] == [0, 1, 2, 3]


@pytest.mark.parametrize("order", [0, 5])
def test_there_is_no_slot_for_a_fifth_stage(order: int) -> None:
    with pytest.raises(ValueError, match=f"there is no place {order}"):
        slot_of(order)


def test_the_columns_of_an_initiative() -> None:
    entry = {
        "council": "JC",
        "lead": "CA-BC",
        "partners": ["CA", "CA-QC"],
        "channels": ["ONLINE"],
        "priorities": ["digital-identity"],
    }
    aims = (AimedLevel("ACC", 3, FIRST_DAY + 6 * DAY), AimedLevel("EFF", 1, None))
    course = Course(FIRST_DAY + DAY, FIRST_DAY + 2 * DAY, FIRST_DAY + 5 * DAY, aims)
    assert initiative_columns(entry, course) == {
        "initiative", "council.JC",
        "jurisdiction.CA", "jurisdiction.CA-BC", "jurisdiction.CA-QC",
        "channel.ONLINE", "priority.digital-identity",
        "registered", "registered.0", "begun", "begun.1", "seen", "seen.0", "seen.2",
        "target.ACC", "target.ACC.0", "target.ACC.1", "by.ACC", "by.ACC.1", "by.ACC.2",
        "target.EFF", "target.EFF.0",
    }  # fmt: skip


def test_the_columns_of_a_baseline() -> None:
    assert baseline_columns(snapshot(), FIRST_DAY + 4 * DAY) == {
        "baseline", "edition.trial", "as_of.1", "approved.2",
        "overall", "overall.1", "level.ACC", "level.ACC.1", "gap.ACC", "gap.ACC.0",
        "blocked.ACC-08",
        "actions.planned.0", "actions.planned.2", "actions.done.1",
    }  # fmt: skip


def test_level_0_is_another_thing_than_no_level() -> None:
    zero = snapshot(0, attained_level=0, gap=0, blocking=[])
    none = snapshot(None, attained_level=None, gap=None, blocking=[])
    assert baseline_columns(zero, FIRST_DAY) - baseline_columns(none, FIRST_DAY) == {
        "overall", "level.ACC", "gap.ACC",
    }  # fmt: skip
