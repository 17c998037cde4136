"""A council's dashboard: the figures of many initiatives, each with the list behind it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from assessments.councils.content import HeadlineFigures, Row, Share
from assessments.standings import bits
from assessments.standings.conditions import ANEW, FELL, FIRST, ROSE, Chosen
from assessments.standings.withholding import enough, withhold
from maturity.bilingual import current_language, in_language
from maturity.models import Attribute, Council, Criterion

SHOWN_BLOCKERS = 10
type Stages = Mapping[int, tuple[str, str]]  # codes and names, by the place in the life cycle


@dataclass(frozen=True, slots=True)
class Linked:
    """A figure, None where it is withheld, and the address of the list behind it, if any."""

    number: int | None
    address: str = ""


@dataclass(frozen=True, slots=True)
class LinkedRow:
    """A breakdown of initiatives by kind, as a picture needs it and as links."""

    row: Row
    cells: tuple[Linked, ...]

    @property
    def name(self) -> str:
        return self.row.name


@dataclass(frozen=True, slots=True)
class LinkedShare:
    """How many of those at a stage have attained at least a level."""

    share: Share
    address: str


@dataclass(frozen=True, slots=True)
class StageRow:
    """An attribute's shares at each stage, for levels 1, 2 and 3; None where withheld."""

    name: str
    stages: tuple[tuple[LinkedShare, ...] | None, ...]


@dataclass(frozen=True, slots=True)
class StageCount:
    """How many initiatives have a baseline at a stage."""

    name: str
    baselines: Linked


@dataclass(frozen=True, slots=True)
class CouncilCount:
    """How many of a council's initiatives have a baseline; `seen` None where withheld."""

    name: str
    baselines: Linked
    seen: int | None


@dataclass(frozen=True, slots=True)
class Blocker:
    """A criterion that keeps initiatives from their next level."""

    code: str
    attribute: str
    level: int
    statement: str
    initiatives: Linked


@dataclass(frozen=True, slots=True)
class GapRow:
    """How many initiatives are how far below an attribute's target."""

    name: str
    cells: tuple[Linked, ...]  # target attained, 1 to 3 levels below, no target
    below: Linked


@dataclass(frozen=True, slots=True)
class MoveRow:
    """At how many initiatives an attribute's level rose, and at how many it fell."""

    name: str
    rose: Linked
    fell: Linked


@dataclass(frozen=True, kw_only=True)
class Board(HeadlineFigures):
    """All that a dashboard counts. Numbers are of initiatives."""

    chosen: Chosen
    without: Linked
    baselines: Linked
    stages: tuple[StageCount, ...]
    councils: tuple[CouncilCount, ...]  # of a joint view, else empty
    rows: tuple[LinkedRow, ...]
    heat: tuple[StageRow, ...]
    blockers: tuple[Blocker, ...]
    gaps: tuple[GapRow, ...]
    below: Linked
    compared: int | None
    moves: tuple[MoveRow, ...]
    rose: Linked
    fell: Linked
    first: Linked
    anew: Linked

    @property
    def stages_withheld(self) -> bool:
        """Whether no attribute is shown by stage."""
        return all(None in row.stages for row in self.heat)


@dataclass(frozen=True)
class Reader:
    """Who the figures are for: without names nothing may point at an initiative.

    `link` gives the address of the list behind some conditions, and nothing without names.
    """

    named: bool
    link: Callable[..., str]

    def linked(self, number: int, **conditions: str) -> Linked:
        """A figure that this reader may see, with its link where anything is behind it."""
        return Linked(number, self.link(**conditions) if number and self.named else "")

    def cells(
        self, numbers: Sequence[int], conditions: Sequence[Mapping[str, str]]
    ) -> tuple[Linked, ...]:
        """The cells of a breakdown, without those that this reader may not see."""
        shown = numbers if self.named else withhold(numbers)
        return tuple(
            Linked(None) if number is None else self.linked(number, **each)
            for number, each in zip(shown, conditions, strict=True)
        )


def reader_of(given: Mapping[str, str], *, named: bool) -> Reader:
    """The reader of a dashboard with these filters."""
    initiatives = reverse("initiatives:index")

    def link(**conditions: str) -> str:
        return f"{initiatives}?{urlencode({**given, **conditions})}" if named else ""

    return Reader(named, link)


