"""Two versions of a play, side by side: what differs, field by field."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.text import capfirst

from assessments.models import PlayVersion
from assessments.playbook.texts import LEVELS, LISTS, TEXTS
from maturity.bilingual import LANGUAGES

LABELS: dict[str, Any] = {field.name: field.verbose_name for field in PlayVersion._meta.fields}


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field that says something else; `language` is that of its text, empty for codes."""

    label: str
    language: str
    before: str
    after: str


def compare(before: PlayVersion, after: PlayVersion) -> Sequence[FieldChange]:
    """What differs between two versions of a play, in the order of the fields."""
    return [each for each in _fields(before, after) if each.before != each.after]


def _fields(before: PlayVersion, after: PlayVersion) -> Iterator[FieldChange]:
    for name in (*LEVELS, *LISTS):
        yield FieldChange(_label(name), "", _written(before, name), _written(after, name))
    for name in TEXTS:
        for language in LANGUAGES:
            column = f"{name}_{language}"
            yield FieldChange(
                _label(column), language, _written(before, column), _written(after, column)
            )


def _label(column: str) -> str:
    return capfirst(str(LABELS[column]))


def _written(version: PlayVersion, column: str) -> str:
    value = getattr(version, column)
    return ", ".join(value) if isinstance(value, list) else str(value)
