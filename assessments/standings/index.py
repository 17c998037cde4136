"""The index as it is read: whole columns, and what stood at a date."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db import connection
from psycopg.pq import Format

from assessments.models import BitmapBlock
from assessments.standings import bits
from assessments.standings.blocks import Joined
from assessments.standings.columns import (
    BASELINE,
    COUNT_BITS,
    DAY_BITS,
    INITIATIVE,
    LEVEL_BITS,
    SEEN,
    day_number,
    slices,
)

type Columns = Mapping[str, int]


@dataclass(frozen=True)
class Standing:
    """What stood at the end of a day: the newest baseline of each slot until then, if any.

    `parts` are the columns of the layers, each with the slots whose baseline it has.
    """

    parts: Sequence[tuple[Columns, int]]

    @cached_property
    def _found(self) -> dict[str, int]:
        """The columns that were asked for: what counts asks for some again and again."""
        return {}

    def column(self, name: str) -> int:
        """Where a property of baselines holds."""
        if name not in self._found:
            parts = (columns.get(name, 0) & chosen for columns, chosen in self.parts)
            self._found[name] = bits.union(parts)
        return self._found[name]

    def number(self, name: str, width: int) -> list[int]:
        """A number's slices."""
        return [self.column(each) for each in slices(name, width)]

    def steps(self, name: str, within: int, top: int) -> list[int]:
        """Where a level is each from 0, before level 1, to the highest, and where none applies; or
        by how many levels a target is missed, and where there is none. Of what is `within`."""
        known = self.column(name) & within
        number = self.number(name, LEVEL_BITS)
        found = [bits.exactly(number, step, known) for step in range(top + 1)]
        return [*found, within & ~known]

    def reach(self, names: Iterable[str], within: int) -> int:
        """The highest that any of some levels is, of what is `within`."""
        found = 0
        for name in names:
            number, known = self.number(name, LEVEL_BITS), self.column(name) & within
            while known & ~bits.at_most(number, found, known):
                found += 1
        return found

    def levels(self, name: str) -> bits.Numbers:
        """A level or a gap, to be asked of one slot after another."""
        return bits.Numbers(self.number(name, LEVEL_BITS), self.column(name))

    def days(self, name: str) -> bits.Numbers:
        """A day of every baseline, as its number, to be asked of one slot after another."""
        return bits.Numbers(self.number(name, DAY_BITS), self.baselines)

    @property
    def baselines(self) -> int:
        return self.column(BASELINE)

    def newest(self, within: int) -> int:
        """The one slot that counts of each initiative: that of the latest situation.

        Of those of the same day, the later stage's.
        """
        return bits.highest(self.number("as_of", DAY_BITS), self.baselines & within)

    def approved_after(self, day: datetime.date, within: int) -> int:
        """Of what is `within`, what was not approved yet at the end of a day."""
        number = self.number("approved", DAY_BITS)
        return within & ~bits.at_most(number, day_number(day), within)

    def total(self, name: str, within: int) -> tuple[int, int]:
        """What numbers come to, and how many initiatives have any, of what is `within`."""
        found = [each & within for each in self.number(name, COUNT_BITS)]
        number = sum(each.bit_count() << place for place, each in enumerate(found))
        return number, bits.count(bits.union(found))

    def moves(self, name: str, before: "Standing", within: int) -> tuple[int, int]:
        """Where a level is higher than before, and where it is lower, of what is `within`."""
        both = self.column(name) & before.column(name) & within
        now, then = self.number(name, LEVEL_BITS), before.number(name, LEVEL_BITS)
        return bits.greater(now, then, both), bits.greater(then, now, both)


@dataclass(frozen=True)
class Index:
    """All columns: the initiatives' as they are now, and for each n the slots' n-th baselines'."""

    initiatives: Columns
    layers: Sequence[Columns]

    def of(self, name: str) -> int:
        """All slots of the initiatives for which a property holds now."""
        return self.initiatives.get(name, 0)

    def any_of(self, names: Iterable[str]) -> int:
        """The same, of any of several properties."""
        return bits.union(map(self.of, names))

    @property
    def everything(self) -> int:
        return self.of(INITIATIVE)

    @property
    def aims(self) -> list[str]:
        """The attributes that the plans of any initiatives have a target of, by their codes."""
        names = (name.split(".") for name in self.initiatives)
        return sorted(rest[0] for kind, *rest in names if kind == "target" and len(rest) == 1)

    def seen(self, day: datetime.date) -> int:
        """Return all slots of the initiatives that were first submitted by the end of a day."""
        return self.by_day(SEEN, day)

    def by_day(self, name: str, day: datetime.date) -> int:
        """Return all slots of the initiatives to which something had happened by the end of a day:
        REGISTERED, BEGUN or SEEN; or of which something is due by then (`by.ACC`)."""
        number = [self.of(each) for each in slices(name, DAY_BITS)]
        return bits.at_most(number, day_number(day), self.of(name))

    def aimed_at(self, attribute: str, level: int) -> int:
        """Return all slots of the initiatives whose plans ask an attribute to reach just a
        level."""
        name = f"target.{attribute}"
        number = [self.of(each) for each in slices(name, LEVEL_BITS)]
        return bits.exactly(number, level, self.of(name))

    def at(self, day: datetime.date) -> Standing:
        """What stood at the end of a day, in the portal's own time."""
        parts, left = [], self.everything
        for columns in reversed(self.layers):
            number = [columns.get(name, 0) for name in slices("approved", DAY_BITS)]
            known = columns.get(BASELINE, 0) & left
            chosen = bits.at_most(number, day_number(day), known)
            left &= ~chosen
            parts.append((columns, chosen))
        return Standing(parts)


def read() -> Index:
    """The index, in one query."""
    layers: dict[int, dict[int, tuple[str, bytes]]] = defaultdict(dict)
    for layer, block, columns, packed in _rows():
        layers[layer][block] = columns, bytes(packed)
    whole = [Joined(layers[layer]) for layer in range(max(layers, default=0) + 1)]
    return Index(whole[0], whole[1:])


def _rows() -> list[tuple[int, int, str, bytes]]:
    """All blocks; from PostgreSQL as bytes, which are otherwise sent in hexadecimal digits."""
    query = BitmapBlock.objects.values_list("layer", "block", "columns", "bits").query
    with connection.cursor() as cursor:
        # A cursor that puts values into the statement itself cannot.
        if getattr(connection.features, "uses_server_side_binding", False):
            cursor.cursor.format = Format.BINARY
        cursor.execute(*query.sql_with_params())
        return cursor.fetchall()
