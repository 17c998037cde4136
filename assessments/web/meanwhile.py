"""What others changed while someone had a form open: told, and never overwritten unseen.

A form that edits something carries a mark of each value its reader saw. What is posted is held
against what stands now: a field that only others changed keeps their value, and one that both
changed is an error at its place, which shows theirs. Saving once more lets one's own stand.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from maturity.canonical import sha256
from maturity.wording import long_date

SEEN = "seen"


def marks(form: forms.BaseForm, values: Mapping[str, Any]) -> str:
    """The marks of `values` by field, as the hidden field of a page has them."""
    return " ".join(
        f"{name}:{_mark(form.fields[name], value)}"
        for name, value in values.items()
        if name in form.fields
    )


def changed_meanwhile(form: forms.BaseForm, values: Mapping[str, Any], seen: str) -> Iterable[str]:
    """The fields of a posted form that others have changed since its reader saw `seen`.

    `values` is what stands now. Ask `is_own` whether its reader changed one of them too.
    """
    before = dict(mark.split(":", 1) for mark in seen.split() if ":" in mark)
    for name in [each for each in values if each in before and each in form.fields]:
        if _mark(form.fields[name], values[name]) != before[name]:
            yield name


def is_own(form: forms.BaseForm, name: str, value: Any, seen: str) -> bool:
    """Whether the reader of `seen` changed a field too, into something else than `value`."""
    field = form.fields[name]
    posted = field.widget.value_from_datadict(form.data, form.files, form.add_prefix(name))
    typed = _mark(field, posted)
    return typed != _mark(field, value) and f"{name}:{typed}" not in seen.split()


def theirs(field: Any, value: Any) -> str:
    """A sentence that says what stands now."""
    shown = _shown(field, value)
    if not shown:
        return _("This was emptied after you opened the page. Save again to keep what you chose.")
    told = _("This was changed to “%(value)s” after you opened the page. Save again to keep yours.")
    return told % {"value": shown}


def _shown(field: Any, value: Any) -> str:
    if choices := getattr(field, "choices", None):
        chosen = set(_texts(field, value))
        return ", ".join(str(label) for key, label in choices if str(key) and str(key) in chosen)
    if hasattr(value, "isoformat"):
        return long_date(value)
    return "" if value is None else str(value)


def _mark(field: Any, value: Any) -> str:
    text = "\n".join(_texts(field, value)).replace("\r\n", "\n").strip()
    return sha256(text)[:8]


def _texts(field: Any, value: Any) -> list[str]:
    """A field's value, given by a row or posted, as the texts that a browser posts."""
    value = field.prepare_value(value)
    if isinstance(value, bool):
        return [str(value)]
    if isinstance(value, list | tuple):
        return sorted(map(str, value))
    shown = field.widget.format_value(value)
    if isinstance(shown, list):
        return sorted(each for each in shown if each)
    return [shown or ""]
