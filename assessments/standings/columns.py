"""Which columns hold for a baseline, and which for an initiative. Pure.

A column's name is its kind and what it is about, with dots between: `level.ACC.1` is the twos of
the level that is attained in ACC.
"""

import datetime
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from assessments.standings.bits import SLOTS

FIRST_DAY = datetime.date(2000, 1, 1)
DAY_BITS = 16  # until the year 2179
LEVEL_BITS = 3  # of an edition’s levels there are 5 at most
COUNT_BITS = 16
INITIATIVE = "initiative"
BASELINE = "baseline"
REGISTERED = "registered"
BEGUN = "begun"
SEEN = "seen"
AIMS = "target.", "by."  # the levels that a plan asks for, and when


@dataclass(frozen=True, slots=True)
class AimedLevel:
    """The level that a plan asks an attribute to reach, and by when."""

    attribute: str
    level: int
    by: datetime.date | None


@dataclass(frozen=True, slots=True)
class Course:
    """What has become of an initiative: on which days it was registered, and first begun to be
    assessed and submitted; and what its plan aims for now."""

    registered: datetime.date
    begun: datetime.date | None = None
    submitted: datetime.date | None = None
    aims: Iterable[AimedLevel] = ()


def slot_of(stage_order: int) -> int:
    """The slot, from 0 on, of the stage at a place of the life cycle, from 1 on."""
    slot = stage_order - 1
    if not 0 <= slot < SLOTS:
        raise ValueError(f"The life cycle has {SLOTS} stages; there is no place {stage_order}.")
    return slot


def day_number(day: datetime.date) -> int:
    """Days since the year 2000, as far as DAY_BITS can say."""
    return min(max((day - FIRST_DAY).days, 0), (1 << DAY_BITS) - 1)


def day_of(number: int) -> datetime.date:
    """The day that has a number."""
    return FIRST_DAY + datetime.timedelta(days=number)


def initiative_columns(entry: Mapping[str, Any], course: Course) -> frozenset[str]:
    """Of an initiative as it is now. `entry` has codes, as in the exchange format."""
    found = {INITIATIVE, f"council.{entry['council']}", *day_columns(REGISTERED, course.registered)}
    found |= {f"jurisdiction.{code}" for code in (entry["lead"], *entry["partners"])}
    found |= {f"channel.{code}" for code in entry["channels"]}
    found |= {f"priority.{code}" for code in entry["priorities"]}
    found |= day_columns(BEGUN, course.begun) | day_columns(SEEN, course.submitted)
    return frozenset(found.union(*map(aim_columns, course.aims)))


def day_columns(name: str, day: datetime.date | None) -> frozenset[str]:
    """Of an initiative to which something first happened on a day, or not yet."""
    return frozenset(_day(name, day) if day else ())


def aim_columns(aim: AimedLevel) -> frozenset[str]:
    """Of an initiative whose plan asks for a level."""
    level = _level(f"target.{aim.attribute}", aim.level)
    return frozenset(level) | day_columns(f"by.{aim.attribute}", aim.by)


def baseline_columns(snapshot: Mapping[str, Any], approved: datetime.date) -> frozenset[str]:
    """Of a baseline, whose snapshot this is, approved on a day in the portal's own time."""
    assessment = snapshot["assessment"]
    computed = assessment["computed"]
    as_of = datetime.date.fromisoformat(assessment["as_of"])
    found = {BASELINE, f"edition.{assessment['edition']}"}
    found.update(_number("as_of", day_number(as_of), DAY_BITS))
    found.update(_number("approved", day_number(approved), DAY_BITS))
    found.update(_level("overall", computed["overall_level"]))
    for each in computed["attributes"]:
        code = each["attribute"]
        found.update(_level(f"level.{code}", each["attained_level"]))
        found.update(_level(f"gap.{code}", each["gap"]))
        found |= {f"blocked.{criterion}" for criterion in each["blocking"]}
    for status, number in Counter(each["status"] for each in assessment["actions"]).items():
        found.update(_number(f"actions.{status}", number, COUNT_BITS))
    return frozenset(found)


def slices(name: str, bits: int) -> list[str]:
    """The columns that keep a number, from the ones on."""
    return [f"{name}.{place}" for place in range(bits)]


def _level(name: str, value: int | None) -> Iterator[str]:
    """A number from 0 to 5 that there may not be."""
    if value is not None:
        yield name
        yield from _number(name, value, LEVEL_BITS)


def _day(name: str, day: datetime.date) -> Iterator[str]:
    """A day that there may not be."""
    yield name
    yield from _number(name, day_number(day), DAY_BITS)


def _number(name: str, value: int, bits: int) -> Iterable[str]:
    return (column for place, column in enumerate(slices(name, bits)) if value >> place & 1)
