"""An index of initiatives and baselines that no database has."""

import datetime
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from assessments.standings.bits import SLOTS
from assessments.standings.blocks import BlockChange, Joined, built
from assessments.standings.columns import FIRST_DAY, Course, baseline_columns, initiative_columns
from assessments.standings.index import Index

ENTRY = {"council": "JC", "lead": "CA", "partners": [], "channels": [], "priorities": []}
# An initiative's number, a slot, what is in the snapshot, and the day of approval.
type Approved = tuple[int, int, Mapping[str, Any], datetime.date]


def indexed(
    approved: Iterable[Approved],
    submitted: Mapping[int, datetime.date | None],
    entry: Mapping[str, Any] = ENTRY,
) -> Index:
    """The index of baselines in the order of approval, packed and read as the rows are."""

    def changes() -> Iterator[BlockChange]:
        for number, day in submitted.items():
            columns = initiative_columns(entry, Course(FIRST_DAY, submitted=day))
            yield BlockChange(number, 0, range(SLOTS), columns)
        cycles: Counter[tuple[int, int]] = Counter()
        for number, slot, snapshot, day in approved:
            cycles[number, slot] += 1
            columns = baseline_columns(snapshot, day)
            yield BlockChange(number, cycles[number, slot], [slot], columns)

    layers: dict[int, dict[int, tuple[str, bytes]]] = {0: {}}
    for (layer, block), row in built(changes()).items():
        layers.setdefault(layer, {})[block] = row.packed()
    whole = [Joined(layers[layer]) for layer in sorted(layers)]
    return Index(whole[0], whole[1:])
