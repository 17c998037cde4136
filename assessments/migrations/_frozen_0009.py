"""What 0009 makes of initiatives and baselines, as it was then. Pure.

Django takes a module of this package for a migration, but for one whose name begins with "_".
"""

import datetime
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

SLOTS = 4  # of an initiative, one a stage
INITIATIVES = 1024  # in a block
BYTES = INITIATIVES * SLOTS // 8  # of one column
FIRST_DAY = datetime.date(2000, 1, 1)
DAY_BITS = 16
LEVEL_BITS = 2
ALIKE = str.maketrans({"œ": "oe", "æ": "ae", "’": "'", "‘": "'", "‐": "-", "‑": "-", "–": "-"})  # noqa: RUF001
LONGEST = 300  # of a name that lists are sorted by

type Block = dict[str, int]  # a column's bits by its name


@dataclass(frozen=True, slots=True)
class Change:
    """What holds in some slots of a layer, of the initiative with a number."""

    number: int
    layer: int
    slots: Iterable[int]
    columns: Collection[str]


def built(changes: Iterable[Change]) -> dict[tuple[int, int], Block]:
    """Returns the blocks that changes of different slots make, by their layer and number."""
    blocks: dict[tuple[int, int], Block] = defaultdict(lambda: defaultdict(int))
    for each in changes:
        block, rest = divmod(each.number, INITIATIVES)
        mask = sum(1 << rest * SLOTS + slot for slot in each.slots)
        for name in each.columns:
            blocks[each.layer, block][name] |= mask
    return blocks


def packed(block: Block) -> tuple[str, bytes]:
    """Returns the columns' names, with spaces between, and their bits one after another."""
    names = sorted(block)
    return " ".join(names), b"".join(block[name].to_bytes(BYTES, "little") for name in names)


def slot_of(stage_order: int) -> int:
    """Returns the slot, from 0 on, of the stage at a place of the life cycle, from 1 on."""
    slot = stage_order - 1
    if not 0 <= slot < SLOTS:
        raise ValueError(f"The life cycle has {SLOTS} stages; there is no place {stage_order}.")
    return slot


def initiative_columns(entry: Mapping[str, Any], submitted: datetime.date | None) -> set[str]:
    """Returns what holds for an initiative; `entry` has codes, as in the exchange format."""
    found = {"initiative", f"council.{entry['council']}"}
    if submitted is not None:
        found |= {"seen", *_number("seen", _day(submitted), DAY_BITS)}
    found |= {f"jurisdiction.{code}" for code in (entry["lead"], *entry["partners"])}
    found |= {f"channel.{code}" for code in entry["channels"]}
    found |= {f"priority.{code}" for code in entry["priorities"]}
    return found


def baseline_columns(snapshot: Mapping[str, Any], approved: datetime.date) -> set[str]:
    """Returns what holds for a baseline that was approved on a day in the portal's own time."""
    assessment = snapshot["assessment"]
    computed = assessment["computed"]
    as_of = datetime.date.fromisoformat(assessment["as_of"])
    found = {"baseline", f"edition.{assessment['edition']}"}
    found.update(_number("as_of", _day(as_of), DAY_BITS))
    found.update(_number("approved", _day(approved), DAY_BITS))
    found.update(_level("overall", computed["overall_level"]))
    for each in computed["attributes"]:
        found.update(_level(f"level.{each['attribute']}", each["attained_level"]))
        found.update(_level(f"gap.{each['attribute']}", each["gap"]))
        found |= {f"blocked.{criterion}" for criterion in each["blocking"]}
    return found


def _level(name: str, value: int | None) -> Iterator[str]:
    if value is not None:
        yield name
        yield from _number(name, value, LEVEL_BITS)


def _number(name: str, value: int, bits: int) -> Iterator[str]:
    return (f"{name}.{place}" for place in range(bits) if value >> place & 1)


def _day(day: datetime.date) -> int:
    return min(max((day - FIRST_DAY).days, 0), (1 << DAY_BITS) - 1)


def listing_values(code: str, name_en: str, name_fr: str) -> dict[str, str]:
    """Returns what a Listing says of an initiative's code and names."""
    english, french = _fold(name_en), _fold(name_fr)
    return {
        "code": code,
        "folded_en": english[:LONGEST],
        "folded_fr": french[:LONGEST],
        "words": f"{_fold(code)} {english} {french}",
    }


def _fold(text: str) -> str:
    lower = unicodedata.normalize("NFKD", text.casefold().translate(ALIKE))
    kept = "".join(each for each in lower if not unicodedata.combining(each))
    return " ".join(kept.split())
