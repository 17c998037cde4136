"""Going through what stands side by side, and marking where one stands among its peers."""

from collections.abc import Iterable

from assessments.baselines.stacks import WIDTH
from assessments.baselines.values import AttributeContent
from assessments.compare.peers import PeerRow
from assessments.compare.side_by_side import AttributeSides, Side


def beside(
    row: AttributeSides, sides: Iterable[Side]
) -> list[tuple[Side, AttributeContent | None]]:
    """Each side with what it has of an attribute."""
    return list(zip(sides, row.cells, strict=True))


def own_mark(each: PeerRow) -> str:
    """Where the own level stands along a distribution bar: the middle of the peers that share it.

    Where none does it is the place between the lower and the higher; where that is withheld there
    is no place to tell, and the text is empty.
    """
    share = each.row.cells[each.own_step]
    if share is None:
        return ""
    before = sum(number or 0 for number in each.row.cells[: each.own_step])
    x = 1 + WIDTH * (before + share / 2) / (each.row.total or 1)
    return f"{min(max(x, 12), WIDTH - 10):.1f}"
