"""The initiatives behind a choice, one by one: which, in which order, and where each stands."""

import datetime
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from assessments import rules
from assessments.models import Assessment, Initiative, Listing, Person
from assessments.models.assessments import UNDER_WAY_STATES
from assessments.standings import bits
from assessments.standings.bits import Digits
from assessments.standings.columns import DAY_BITS, LEVEL_BITS, day_of
from assessments.standings.conditions import Chosen
from assessments.standings.index import Index
from assessments.standings.late import BASELINES, Late
from assessments.standings.late import read as read_late
from maturity.bilingual import current_language
from maturity.folding import fold

ORDERS = {"": "folded_{language}", "code": "code"}


@dataclass(frozen=True, slots=True)
class Mark:
    """Where an initiative stands on one attribute: its level, None where it does not apply; whether
    that is more (1) or less (-1) than at the earlier date; by how many levels it is below its
    target, None without one."""

    attribute: str
    level: int | None
    move: int
    gap: int | None


@dataclass(frozen=True, slots=True)
class Stand:
    """Where an initiative stands by the baseline that counts; the first stage is 0."""

    stage: int
    as_of: datetime.date
    overall: int | None
    marks: tuple[Mark, ...]

    @property
    def rose(self) -> int:
        return sum(each.move > 0 for each in self.marks)

    @property
    def fell(self) -> int:
        return sum(each.move < 0 for each in self.marks)

    @property
    def gap(self) -> int:
        """How many levels there are to go to all targets together."""
        return sum(each.gap or 0 for each in self.marks)


@dataclass(frozen=True, slots=True)
class InitiativeLine:
    """An initiative with where it stands, if anywhere, and its assessments under way."""

    initiative: Initiative
    stand: Stand | None
    under_way: tuple[Assessment, ...]


def visible_slots(index: Index, person: Person, at: datetime.date) -> int:
    """All slots of the initiatives that a person may see (`rules.may_see_initiative`).

    Of a council's initiatives, those that were submitted by the end of a day; with a role in the
    Joint Councils, those of any council that had a baseline by then. At most one query.
    """
    if rules.is_secretariat(person):
        return index.everything
    own = [role.initiative_id for role in person.roles if role.initiative_id]
    numbers = Listing.objects.filter(initiative__in=own).values_list("number", flat=True)
    found = bits.of_numbers(numbers) if own else 0
    if codes := [role.council.code for role in person.roles if role.council]:
        found |= index.any_of(f"council.{code}" for code in codes) & index.seen(at)
    if rules.sits_jointly(person):
        found |= bits.spread(index.at(at).baselines)
    return found


def late_for(person: Person) -> Late:
    """What is late today, without the plans that a person is blind to. At most three queries."""
    return read_late(list(rules.blind_initiatives(person)))


def behind(chosen: Chosen, given: Mapping[str, str], late: Late | None = None) -> int:
    """The slots of the initiatives that meet all the conditions of a list (`InitiativesForm`).

    `late` is what is late today, for a list that asks for it.
    """
    found, attribute = chosen.slots, given.get("attribute", "")
    with_one, seen = bits.spread(chosen.baselines), chosen.index.seen(chosen.at)
    kinds = {"with": with_one, "without": seen & ~with_one, "never": chosen.slots & ~seen}
    conditions: dict[str, Callable[[str], int]] = {
        "baseline": kinds.__getitem__,
        "level": partial(chosen.at_level, attribute),
        "gap": partial(chosen.with_gap, attribute),
        "move": partial(chosen.moved, attribute),
        "blocked": chosen.blocked_by,
        "edition": lambda _code: chosen.baselines,
    }
    if given.get("late") == BASELINES:
        conditions["late"] = lambda _kind: chosen.stale
    elif late:
        conditions["late"] = partial(late.at, chosen=chosen)
    for name, where in conditions.items():
        if value := given.get(name):
            found &= bits.spread(where(value))
    return found


