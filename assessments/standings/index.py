"""The index as it is read: whole columns, and what stood at a date."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from assessments.models import BitmapBlock
from assessments.standings import bits
from assessments.standings.blocks import joined, pieces
from assessments.standings.columns import (
    BASELINE,
    DAY_BITS,
    INITIATIVE,
    LEVEL_BITS,
    SEEN,
    day_number,
    slices,
)

type Columns = Mapping[str, int]
STEPS = 4  # a level or a gap is one of so many


@dataclass(frozen=True)
class Standing:
    """What stood at the end of a day: the newest baseline of each slot until then, if any.

    `parts` are the columns of the layers, each with the slots whose baseline it has.
    """

    parts: Sequence[tuple[Columns, int]]

    def column(self, name: str) -> int:
        """Where a property of baselines holds."""
        found = 0
        for columns, chosen in self.parts:
            found |= columns.get(name, 0) & chosen
        return found

    def number(self, name: str, width: int) -> list[int]:
        """A number's slices."""
        return [self.column(each) for each in slices(name, width)]

    def steps(self, name: str, within: int) -> list[int]:
        """Where a level or a gap is 0, 1, 2 and 3, and where there is none, of what is `within`."""
        known = self.column(name) & within
        number = self.number(name, LEVEL_BITS)
        found = [bits.exactly(number, value, known) for value in range(STEPS)]
        return [*found, within & ~known]

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
        found = 0
        for name in names:
            found |= self.of(name)
        return found

    @property
    def everything(self) -> int:
        return self.of(INITIATIVE)

    def seen(self, day: datetime.date) -> int:
        """All slots of the initiatives of which something was submitted until the end of a day."""
        number = [self.of(name) for name in slices(SEEN, DAY_BITS)]
        return bits.at_most(number, day_number(day), self.of(SEEN))

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
    layers: dict[int, dict[int, dict[str, bytes]]] = defaultdict(dict)
    rows = BitmapBlock.objects.values_list("layer", "block", "columns", "bits")
    for layer, block, columns, packed in rows:
        layers[layer][block] = pieces(columns, bytes(packed))
    whole = [joined(layers[layer]) for layer in range(max(layers, default=0) + 1)]
    return Index(whole[0], whole[1:])
