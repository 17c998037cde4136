"""Faults in what a person or a file gave us: each names its place, and all are told at once."""

from collections.abc import Iterable
from dataclasses import dataclass

NO_BREAK_SPACES = "\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}"


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault: `place` is a path such as `ratings[3].criterion`, empty for the whole input."""

    place: str
    message: str

    def __str__(self) -> str:
        text = f"{self.place}: {self.message}" if self.place else self.message
        # One line of plain text, whatever a file has in its codes and keys.
        return "".join(
            each
            if each.isprintable() or each in NO_BREAK_SPACES
            else each.encode("unicode_escape").decode()
            for each in text
        )


class Faults(Exception):
    """Raised with every fault of an input, before anything of it is written."""

    def __init__(self, faults: Iterable[Fault]):
        self.faults = list(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))
