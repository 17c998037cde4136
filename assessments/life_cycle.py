"""An initiative over its life cycle: where each attribute stands at each stage, and its trend."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Standing:
    """An attained level (None where nothing applies), and that of the baseline before it, if any.

    `has_previous` tells a baseline before in which nothing applied from no baseline before.
    """

    level: int | None
    previous: int | None
    has_previous: bool

    @property
    def change(self) -> int:
        """How many levels it rose (fell, if negative) since the baseline before."""
        if self.level is None or self.previous is None:
            return 0
        return self.level - self.previous


@dataclass(frozen=True, slots=True)
class LifeCycleRow:
    """One attribute (or the whole, without a name): its standing at each stage, None for none."""

    name: str
    standings: tuple[Standing | None, ...]


def life_cycle(
    snapshots: Sequence[Mapping[str, Any] | None], language: str
) -> tuple[LifeCycleRow, ...]:
    """The rows of a life-cycle table: the whole first, then each attribute in the model's order.

    `snapshots` has the newest baseline's snapshot of each stage, None where there is none. Pure.
    """
    names: dict[str, str] = {}
    for snapshot in snapshots:
        for attribute in snapshot["model"]["attributes"] if snapshot else ():
            names.setdefault(attribute["code"], attribute[language])
    if not names:
        return ()
    whole = LifeCycleRow("", tuple(_overall(each) for each in snapshots))
    rows = (
        LifeCycleRow(name, tuple(_standing(each, code) for each in snapshots))
        for code, name in names.items()
    )
    return (whole, *rows)


def _overall(snapshot: Mapping[str, Any] | None) -> Standing | None:
    if snapshot is None:
        return None
    previous = snapshot["previous"] or {}
    level = snapshot["assessment"]["computed"]["overall_level"]
    return Standing(level, previous.get("overall_level"), bool(previous))


def _standing(snapshot: Mapping[str, Any] | None, code: str) -> Standing | None:
    if snapshot is None:
        return None
    levels = {
        each["attribute"]: each["attained_level"]
        for each in snapshot["assessment"]["computed"]["attributes"]
    }
    if code not in levels:
        return None
    previous = (snapshot["previous"] or {}).get("attained_levels", {})
    return Standing(levels[code], previous.get(code), code in previous)
