"""Faults in what a person or a file gave us: each names its place, and all are told at once."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault: `place` is a path such as `ratings[3].criterion`, empty for the whole input."""

    place: str
    message: str

    def __str__(self) -> str:
        return f"{self.place}: {self.message}" if self.place else self.message


class Faults(Exception):
    """Raised with every fault of an input, before anything of it is written."""

    def __init__(self, faults: Iterable[Fault]):
        self.faults = list(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))
