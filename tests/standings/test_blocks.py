"""Columns are packed into blocks, and come out whole."""

from hypothesis import given
from hypothesis import strategies as st

from assessments.standings.bits import SLOTS
from assessments.standings.blocks import (
    BYTES,
    INITIATIVES,
    Block,
    BlockChange,
    Joined,
    built,
    place,
)

names = st.sampled_from(["initiative", "level.ACC", "level.ACC.0", "council.JC", "blocked.SEC-01"])
columns = st.dictionaries(names, st.integers(0, (1 << BYTES * 8) - 1))
changes = st.lists(
    st.builds(
        BlockChange,
        number=st.sampled_from([0, 1, INITIATIVES - 1, INITIATIVES, INITIATIVES + 1, 700]),
        layer=st.integers(0, 2),
        slots=st.sets(st.integers(0, SLOTS - 1)),
        columns=st.sets(names),
    ),
    max_size=30,
)


@given(columns)
def test_what_is_packed_is_unpacked(holds: dict[str, int]) -> None:
    assert Block.unpacked(*Block(holds).packed()).columns == {
        name: bits for name, bits in holds.items() if bits
    }


def test_a_packed_block_has_a_fixed_number_of_bytes_for_each_column_that_holds_somewhere() -> None:
    names, bits = Block({"b": 1, "a": 0b100000000, "none": 0}).packed()
    assert (names, bits) == (
        "a b",
        bytes([0, 1]) + bytes(BYTES - 2) + bytes([1]) + bytes(BYTES - 1),
    )


def test_putting_replaces_what_held_in_these_slots_and_nothing_else() -> None:
    block = Block()
    block.put(0, range(SLOTS), ["old", "both"])
    block.put(SLOTS, range(SLOTS), ["old"])
    block.put(0, [1, 2], ["new", "both"])
    assert block.columns == {"old": 0b1111_1001, "both": 0b1111, "new": 0b0110}
    assert [sorted(block.at(bit)) for bit in (0, 1, SLOTS)] == [
        ["both", "old"], ["both", "new"], ["old"],
    ]  # fmt: skip


def test_a_number_has_its_place_in_its_block() -> None:
    numbers = (0, 1, INITIATIVES - 1, INITIATIVES, 2 * INITIATIVES + 5)
    assert [place(number) for number in numbers] == [
        (0, 0), (0, SLOTS), (0, (INITIATIVES - 1) * SLOTS), (1, 0), (2, 5 * SLOTS),
    ]  # fmt: skip


def test_nothing_is_joined_to_nothing() -> None:
    assert Joined({}) == {}


def test_a_missing_block_and_a_missing_column_hold_nowhere() -> None:
    one = (1).to_bytes(BYTES, "little")
    whole = Joined({1: ("a", one), 3: ("a b", one + one)})
    width = INITIATIVES * SLOTS
    assert whole == {"a": 1 << width | 1 << 3 * width, "b": 1 << 3 * width}


@given(changes)
def test_the_last_change_of_a_slot_is_what_holds(made: list[BlockChange]) -> None:
    expected: dict[tuple[int, int, int], set[str]] = {}  # by layer, number and slot
    for each in made:
        for slot in each.slots:
            expected[each.layer, each.number, slot] = set(each.columns)
    layers: dict[int, dict[int, tuple[str, bytes]]] = {}
    for (layer, number), block in built(made).items():
        layers.setdefault(layer, {})[number] = block.packed()
    found: dict[tuple[int, int, int], set[str]] = {}
    for layer, blocks in layers.items():
        for name, bits in Joined(blocks).items():
            for bit in range(bits.bit_length()):
                if bits >> bit & 1:
                    found.setdefault((layer, *divmod(bit, SLOTS)), set()).add(name)
    assert found == {where: names for where, names in expected.items() if names}
