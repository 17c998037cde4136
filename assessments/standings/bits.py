"""Arithmetic over bitmaps: Python's integers, with the bits of one initiative side by side. Pure.

An initiative has SLOTS bits in a row, one a stage: in hexadecimal it is one digit.
"""

import functools
import operator
from collections.abc import Iterable, Iterator, Sequence

SLOTS = 4
ALL_SLOTS = (1 << SLOTS) - 1  # the bits of one initiative


def every(bits: int, slots: int = 1) -> int:
    """These slots (a mask of SLOTS bits) of every initiative as far as `bits` reaches."""
    return _every(-(-bits.bit_length() // SLOTS), slots)


@functools.lru_cache(maxsize=128)
def _every(initiatives: int, slots: int) -> int:
    return int(f"{slots:x}" * initiatives, 16) if initiatives else 0


def any_slot(bits: int) -> int:
    """The first slot of each initiative that has any."""
    pairs = bits | bits >> 1
    return (pairs | pairs >> 2) & every(bits)


def spread(bits: int) -> int:
    """All slots of each initiative that has any."""
    return any_slot(bits) * ALL_SLOTS


def count(bits: int) -> int:
    """How many initiatives have any slot."""
    return any_slot(bits).bit_count()


def last_slot(bits: int) -> int:
    """Of each initiative's slots the last one alone."""
    low, lower, lowest = every(bits, 0b0111), every(bits, 0b0011), every(bits, 0b0001)
    return bits & ~(bits >> 1 & low | bits >> 2 & lower | bits >> 3 & lowest)


def numbers(bits: int) -> Iterator[int]:
    """The numbers of the initiatives that have any slot, in rising order."""
    for place, digit in enumerate(reversed(f"{bits:x}")):
        if digit != "0":
            yield place


class Digits:
    """For asking of one initiative after another: `number in` these, and `[number]`, its slots."""

    def __init__(self, bits: int) -> None:
        self._digits = f"{bits:x}"[::-1]

    def __contains__(self, number: int) -> bool:
        return 0 <= number < len(self._digits) and self._digits[number] != "0"

    def __getitem__(self, number: int) -> int:
        return int(self._digits[number], 16) if number in self else 0


class Numbers:
    """For asking of one initiative's slot after another's which number is kept there in slices."""

    def __init__(self, slices: Iterable[int], known: int) -> None:
        self._slices = [Digits(each) for each in slices]
        self._known = Digits(known)

    def at(self, number: int, slot: int) -> int | None:
        """Of the initiative with a number, in a slot, of which this is the mask; None for none."""
        if not self._known[number] & slot:
            return None
        return sum(1 << place for place, each in enumerate(self._slices) if each[number] & slot)


def union(parts: Iterable[int]) -> int:
    """The slots that any of the parts has."""
    return functools.reduce(operator.or_, parts, 0)


def of_numbers(found: Iterable[int]) -> int:
    """All slots of initiatives, by their numbers."""
    numbers = list(found)
    # A digit an initiative: to shift and join each alone would copy the whole every time.
    digits = bytearray(b"0") * (max(numbers, default=0) + 1)
    for number in numbers:
        digits[-number - 1] = ord(f"{ALL_SLOTS:x}")
    return int(digits, 16)


# Numbers are kept by their bits: one column for the ones, one for the twos, and so on ("slices").


def at_most(slices: Sequence[int], limit: int, within: int) -> int:
    """Where a number is at most `limit`, of what is `within`; slices from the ones on."""
    if limit < 0:
        return 0
    less, equal = 0, within
    for place in reversed(range(max(len(slices), limit.bit_length()))):
        column = slices[place] if place < len(slices) else 0
        if limit >> place & 1:
            less |= equal & ~column
            equal &= column
        else:
            equal &= ~column
    return less | equal


def exactly(slices: Sequence[int], value: int, within: int) -> int:
    """Where a number is `value`, of what is `within`."""
    for place, column in enumerate(slices):
        if value >> place & 1:
            within &= column
        elif column:  # the upper slices of most numbers are empty
            within &= ~column
    return within


def equal(first: Sequence[int], second: Sequence[int], within: int) -> int:
    """Where two numbers are the same, of what is `within`."""
    for one, other in zip(first, second, strict=True):
        within &= ~(one ^ other)
    return within


def greater(first: Sequence[int], second: Sequence[int], within: int) -> int:
    """Where the first number is above the second, of what is `within`."""
    more, equal = 0, within
    for one, other in zip(reversed(first), reversed(second), strict=True):
        more |= equal & one & ~other
        equal &= ~(one ^ other)
    return more


def added(slices: Sequence[int], more: int) -> list[int]:
    """Numbers that are one higher where `more` holds; in slices, from the ones on."""
    found = []
    for column in slices:
        found.append(column ^ more)
        more &= column
    return [*found, more] if more else found


def most(slices: Sequence[int], within: int) -> int:
    """The slots with the highest number of all, of what is `within`."""
    for column in reversed(slices):
        within = within & column or within
    return within


def lowest(slices: Sequence[int], within: int) -> int:
    """The slots with the lowest number of all, of what is `within`."""
    for column in reversed(slices):
        within = within & ~column or within
    return within


def highest(slices: Sequence[int], within: int) -> int:
    """The slots with each initiative's highest number, of what is `within`; of equals the last."""
    for column in reversed(slices):
        ones = within & column
        if ones not in (0, within):  # else the slice tells nobody apart
            within &= ~spread(ones) | column
    return last_slot(within)