def in_order(chosen: Chosen, found: int, given: Mapping[str, str]) -> list[int]:
    """The numbers of the initiatives with these slots, searched and sorted as a list asks for.

    One query.
    """
    order = given.get("sort", "")
    by = ORDERS.get(order, ORDERS[""]).format(language=current_language())
    listings = Listing.objects.order_by(by, "code")
    if text := given.get("q"):
        listings = listings.found_by(fold(text))
    among = Digits(found)
    numbers = [each for each in listings.values_list("number", flat=True) if each in among]
    if order == "newest":
        days = _keys(chosen.now.number("as_of", DAY_BITS), chosen.counted, found)
        return sorted(numbers, key=days.__getitem__, reverse=True)
    if order in ("lowest", "highest"):
        known = chosen.now.column("overall") & chosen.counted
        levels = _keys([*chosen.now.number("overall", LEVEL_BITS), known], chosen.counted, found)
        numbers.sort(key=levels.__getitem__, reverse=order == "highest")
        # What has no level comes last.
        has = Digits(known)
        numbers.sort(key=lambda number: number not in has)
    return numbers


def _keys(slices: Sequence[int], within: int, reach: int) -> list[str]:
    """By its number, what to sort each initiative by: a number kept in slices, as binary digits."""
    width = -(-reach.bit_length() // bits.SLOTS)
    columns = [f"{bits.any_slot(each & within):0{width}x}"[::-1] for each in reversed(slices)]
    return ["".join(digits) for digits in zip(*columns, strict=False)]


class Stands:
    """Where initiatives stand, asked by their numbers."""

    def __init__(self, chosen: Chosen) -> None:
        now = chosen.now
        self._baselines, self._counted = Digits(chosen.baselines), Digits(chosen.counted)
        self._as_of, self._overall = now.days("as_of"), now.levels("overall")
        self._levels = {code: now.levels(f"level.{code}") for code in chosen.attributes}
        self._gaps = {code: now.levels(f"gap.{code}") for code in chosen.attributes}
        self._moves = {
            code: (Digits(rose), Digits(fell)) for code, (rose, fell) in chosen.moves.items()
        }

    def of(self, number: int) -> Stand | None:
        """Where an initiative stands by the baseline that counts; None without one."""
        slot = self._counted[number]
        if not slot:
            return None
        return Stand(
            stage=slot.bit_length() - 1,
            as_of=day_of(self._as_of.at(number, slot) or 0),
            overall=self._overall.at(number, slot),
            marks=tuple(
                Mark(
                    code,
                    each.at(number, slot),
                    self._move(code, number, slot),
                    self._gaps[code].at(number, slot),
                )
                for code, each in self._levels.items()
            ),
        )

    def overall(self, number: int) -> dict[int, int | None]:
        """The overall level of each stage at which an initiative has a baseline; the first is 0."""
        return {
            stage: self._overall.at(number, 1 << stage)
            for stage in range(bits.SLOTS)
            if self._baselines[number] >> stage & 1
        }

    def _move(self, code: str, number: int, slot: int) -> int:
        rose, fell = self._moves[code]
        return bool(rose[number] & slot) - bool(fell[number] & slot)


def lines(stands: Stands, numbers: Sequence[int], person: Person) -> list[InitiativeLine]:
    """Some initiatives of a list, in the order of their numbers as given. Two queries."""
    by_number = _by_number(numbers)
    under_way: dict[uuid.UUID, list[Assessment]] = {}
    assessments = Assessment.objects.visible_to(person).filter(
        initiative__in=by_number.values(), state__in=UNDER_WAY_STATES
    )
    for each in assessments.select_related("stage").order_by("stage__order"):
        under_way.setdefault(each.initiative_id, []).append(each)
    return [
        InitiativeLine(initiative, stands.of(number), tuple(under_way.get(initiative.pk, ())))
        for number in numbers
        if (initiative := by_number.get(number))
    ]


def all_lines(
    stands: Stands, numbers: Sequence[int], chunk: int = 500
) -> Iterator[tuple[Initiative, Stand | None]]:
    """All initiatives of a list, read some at a time."""
    for start in range(0, len(numbers), chunk):
        some = numbers[start : start + chunk]
        by_number = _by_number(some)
        for number in some:
            if number in by_number:
                yield by_number[number], stands.of(number)


def _by_number(numbers: Sequence[int]) -> dict[int, Initiative]:
    """Some initiatives with what a line says of them, by their numbers."""
    rows = Initiative.objects.filter(listing__in=numbers)
    return {each.listing.number: each for each in rows.select_related("council", "lead", "listing")}
