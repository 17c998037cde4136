"""A council's dashboard: the figures of many initiatives, each with the list behind it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from assessments.councils.lateness import Lateness
from assessments.councils.values import (
    Blocking,
    Breakdown,
    Counted,
    HeatRow,
    Share,
)
from assessments.councils.words import Named
from assessments.standings import bits
from assessments.standings.conditions import ANEW, FELL, FIRST, ROSE, Chosen
from assessments.standings.counts import Counts
from assessments.standings.late import ACTIONS, TARGETS
from maturity.models import Council, Criterion

type Stages = Mapping[int, tuple[str, str]]  # codes and names, by the place in the life cycle


@dataclass(frozen=True, slots=True)
class Linked:
    """A figure, and the address of the list behind it, if any."""

    number: int
    address: str = ""


@dataclass(frozen=True, slots=True)
class LinkedRow:
    """The figures of an attribute.

    `row` is what a picture of them needs; of gaps, `below` is how many have any.
    """

    name: str
    cells: tuple[Linked, ...]
    row: Breakdown | None = None
    below: Linked | None = None


@dataclass(frozen=True, slots=True)
class LateFigures:
    """What is late today in the plans as they stand: how many, and of how many initiatives."""

    actions: int
    with_actions: Linked
    targets: int
    with_targets: Linked


@dataclass(frozen=True, kw_only=True)
class Board:
    """What a dashboard counts, each figure with the list behind it. Numbers are of initiatives."""

    chosen: Chosen
    without: Linked
    baselines: Linked
    stages: tuple[Counted[Linked], ...]
    councils: tuple[Counted[Linked], ...]  # of a joint view, else empty
    rows: tuple[LinkedRow, ...]
    blockers: tuple[Blocking[Linked], ...]
    gaps: tuple[LinkedRow, ...]  # target attained, so many levels below, no target
    below: Linked
    compared: int
    across: int
    moves: tuple[LinkedRow, ...]  # rose, fell
    rose: Linked
    fell: Linked
    first: Linked
    anew: Linked
    heat: tuple[HeatRow, ...]
    late: LateFigures | None  # of today only


@dataclass(frozen=True)
class Links:
    """The addresses of the lists behind figures: `given` are the filters of their page."""

    given: Mapping[str, str]

    def link(self, **conditions: str) -> str:
        """The address of the list of the initiatives that meet some conditions."""
        return f"{reverse('initiatives:index')}?{urlencode({**self.given, **conditions})}"

    def linked(self, number: int, **conditions: str) -> Linked:
        """A figure with its link where anything is behind it."""
        return Linked(number, self.link(**conditions) if number else "")

    def cells(
        self, sizes: Sequence[int], conditions: Iterable[Mapping[str, str]]
    ) -> tuple[Linked, ...]:
        """The cells of a breakdown with their links."""
        return tuple(
            self.linked(number, **each) for number, each in zip(sizes, conditions, strict=True)
        )


def board(
    counts: Counts,
    links: Links,
    *,
    attributes: Sequence[Named],
    stages: Stages,
    criteria: Mapping[str, Criterion],
    councils: Sequence[Named] = (),
    late: Lateness | None = None,
) -> Board:
    """The figures of a dashboard; `councils` are those of a joint view, `late` is of today, and
    `criteria` has those of `counts.held_back`. Without a query."""
    names = {each.code: each.text for each in attributes}
    return _Maker(counts, links, names, stages, criteria, councils, late).board()


@dataclass(frozen=True)
class _Maker:
    counts: Counts
    links: Links
    names: Mapping[str, str]  # of attributes, by code
    stages: Stages
    criteria: Mapping[str, Criterion]
    councils: Sequence[Named]
    late: Lateness | None

    def board(self) -> Board:
        counts, links, chosen = self.counts, self.links, self.counts.chosen
        return Board(
            chosen=chosen,
            without=links.linked(counts.without, baseline="without"),
            baselines=links.linked(counts.with_baseline, baseline="with"),
            stages=self._stages(),
            councils=self._councils(),
            rows=tuple(
                LinkedRow(
                    self.names[code],
                    self._cells(code, "level", cells),
                    Breakdown(self.names[code], cells, counts.with_baseline),
                )
                for code, cells in counts.levels.items()
            ),
            heat=self._heat(),
            blockers=self._blockers(),
            gaps=tuple(self._gaps(code, cells) for code, cells in counts.gaps.items()),
            below=self._alone(chosen.with_gap("", "1+"), gap="1+"),
            compared=bits.count(chosen.compared),
            across=bits.count(chosen.across),
            moves=tuple(
                LinkedRow(name, (self._moved(code, ROSE), self._moved(code, FELL)))
                for code, name in self.names.items()
            ),
            rose=self._moved("", ROSE),
            fell=self._moved("", FELL),
            first=self._moved("", FIRST),
            anew=self._moved("", ANEW),
            late=self._late(self.late) if self.late else None,
        )

    def _late(self, late: Lateness) -> LateFigures:
        return LateFigures(
            actions=late.actions,
            with_actions=self.links.linked(late.with_actions, late=ACTIONS),
            targets=late.targets,
            with_targets=self.links.linked(late.with_targets, late=TARGETS),
        )

    def _cells(self, attribute: str, kind: str, cells: Sequence[int]) -> tuple[Linked, ...]:
        steps = (*map(str, range(len(cells) - 1)), "none")
        conditions = [{"attribute": attribute, kind: step} for step in steps]
        return self.links.cells(cells, conditions)

    def _stages(self) -> tuple[Counted[Linked], ...]:
        conditions = [{"stage": code, "baseline": "with"} for code, _name in self.stages.values()]
        cells = self.links.cells(self.counts.at_stages(self.stages), conditions)
        names = (name for _code, name in self.stages.values())
        return tuple(map(Counted, names, cells))

    def _councils(self) -> tuple[Counted[Linked], ...]:
        codes = [each.code for each in self.councils]
        conditions = [{"council": alone(code), "baseline": "with"} for code in codes]
        cells = self.links.cells(self.counts.of_councils(codes), conditions)
        return tuple(
            Counted(council.text, cell, self._seen(council.code))
            for council, cell in zip(self.councils, cells, strict=True)
        )

    def _seen(self, council: str) -> int:
        of = self.counts.chosen.index.of(f"council.{council}")
        return bits.count(self.counts.submitted & of)

    def _heat(self) -> tuple[HeatRow, ...]:
        codes = [code for code, _name in self.stages.values()]
        return tuple(
            HeatRow(
                self.names[attribute],
                tuple(
                    self._shares(attribute, stage, steps)
                    for stage, steps in zip(codes, rows, strict=True)
                ),
            )
            for attribute, rows in self.counts.by_stage(self.stages).items()
        )

    def _shares(self, code: str, stage: str, steps: Sequence[int]) -> tuple[Share, ...]:
        shares = []
        top = len(steps) - 2
        for level in range(1, top + 1):
            number = sum(steps[level:-1])
            asked = str(level) if level == top else f"{level}+"
            given = {"stage": stage, "attribute": code, "level": asked}
            address = self.links.link(**given) if number else ""
            shares.append(Share(number, sum(steps), address))
        return tuple(shares)

    def _blockers(self) -> tuple[Blocking[Linked], ...]:
        found = self.counts.blockers(self.criteria)
        return tuple(self._blocking(each.criterion, each.initiatives) for each in found)

    def _blocking(self, criterion: Criterion, initiatives: int) -> Blocking[Linked]:
        attribute = criterion.attribute
        return Blocking(
            criterion.code,
            self.names.get(attribute.code, attribute.text),
            criterion.level,
            criterion.text,
            self.links.linked(initiatives, blocked=criterion.code),
        )

    def _gaps(self, code: str, cells: Sequence[int]) -> LinkedRow:
        return LinkedRow(
            self.names[code],
            self._cells(code, "gap", cells),
            below=self.links.linked(sum(cells[1:-1]), attribute=code, gap="1+"),
        )

    def _moved(self, code: str, move: str) -> Linked:
        conditions = {"attribute": code, "move": move} if code else {"move": move}
        return self._alone(self.counts.chosen.moved(code, move), **conditions)

    def _alone(self, found: int, **conditions: str) -> Linked:
        return self.links.linked(bits.count(found), **conditions)


def alone(council: str) -> str:
    """What a filter calls the initiatives that are filed under a council itself."""
    return Council.ALONE if council == Council.JOINT else council
