"""A council's dashboard: the figures of many initiatives, each with the list behind it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from assessments.councils.content import (
    Blocking,
    Breakdown,
    Counted,
    HeadlineFigures,
    HeatRow,
    Share,
    StageFigures,
)
from assessments.standings import bits
from assessments.standings.conditions import ANEW, FELL, FIRST, ROSE, Chosen
from assessments.standings.counts import Counts, newest_wording
from assessments.standings.late import ACTIONS, TARGETS, Late
from assessments.standings.withholding import Cells
from maturity.models import Attribute, Council, Criterion

type Stages = Mapping[int, tuple[str, str]]  # codes and names, by the place in the life cycle


@dataclass(frozen=True, slots=True)
class Linked:
    """A figure, None where it is withheld, and the address of the list behind it, if any."""

    number: int | None
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
    """What is late today in the plans as they stand: how many, None without names, and of whom."""

    actions: int | None
    with_actions: Linked
    targets: int | None
    with_targets: Linked


@dataclass(frozen=True, kw_only=True)
class Board(StageFigures):
    """All that a dashboard counts. Numbers are of initiatives."""

    chosen: Chosen
    without: Linked
    baselines: Linked
    stages: tuple[Counted[Linked], ...]
    councils: tuple[Counted[Linked], ...]  # of a joint view, else empty
    rows: tuple[LinkedRow, ...]
    blockers: tuple[Blocking[Linked], ...]
    gaps: tuple[LinkedRow, ...]  # target attained, 1 to 3 levels below, no target
    below: Linked
    compared: int | None
    moves: tuple[LinkedRow, ...]  # rose, fell
    rose: Linked
    fell: Linked
    first: Linked
    anew: Linked
    late: LateFigures | None  # of today only


@dataclass(frozen=True)
class Reader:
    """Who the figures are for: without names nothing may point at an initiative.

    `link` gives the address of the list behind some conditions, and nothing without names. `known`
    has the slots of the initiatives that they know by name all the same.
    """

    named: bool
    link: Callable[..., str]
    known: int = 0

    def linked(self, number: int | None, **conditions: str) -> Linked:
        """A figure that this reader may see, with its link where anything is behind it."""
        return Linked(number, self.link(**conditions) if number and self.named else "")

    def cells(self, shown: Cells, conditions: Sequence[Mapping[str, str]]) -> tuple[Linked, ...]:
        """The cells of a breakdown with their links."""
        return tuple(
            self.linked(number, **each) for number, each in zip(shown, conditions, strict=True)
        )


def reader_of(given: Mapping[str, str], *, named: bool, known: int = 0) -> Reader:
    """The reader of a dashboard with these filters, who knows the initiatives of some slots."""
    initiatives = reverse("initiatives:index")

    def link(**conditions: str) -> str:
        return f"{initiatives}?{urlencode({**given, **conditions})}" if named else ""

    return Reader(named, link, known)


def board(
    chosen: Chosen,
    reader: Reader,
    *,
    attributes: Sequence[Attribute],
    stages: Stages,
    councils: Sequence[Council] = (),
    late: Late | None = None,
) -> Board:
    """The figures of a dashboard; `councils` are those of a joint view, `late` is of today.

    One query, for the statements of the criteria that are shown.
    """
    names = {each.code: each.text for each in attributes}
    return _Maker(
        Counts(chosen, reader.named, reader.known), reader, names, stages, councils, late
    ).board()


def headline(chosen: Chosen, reader: Reader, attributes: Sequence[Attribute]) -> HeadlineFigures:
    """What the figures come to, for one sentence."""
    names = {each.code: each.text for each in attributes}
    return HeadlineFigures(**_headline(Counts(chosen, reader.named, reader.known), names))


def _headline(counts: Counts, names: Mapping[str, str]) -> dict[str, Any]:
    total = counts.with_baseline
    return {
        "named": counts.named,
        "seen": counts.seen,
        "with_baseline": total,
        "distribution": tuple(
            Breakdown(names[code], row, total) for code, row in counts.levels.items()
        ),
    }


@dataclass(frozen=True)
class _Maker:
    counts: Counts
    reader: Reader
    names: Mapping[str, str]  # of attributes, by code
    stages: Stages
    councils: Sequence[Council]
    late: Late | None

    def board(self) -> Board:
        counts, reader, chosen = self.counts, self.reader, self.counts.chosen
        values = _headline(counts, self.names)
        return Board(
            **values,
            chosen=chosen,
            without=reader.linked(counts.without, baseline="without"),
            baselines=reader.linked(counts.with_baseline, baseline="with"),
            stages=self._stages(),
            councils=self._councils(),
            rows=tuple(
                LinkedRow(row.name, self._cells(code, "level", row.cells), row)
                for code, row in zip(self.names, values["distribution"], strict=True)
            ),
            heat=self._heat(),
            blockers=self._blockers(),
            gaps=tuple(self._gaps(code, cells) for code, cells in counts.gaps.items()),
            below=self._alone(chosen.with_gap("", "1+"), gap="1+"),
            compared=bits.count(chosen.compared) if reader.named else None,
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

    def _late(self, late: Late) -> LateFigures:
        chosen, named = self.counts.chosen, self.reader.named
        overdue, past_due = late.overdue(chosen), late.past_due(chosen)
        linked, among = self.reader.linked, self.counts.among
        return LateFigures(
            actions=late.overdue_actions(overdue) if named else None,
            with_actions=linked(among(overdue), late=ACTIONS),
            targets=sum(each.bit_count() for each in past_due) if named else None,
            with_targets=linked(among(bits.union(past_due)), late=TARGETS),
        )

    def _cells(self, attribute: str, kind: str, cells: Cells) -> tuple[Linked, ...]:
        conditions = [{"attribute": attribute, kind: step} for step in ("0", "1", "2", "3", "none")]
        return self.reader.cells(cells, conditions)

    def _stages(self) -> tuple[Counted[Linked], ...]:
        conditions = [{"stage": code, "baseline": "with"} for code, _name in self.stages.values()]
        cells = self.reader.cells(self.counts.at_stages(self.stages), conditions)
        names = (name for _code, name in self.stages.values())
        return tuple(map(Counted, names, cells))

    def _councils(self) -> tuple[Counted[Linked], ...]:
        codes = [each.code for each in self.councils]
        conditions = [{"council": code, "baseline": "with"} for code in codes]
        cells = self.reader.cells(self.counts.of_councils(codes), conditions)
        return tuple(
            Counted(council.abbreviation, cell, self._seen(council.code))
            for council, cell in zip(self.councils, cells, strict=True)
        )

    def _seen(self, council: str) -> int | None:
        of = self.counts.chosen.index.of(f"council.{council}")
        return bits.count(self.counts.submitted & of) if self.reader.named else None

    def _heat(self) -> tuple[HeatRow, ...]:
        codes = [code for code, _name in self.stages.values()]
        return tuple(
            HeatRow(
                self.names[attribute],
                (None,) * len(codes)
                if rows is None
                else tuple(
                    self._shares(attribute, stage, steps)
                    for stage, steps in zip(codes, rows, strict=True)
                ),
            )
            for attribute, rows in self.counts.by_stage(self.stages).items()
        )

    def _shares(self, code: str, stage: str, steps: Sequence[int]) -> tuple[Share, ...]:
        shares = []
        for level, condition in ((1, "1+"), (2, "2+"), (3, "3")):
            number = sum(steps[level:4])
            given = {"stage": stage, "attribute": code, "level": condition}
            address = self.reader.link(**given) if number else ""
            shares.append(Share(number, sum(steps), address))
        return tuple(shares)

    def _blockers(self) -> tuple[Blocking[Linked], ...]:
        found = self.counts.blockers(newest_wording(self.counts.held_back))
        return tuple(self._blocking(each.criterion, each.initiatives) for each in found)

    def _blocking(self, criterion: Criterion, initiatives: int) -> Blocking[Linked]:
        attribute = criterion.attribute
        return Blocking(
            criterion.code,
            self.names.get(attribute.code, attribute.text),
            criterion.level,
            criterion.text,
            self.reader.linked(initiatives, blocked=criterion.code),
        )

    def _gaps(self, code: str, cells: Cells) -> LinkedRow:
        known = [each for each in cells[1:4] if each is not None]
        below = None if None in cells else sum(known)
        return LinkedRow(
            self.names[code],
            self._cells(code, "gap", cells),
            below=self.reader.linked(below, attribute=code, gap="1+"),
        )

    def _moved(self, code: str, move: str) -> Linked:
        conditions = {"attribute": code, "move": move} if code else {"move": move}
        return self._alone(self.counts.chosen.moved(code, move), **conditions)

    def _alone(self, found: int, **conditions: str) -> Linked:
        """A figure that is no part of a breakdown: what of it is safe to show nobody can say."""
        if not self.reader.named:
            return Linked(None)
        return self.reader.linked(bits.count(found), **conditions)
