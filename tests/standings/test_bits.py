"""The arithmetic of bitmaps does what dictionaries and sets of slots would do."""

from hypothesis import given
from hypothesis import strategies as st

from assessments.standings import bits
from assessments.standings.bits import SLOTS

WIDTH = 3  # of the numbers that slices keep here

numbers = st.integers(0, 300)
places = st.tuples(numbers, st.integers(0, SLOTS - 1))  # an initiative's number, and a slot
held = st.sets(places, max_size=60)
kept = st.dictionaries(places, st.integers(0, 2**WIDTH - 1), max_size=60)

type Places = set[tuple[int, int]]
type Numbers = dict[tuple[int, int], int]


def written(places: Places) -> int:
    return sum(1 << number * SLOTS + slot for number, slot in places)


def sliced(values: Numbers) -> list[int]:
    return [
        written({each for each, value in values.items() if value >> place & 1})
        for place in range(WIDTH)
    ]


def of_all_slots(found: set[int]) -> Places:
    return {(number, slot) for number in found for slot in range(SLOTS)}


@given(held, st.integers(0, bits.ALL_SLOTS))
def test_every_has_the_same_slots_of_each_initiative_up_to_the_last(
    holds: Places, slots: int
) -> None:
    last = max((number for number, _slot in holds), default=-1)
    expected = {
        (number, slot)
        for number in range(last + 1)
        for slot in range(SLOTS)
        if slots >> slot & 1
    }  # fmt: skip
    assert bits.every(written(holds), slots) == written(expected)


@given(held)
def test_any_slot_is_the_first_of_each_initiative(holds: Places) -> None:
    assert bits.any_slot(written(holds)) == written({(number, 0) for number, _slot in holds})


@given(held)
def test_spread_is_all_slots_of_each_initiative(holds: Places) -> None:
    found = {number for number, _slot in holds}
    assert bits.spread(written(holds)) == written(of_all_slots(found))


@given(held)
def test_count_is_of_initiatives(holds: Places) -> None:
    assert bits.count(written(holds)) == len({number for number, _slot in holds})


@given(held)
def test_last_slot_is_one_of_each_initiative(holds: Places) -> None:
    last = dict(sorted(holds))
    assert bits.last_slot(written(holds)) == written(set(last.items()))


@given(held)
def test_numbers_come_in_rising_order(holds: Places) -> None:
    assert list(bits.numbers(written(holds))) == sorted({number for number, _slot in holds})


@given(held)
def test_digits_tell_of_one_initiative(holds: Places) -> None:
    digits = bits.Digits(written(holds))
    for number in range(-1, 303):
        slots = {slot for other, slot in holds if other == number}
        assert (number in digits) == bool(slots)
        assert digits[number] == sum(1 << slot for slot in slots)


@given(st.sets(numbers))
def test_of_numbers_is_all_of_their_slots(found: set[int]) -> None:
    assert bits.of_numbers(found) == written(of_all_slots(found))


@given(kept, st.integers(-2, 2 ** (WIDTH + 1)), held)
def test_at_most(values: Numbers, limit: int, within: Places) -> None:
    expected = {each for each in within if values.get(each, 0) <= limit}
    assert bits.at_most(sliced(values), limit, written(within)) == written(expected)


@given(kept, st.integers(0, 2**WIDTH - 1), held)
def test_exactly(values: Numbers, value: int, within: Places) -> None:
    expected = {each for each in within if values.get(each, 0) == value}
    assert bits.exactly(sliced(values), value, written(within)) == written(expected)


@given(kept, kept, held)
def test_greater(first: Numbers, second: Numbers, within: Places) -> None:
    expected = {each for each in within if first.get(each, 0) > second.get(each, 0)}
    assert bits.greater(sliced(first), sliced(second), written(within)) == written(expected)


@given(kept, held)
def test_highest_is_one_slot_of_each_initiative(values: Numbers, within: Places) -> None:
    expected = {
        max(
            (each for each in within if each[0] == number),
            key=lambda each: (values.get(each, 0), each[1]),
        )
        for number, _slot in within
    }
    assert bits.highest(sliced(values), written(within)) == written(expected)
