"""The initiatives of a council as a picture: a strip each, in an order to choose."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from assessments.councils.values import Line
from assessments.councils.words import Named
from maturity.folding import by_name

MOST = 40  # initiatives that are shown by name; of more, how they are distributed is
NAME, CHANGE, GAP = "name", "change", "gap"


@dataclass(frozen=True, slots=True)
class Head:
    """A head of the picture's columns: a short and a full name, and the address of the page in its
    order; whether it is in it now."""

    short: str
    name: str
    address: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Portfolio:
    """The initiatives in order, and the heads of their columns: the name, the attributes, what
    changed, and the gap."""

    lines: tuple[Line, ...]
    name: Head
    attributes: tuple[Head, ...]
    change: Head
    gap: Head


def portfolio(
    lines: Sequence[Line], attributes: Sequence[Named], given: Mapping[str, str], order: str
) -> Portfolio:
    """The picture in an order: NAME, an attribute's code (the lowest levels first), CHANGE or GAP
    (the largest first); any other is that of the names. `given` are the filters of its page."""

    def head(code: str, name: str, short: str = "") -> Head:
        asked = {**given, "order": code} if code != NAME else given
        return Head(short or name, name, f"?{urlencode(asked)}#portfolio", code == known)

    codes = [each.code for each in attributes]
    known = order if order in (*codes, CHANGE, GAP) else NAME
    in_order = by_name(lines, lambda line: line.name)
    keys = {NAME: lambda _line: 0, CHANGE: lambda line: -line.changed, GAP: lambda line: -line.gap}
    key = keys.get(known) or _by_level(codes.index(known))
    return Portfolio(
        tuple(sorted(in_order, key=key)),
        head(NAME, _("Initiative")),
        tuple(head(each.code, each.text, each.code) for each in attributes),
        head(CHANGE, _("Change")),
        head(GAP, _("Gap to targets"), _("Gap")),
    )


def _by_level(place: int) -> Callable[[Line], int]:
    """By the level of the attribute at a place; what has none comes last."""

    def level(line: Line) -> int:
        found = line.levels[place] if line.levels else None
        return 9 if found is None else found

    return level
