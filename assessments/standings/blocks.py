"""The columns of some initiatives in a row, packed. Pure."""

import functools
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from assessments.standings.bits import SLOTS

INITIATIVES = 1024  # in a block
BYTES = INITIATIVES * SLOTS // 8  # of one column
EMPTY = bytes(BYTES)


def place(number: int) -> tuple[int, int]:
    """The block of the initiative with a number, and the first bit of it there."""
    block, rest = divmod(number, INITIATIVES)
    return block, rest * SLOTS


@dataclass(frozen=True, slots=True)
class BlockChange:
    """What holds from now on in some slots of a layer, of the initiative with a number."""

    number: int
    layer: int
    slots: Iterable[int]
    columns: Collection[str]


@dataclass
class Block:
    """The columns of the INITIATIVES initiatives of a block, by name, as integers.

    A block may lack columns that others have: nothing of it holds there.
    """

    columns: dict[str, int] = field(default_factory=dict)

    @classmethod
    def unpacked(cls, names: str, bits: bytes) -> "Block":
        """The block that `packed` made."""
        return cls(dict(Joined({0: (names, bits)})))

    def packed(self) -> tuple[str, bytes]:
        """The columns' names, with spaces between, and their bits one after another."""
        names = sorted(name for name, bits in self.columns.items() if bits)
        return " ".join(names), b"".join(
            self.columns[name].to_bytes(BYTES, "little") for name in names
        )

    def put(self, bit: int, slots: Iterable[int], columns: Collection[str]) -> None:
        """Has just these columns hold in some slots of the initiative whose first bit this is."""
        mask = 0
        for slot in slots:
            mask |= 1 << bit + slot
        for name, bits in self.columns.items():
            self.columns[name] = bits & ~mask
        for name in columns:
            self.columns[name] = self.columns.get(name, 0) | mask

    def at(self, bit: int) -> frozenset[str]:
        """The columns that hold at a bit."""
        return frozenset(name for name, bits in self.columns.items() if bits >> bit & 1)


def built(changes: Iterable[BlockChange]) -> dict[tuple[int, int], Block]:
    """The blocks that some changes make of nothing, by their layer and number."""
    blocks: dict[tuple[int, int], Block] = defaultdict(Block)
    for each in changes:
        block, bit = place(each.number)
        blocks[each.layer, block].put(bit, each.slots, each.columns)
    return blocks


@functools.lru_cache
def _places(names: str) -> dict[str, int]:
    """At which byte of a packed block each of its columns begins."""
    return {name: place * BYTES for place, name in enumerate(names.split())}


class Joined(Mapping[str, int]):
    """Whole columns from packed blocks, by the blocks' numbers: each when it is asked for."""

    def __init__(self, blocks: Mapping[int, tuple[str, bytes]]) -> None:
        rows = [blocks.get(block, ("", b"")) for block in range(max(blocks, default=-1) + 1)]
        self._rows = [(_places(names), packed) for names, packed in rows]
        self._names = {
            name for names in {names for names, _packed in rows} for name in _places(names)
        }
        self._joined: dict[str, int] = {}

    def __getitem__(self, name: str) -> int:
        if name not in self._joined:
            if name not in self._names:
                raise KeyError(name)
            starts = [places.get(name) for places, _packed in self._rows]
            parts = [
                EMPTY if start is None else packed[start : start + BYTES]
                for start, (_places, packed) in zip(starts, self._rows, strict=True)
            ]
            self._joined[name] = int.from_bytes(b"".join(parts), "little")
        return self._joined[name]

    def __contains__(self, name: object) -> bool:
        return name in self._names

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)
