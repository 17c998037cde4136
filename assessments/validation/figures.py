"""What a validation report says: figures in groups, groups in parts. Names are codes, not words."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from assessments.method.validation import Interval, Verdict, Why
from maturity.thresholds import DEFAULTS, Thresholds


class Judgement(StrEnum):
    """How a figure stands against its threshold."""

    MET = "met"
    NOT_MET = "not_met"
    TOO_EARLY = "too_early"  # computed, and not judged before there are more


@dataclass(frozen=True, slots=True)
class Threshold:
    """From which value on, or up to which, a figure is as wanted."""

    least: float | None = None
    most: float | None = None

    def meets(self, value: float) -> bool:
        """Whether a value is as wanted."""
        return (self.least is None or value >= self.least) and (
            self.most is None or value <= self.most
        )


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: its value, or None and the reason; `n` says how many it comes from."""

    name: str
    value: float | None
    n: int
    reason: Why | None = None
    interval: Interval | None = None
    threshold: Threshold | None = None
    verdict: Judgement | Verdict | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """The figures of one subject: codes of an attribute, of a statement, of two; or of none."""

    subject: tuple[str, ...]
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class ReportPart:
    """A question that the report answers, group by group."""

    name: str
    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class Pending:
    """What cannot be said yet: what there is of it, what is needed, and when that can be.

    `ready` is the day at the pace of the past, None where there is no pace to tell it by.
    """

    name: str
    have: int
    needed: int
    ready: datetime.date | None


@dataclass(frozen=True, slots=True)
class ValidationReport:
    """All figures of an edition, what they come from, and what cannot be said yet.

    `thresholds` are those of the edition, by which its figures are judged.
    """

    edition: str
    assessments: int
    initiatives: int
    participants: int
    parts: tuple[ReportPart, ...]
    pending: tuple[Pending, ...]
    thresholds: Thresholds = field(default_factory=lambda: DEFAULTS)

    def each(self) -> Iterator[tuple[ReportPart, Group, Figure]]:
        """Yields every figure with the group and the part that it is in."""
        for part in self.parts:
            for group in part.groups:
                for figure in group.figures:
                    yield part, group, figure


def judged(
    name: str,
    value: float | None,
    n: int,
    *,
    reason: Why | None = None,
    interval: Interval | None = None,
    threshold: Threshold | None = None,
    judged_from: float,
) -> Figure:
    """Returns a figure with how it stands: not judged where it comes from fewer than it takes."""
    verdict = None
    if value is not None and threshold is not None:
        if n < judged_from:
            verdict = Judgement.TOO_EARLY
        else:
            verdict = Judgement.MET if threshold.meets(value) else Judgement.NOT_MET
    said = None if value is not None else reason or Why.NO_DATA
    return Figure(name, value, n, said, interval, threshold, verdict)
