"""Rows that the transaction at hand holds."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Held[Row]:
    """A row as it is now, locked until the transaction ends.

    What has locked a row hands it on so; what would lock it takes it as it is.
    """

    row: Row
