"""The hash chain of the audit record: each event's hash covers its content and the hash before it.

Whoever noted the newest hash can prove later that nothing before it was changed, taken out or
added (`assessments.audit.proof`). These are pure functions over plain values.
"""

import datetime
import math
from collections.abc import Mapping
from typing import Any

from maturity.canonical import canonical, sha256

# What the first event follows.
START = "0" * 64
FIELDS = (
    "id", "at", "actor_id", "actor_name", "role", "verb", "subject", "subject_id",
    "assessment_id", "initiative_id", "place", "old", "new", "request_id",
)  # fmt: skip


def link(values: Mapping[str, Any], previous: str) -> str:
    """The hash of an event (its fields by name, as the database gives them) after `previous`."""
    content = {name: _plain(values[name]) for name in FIELDS}
    return sha256(canonical({**content, "previous": previous}))


def keepable(value: Any) -> Any:
    """A JSON value as every database gives it back: lists for tuples, whole numbers for 1.0.

    Raises ValueError for a number that is none (NaN, infinity).
    """
    match value:
        case dict():
            return {key: keepable(item) for key, item in value.items()}
        case list() | tuple():
            return [keepable(item) for item in value]
        case float() if not math.isfinite(value):
            raise ValueError(f"{value} is no JSON number")
        # PostgreSQL gives 1e22 back as a whole number, and knows no negative zero.
        case float() if value.is_integer():
            return int(value)
        case str():
            return str(value)  # A choice is kept as its plain value.
    return value


def _plain(value: Any) -> Any:
    """A column's value as JSON: moments in UTC to the microsecond, identities as text."""
    if isinstance(value, datetime.datetime):
        return value.astimezone(datetime.UTC).isoformat(timespec="microseconds")
    if value is None or isinstance(value, str | int | list | dict | float):
        return value
    return str(value)
