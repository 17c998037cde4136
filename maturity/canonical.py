"""The one JSON text of plain values and its SHA-256, by which baselines and events are known."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

_ENCODER = json.JSONEncoder(
    sort_keys=True, ensure_ascii=False, allow_nan=False, separators=(",", ":")
)


def canonical(values: Mapping[str, Any] | Sequence[Any]) -> str:
    """Return the one JSON text of values: sorted keys, no white space, plain UTF-8 characters."""
    return _ENCODER.encode(values)


def sha256(text: str) -> str:
    """Return the hexadecimal SHA-256 of a canonical text's UTF-8 bytes."""
    return hashlib.sha256(text.encode()).hexdigest()
