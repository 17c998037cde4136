"""Which backups are kept: the newest of each of the last days, weeks and months that have one."""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime

PART = re.compile(r"(\d{1,5}) (day|week|month)s?")
# What says of two moments that they are of the same day, week or month.
PERIODS: dict[str, Callable[[datetime], tuple[int, ...]]] = {
    "day": lambda at: (at.year, at.month, at.day),
    "week": lambda at: at.isocalendar()[:2],
    "month": lambda at: (at.year, at.month),
}


@dataclass(frozen=True)
class KeepRule:
    """How many days, weeks and months keep a backup. Days without any count for nothing.

    So nothing is lost while no backups are made, and the newest is always kept.
    """

    numbers: dict[str, int]

    def kept(self, moments: Collection[datetime]) -> set[datetime]:
        """Those of the moments whose backups are kept."""
        kept = set()
        for period, number in self.numbers.items():
            newest: dict[tuple[int, ...], datetime] = {}
            for at in sorted(moments):
                newest[PERIODS[period](at)] = at
            kept |= set(sorted(newest.values())[-number:])
        return kept


def keep_rule(text: str) -> KeepRule:
    """Reads a rule such as "14 days, 8 weeks, 12 months". Raises ValueError, which says why."""
    numbers: dict[str, int] = {}
    for part in text.split(","):
        match = PART.fullmatch(part.strip().lower())
        if match is None:
            raise ValueError(f"{part.strip()!r} is not a number of days, weeks or months")
        if match[2] in numbers:
            raise ValueError(f"it has {match[2]}s twice")
        if not int(match[1]):
            raise ValueError(f"leave {match[2]}s out to keep none for their sake")
        numbers[match[2]] = int(match[1])
    return KeepRule(numbers)
