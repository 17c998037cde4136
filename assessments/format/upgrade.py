"""Snapshots of earlier versions in today's shape. Pure; what is kept never changes.

Nothing else knows what older versions left out. A version that gives the snapshot a key adds to
`types`, and says here what a snapshot without it says.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from types import NoneType
from typing import Any, cast, get_args, get_origin, get_type_hints, is_typeddict

from django.utils.translation import gettext as _

from assessments.format.types import Snapshot
from maturity.faults import Fault, Faults
from maturity.json_file import place

type Place = tuple[str | int, ...]


def upgrade(kept: Mapping[str, Any]) -> Snapshot:
    """Returns what a kept snapshot says, as if today's version had kept it.

    Raises Faults, each with its place, for keys that nobody knows and for keys that are missing.
    """
    since_0_3: dict[str, Any] = {"dissent": {}, "documents": {}}
    since_0_4: dict[str, Any] = {"lessons": [], "life_cycle": []}
    plan: dict[str, Any] = {"moves": [], "updates": [], "actions": []}
    since_0_6: dict[str, Any] = {"plan": plan, "plays": []}
    current = {**since_0_3, **since_0_4, **since_0_6, **kept}
    if previous := current.get("previous"):
        current["previous"] = {"effective": {}, **previous}  # since 0.4
    if faults := list(_faults(Snapshot, current, ())):
        raise Faults(faults)
    return cast("Snapshot", current)


def _faults(shape: Any, value: Any, where: Place) -> Iterator[Fault]:
    """Yields where a value is not of a shape: a TypedDict, or a list or mapping of shapes."""
    if NoneType in get_args(shape):
        if value is None:
            return
        shape = next(each for each in get_args(shape) if each is not NoneType)
    if get_origin(shape) is list:
        yield from _list_faults(get_args(shape)[0], value, where)
    elif not isinstance(value, dict):
        yield Fault(place(*where), _("must be an object in { }"))
    elif is_typeddict(shape):
        yield from _record_faults(shape, value, where)
    else:
        inner = get_args(shape)[1]
        for key, item in value.items():
            yield from _faults(inner, item, (*where, key))


def _list_faults(inner: Any, value: Any, where: Place) -> Iterator[Fault]:
    if not isinstance(value, list):
        yield Fault(place(*where), _("must be a list in [ ]"))
        return
    for number, item in enumerate(value):
        yield from _faults(inner, item, (*where, number))


def _record_faults(shape: Any, value: dict[str, Any], where: Place) -> Iterator[Fault]:
    for key in sorted(value.keys() - shape.__annotations__.keys()):
        yield Fault(place(*where, key), _("is not a key of this format"))
    for key in sorted(shape.__required_keys__ - value.keys()):
        yield Fault(place(*where, key), _("is missing"))
    for key, inner in _nested(shape).items():
        if key in value:
            yield from _faults(inner, value[key], (*where, key))


@cache
def _nested(shape: Any) -> dict[str, Any]:
    """Returns the keys of a TypedDict whose values have shapes of their own."""
    return {key: hint for key, hint in get_type_hints(shape).items() if _has_shape(hint)}


def _has_shape(hint: Any) -> bool:
    return is_typeddict(hint) or any(map(_has_shape, get_args(hint)))