def board(
    chosen: Chosen,
    reader: Reader,
    *,
    attributes: Sequence[Attribute],
    stages: Stages,
    councils: Sequence[Council] = (),
) -> Board:
    """The figures of a dashboard; `councils` are those of a joint view.

    One query, for the statements of the criteria that are shown.
    """
    return _Counter(chosen, reader, attributes, stages, councils).board()


def headline(chosen: Chosen, reader: Reader, attributes: Sequence[Attribute]) -> HeadlineFigures:
    """What the figures come to, for one sentence."""
    return HeadlineFigures(**_Counter(chosen, reader, attributes, {}, ()).headline())


class _Counter:
    def __init__(
        self,
        chosen: Chosen,
        reader: Reader,
        attributes: Sequence[Attribute],
        stages: Stages,
        councils: Sequence[Council],
    ) -> None:
        self.chosen, self.reader = chosen, reader
        self.names = {each.code: each.text for each in attributes}
        self.stages, self.councils = stages, councils
        self.seen = chosen.index.seen(chosen.at) & chosen.slots
        self.total = bits.count(chosen.counted)
        self.levels = {code: chosen.levels(code, chosen.counted) for code in self.names}

    def headline(self) -> dict[str, Any]:
        """The values of HeadlineFigures."""
        seen, without = bits.count(self.seen), self._without()
        show = self.reader.named or enough(self.total)
        show_seen = self.reader.named or (show and enough(seen, without))
        rows = [self._row(code, name) for code, name in self.names.items()]
        return {
            "named": self.reader.named,
            "seen": seen if show_seen else None,
            "with_baseline": self.total if show else None,
            "distribution": tuple(each.row for each in rows),
        }

    def board(self) -> Board:
        chosen, reader, total = self.chosen, self.reader, self.total
        values = self.headline()
        hidden = Linked(None)
        rows = [self._row(code, name) for code, name in self.names.items()]
        return Board(
            **values,
            chosen=chosen,
            without=hidden
            if values["seen"] is None
            else reader.linked(self._without(), baseline="without"),
            baselines=hidden
            if values["with_baseline"] is None
            else reader.linked(total, baseline="with"),
            stages=self._stages(),
            councils=self._councils(),
            rows=tuple(rows),
            heat=self._heat(),
            blockers=self._blockers(),
            gaps=tuple(self._gaps(code, name) for code, name in self.names.items()),
            below=self._alone(chosen.with_gap("", "1+"), gap="1+"),
            compared=bits.count(chosen.compared) if reader.named else None,
            moves=tuple(self._move(code, name) for code, name in self.names.items()),
            rose=self._moved("", ROSE),
            fell=self._moved("", FELL),
            first=self._moved("", FIRST),
            anew=self._moved("", ANEW),
        )

    def _without(self) -> int:
        return (bits.any_slot(self.seen) & ~bits.any_slot(self.chosen.baselines)).bit_count()

    def _row(self, code: str, name: str) -> LinkedRow:
        numbers = [each.bit_count() for each in self.levels[code]]
        conditions = [{"attribute": code, "level": level} for level in ("0", "1", "2", "3", "none")]
        cells = self.reader.cells(numbers, conditions)
        total = self.total if self.reader.named or enough(self.total) else None
        return LinkedRow(Row(name, tuple(each.number for each in cells), total), cells)

    def _stages(self) -> tuple[StageCount, ...]:
        numbers = [self.chosen.at_stage(order).bit_count() for order in self.stages]
        conditions = [{"stage": code, "baseline": "with"} for code, _name in self.stages.values()]
        cells = self.reader.cells(numbers, conditions)
        return tuple(
            StageCount(name, cell)
            for (_code, name), cell in zip(self.stages.values(), cells, strict=True)
        )

    def _councils(self) -> tuple[CouncilCount, ...]:
        of = [self.chosen.index.of(f"council.{each.code}") for each in self.councils]
        numbers = [(self.chosen.counted & each).bit_count() for each in of]
        conditions = [{"council": each.code, "baseline": "with"} for each in self.councils]
        cells = self.reader.cells(numbers, conditions)
        return tuple(
            CouncilCount(
                council.abbreviation,
                cell,
                bits.count(self.seen & slots) if self.reader.named else None,
            )
            for council, cell, slots in zip(self.councils, cells, of, strict=True)
        )

    def _heat(self) -> tuple[StageRow, ...]:
        at_stage = [self.chosen.at_stage(order) for order in self.stages]
        found = {code: [self._steps(code, within) for within in at_stage] for code in self.names}
        # What is withheld at one stage would follow from the others and from all together.
        known = self.reader.named or enough(*(each.bit_count() for each in at_stage))
        return tuple(
            StageRow(
                name,
                tuple(
                    self._shares(code, stage, steps)
                    for (stage, _name), steps in zip(self.stages.values(), found[code], strict=True)
                )
                if known and (self.reader.named or all(enough(*steps) for steps in found[code]))
                else (None,) * len(self.stages),
            )
            for code, name in self.names.items()
        )

    def _steps(self, code: str, within: int) -> list[int]:
        return [each.bit_count() for each in self.chosen.levels(code, within)]

    def _shares(self, code: str, stage: str, steps: Sequence[int]) -> tuple[LinkedShare, ...]:
        shares = []
        for level, condition in ((1, "1+"), (2, "2+"), (3, "3")):
            number = sum(steps[level:4])
            given = {"stage": stage, "attribute": code, "level": condition}
            address = self.reader.link(**given) if number else ""
            shares.append(LinkedShare(Share(number, sum(steps)), address))
        return tuple(shares)

    def _blockers(self) -> tuple[Blocker, ...]:
        """The criteria that hold back the most initiatives."""
        kind = "blocked."
        columns = {name for part, _slots in self.chosen.now.parts for name in part}
        codes = sorted(name.removeprefix(kind) for name in columns if name.startswith(kind))
        numbers = {code: self.chosen.blocked_by(code).bit_count() for code in codes}
        most = sorted((code for code in codes if numbers[code]), key=lambda code: -numbers[code])
        if self.reader.named:
            most = most[:SHOWN_BLOCKERS]
        criteria = Criterion.objects.filter(code__in=most).select_related("attribute")
        # A criterion keeps its code from one edition to the next; the newest wording is shown.
        texts = {each.code: each for each in criteria.order_by("edition__published_at")}
        shown = [
            code for code in most if self.reader.named or self._may_show(texts[code], numbers[code])
        ]
        return tuple(
            Blocker(
                code,
                self.names.get(texts[code].attribute.code, texts[code].attribute.text),
                texts[code].level,
                in_language(texts[code], "text", current_language()),
                self.reader.linked(numbers[code], blocked=code),
            )
            for code in shown[:SHOWN_BLOCKERS]
        )

    def _may_show(self, criterion: Criterion, number: int) -> bool:
        """As in a council's report: nothing withheld may follow from it (`council.snapshot`)."""
        if criterion.attribute.code not in self.levels:
            return False
        steps = [each.bit_count() for each in self.levels[criterion.attribute.code]]
        if None in withhold(steps):
            return False
        others = max(steps[criterion.level - 1] - number, 0)
        return enough(number, self.total - number, others)

    def _gaps(self, code: str, name: str) -> GapRow:
        found = self.chosen.now.steps(f"gap.{code}", self.chosen.counted)
        numbers = [each.bit_count() for each in found]
        kinds = ("0", "1", "2", "3", "none")
        conditions = [{"attribute": code, "gap": kind} for kind in kinds]
        cells = self.reader.cells(numbers, conditions)
        below = sum(numbers[1:4])
        known = all(each.number is not None for each in cells)
        return GapRow(
            name,
            cells,
            self.reader.linked(below, attribute=code, gap="1+") if known else Linked(None),
        )

    def _move(self, code: str, name: str) -> MoveRow:
        return MoveRow(name, self._moved(code, ROSE), self._moved(code, FELL))

    def _moved(self, code: str, move: str) -> Linked:
        conditions = {"attribute": code, "move": move} if code else {"move": move}
        return self._alone(self.chosen.moved(code, move), **conditions)

    def _alone(self, found: int, **conditions: str) -> Linked:
        """A figure that is no part of a breakdown: what of it is safe to show nobody can say."""
        if not self.reader.named:
            return Linked(None)
        return self.reader.linked(bits.count(found), **conditions)
