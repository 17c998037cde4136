"""The published edition of a council's baselines: for those who do not see initiatives by name.

Its days are those on which the council approved a baseline; nobody chooses others, nor filters. A
figure rests on nobody or on at least LEAST initiatives that the reader does not know by name, and
so does what remains when one figure, or one published day, is subtracted from another: who knows
some initiatives, and remembers what was published before, can work out no figure that rests on
fewer. Levels are put together before anything is withheld ("at level 2 or above"). Pure.
"""

import datetime
import functools
import itertools
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from assessments.standings.withholding import enough

type Snapshot = Mapping[str, Any]
type Cells = tuple[int, ...]  # a bit an initiative: not applicable, before level 1, the levels


@functools.cache
def partitions(places: int) -> Sequence[tuple[range, ...]]:
    """Return the ways to put neighbouring places together, the finest first."""
    return sorted(
        (
            tuple(itertools.starmap(range, itertools.pairwise((0, *cuts, places))))
            for size in range(places)
            for cuts in itertools.combinations(range(1, places), size)
        ),
        key=lambda parts: -len(parts),
    )


@dataclass(frozen=True, slots=True)
class PublishedPart:
    """So many initiatives stand at places `first` to `last`: 0 is where nothing applies, 1 before
    level 1, and n + 1 level n. `places` is how many there are."""

    first: int
    last: int
    number: int
    places: int = 5

    @property
    def text(self) -> str:
        """Which levels these are."""
        if self.last == 0:
            return _("not applicable")
        if self.last == 1:
            return _("before level 1") if self.first else _("before level 1, or not applicable")
        if self.first == self.last:
            return _("level %(level)s") % {"level": self.last - 1}
        if self.last == self.places - 1 and self.first == 1:
            return _("any level")
        if self.last == self.places - 1 and not self.first:
            return _("any level, or not applicable")
        if self.last == self.places - 1:
            return _("level %(level)s or above") % {"level": self.first - 1}
        said = _("levels %(first)s and %(level)s")
        if self.first == 1:
            said = _("level %(level)s or below")
        elif not self.first:
            said = _("level %(level)s or below, or not applicable")
        return said % {"first": self.first - 1, "level": self.last - 1}


@dataclass(frozen=True, slots=True)
class PublishedRow:
    """Where initiatives stand in one attribute; no parts where it is withheld."""

    name: str
    parts: tuple[PublishedPart, ...]

    @property
    def told(self) -> tuple[PublishedPart, ...]:
        """The parts that anybody stands in: of the others, none is said."""
        return tuple(each for each in self.parts if each.number)


@dataclass(frozen=True, slots=True)
class Published:
    """What a council published of a day; `total` initiatives had a baseline then."""

    at: datetime.date
    total: int
    rows: tuple[PublishedRow, ...]

    @property
    def mostly_withheld(self) -> bool:
        """Whether the table would be mostly empty, so that a sentence says more."""
        return 2 * sum(not row.parts for row in self.rows) > len(self.rows)


@dataclass(frozen=True, slots=True)
class _Release:
    """A day that was published: of each attribute the groups of hidden initiatives, as bits."""

    everybody: int
    groups: Mapping[str, tuple[int, ...]]


def published(
    snapshots: Sequence[Snapshot], known: Collection[str], language: str
) -> Published | None:
    """The newest of a council's baselines, the oldest first, that can be published to a reader who
    knows some initiatives by name, by their codes; None where none can."""
    bits: dict[str, int] = {}
    releases: list[_Release] = []
    newest = None
    for snapshot in snapshots:
        standing = {
            each["code"]: each["newest"]["levels"]
            for each in snapshot["initiatives"]
            if each["newest"]
        }
        hidden = {code: levels for code, levels in standing.items() if code not in known}
        everybody = sum(1 << bits.setdefault(code, len(bits)) for code in hidden)
        if not _fits((everybody,), [(each.everybody,) for each in releases]):
            continue
        attributes = [each["code"] for each in snapshot["model"]["attributes"]]
        groups, rows = {}, []
        for place, attribute in enumerate(attributes):
            cells = _cells(hidden, bits, place, _places(snapshot))
            earlier = [each.groups[attribute] for each in releases if attribute in each.groups]
            parts = _finest(cells, earlier)
            if parts:
                groups[attribute] = tuple(_joined(cells, part) for part in parts)
            rows.append((place, parts))
        releases.append(_Release(everybody, groups))
        newest = (snapshot, standing, rows)
    return newest and _said(*newest, language)


def _said(
    snapshot: Snapshot,
    standing: Mapping[str, Sequence[int | None]],
    rows: Sequence[tuple[int, Sequence[range]]],
    language: str,
) -> Published:
    def number(place: int, part: range) -> int:
        return sum(_place(levels[place]) in part for levels in standing.values())

    places = _places(snapshot)
    names = [each["name"][language] for each in snapshot["model"]["attributes"]]
    return Published(
        datetime.date.fromisoformat(snapshot["at"]),
        len(standing),
        tuple(
            PublishedRow(
                names[place],
                tuple(
                    PublishedPart(part[0], part[-1], number(place, part), places) for part in parts
                ),
            )
            for place, parts in rows
        ),
    )


def _places(snapshot: Snapshot) -> int:
    """How many places there are: not applicable, before level 1, and the levels."""
    return len(snapshot["model"]["levels"]) + 1


def _place(level: int | None) -> int:
    return 0 if level is None else level + 1


def _cells(
    hidden: Mapping[str, Sequence[int | None]], bits: Mapping[str, int], at: int, places: int
) -> Cells:
    """Who stands at each place, in the attribute with a place among all."""
    found = [0] * places
    for code, levels in hidden.items():
        found[_place(levels[at])] |= 1 << bits[code]
    return tuple(found)


def _finest(cells: Cells, earlier: Sequence[tuple[int, ...]]) -> tuple[range, ...]:
    """The finest partition from which nothing follows, also not with what was published earlier;
    nothing where there is none."""
    for parts in partitions(len(cells)):
        if _fits(tuple(_joined(cells, part) for part in parts), earlier):
            return parts
    return ()


def _joined(cells: Cells, part: range) -> int:
    return sum(cells[place] for place in part)  # no initiative is at two places


def _fits(groups: tuple[int, ...], earlier: Sequence[tuple[int, ...]]) -> bool:
    """Whether enough initiatives stand behind each group, and behind what remains of any groups
    together when any that were published earlier are subtracted."""
    if not enough(*(each.bit_count() for each in groups)):
        return False
    return all(
        enough((now ^ then).bit_count())
        for before in earlier
        for then in _unions(before)
        for now in _unions(groups)
    )


def _unions(groups: Sequence[int]) -> Iterator[int]:
    """All that some groups can be put together to, with nothing at all."""
    for size in range(len(groups) + 1):
        for some in itertools.combinations(groups, size):
            yield sum(some)
