"""The preview of what a workbook would change, in the words of the page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

from assessments.audit.words import Value, label
from assessments.workbook.changes import AnswerChange, StoredAnswer
from assessments.workbook.layout import ANSWER, INDICATOR, LANGUAGE_NAMES, BothLanguages, Layout
from maturity.bilingual import current_language
from maturity.wording import colon

# Of a long text so much is shown, from shortly before where the two begin to differ.
SHOWN, BEFORE = 300, 40
MOST = 50  # texts that were not taken are shown
# Why a text of the workbook was not taken, and what to do.
REASONS = {
    "sheet": _(
        "This sheet is not part of the workbook. Copy the text to the sheet of its attribute."
    ),
    "outside": _(
        "It is outside the white cells of the statements. Move it to the comment of the "
        "statement that it is about."
    ),
    "note": _(
        "This is a note on a cell that is not filled in. Write it in the comment of the "
        "statement that it is about."
    ),
    "plan": _("The plan is on this sheet for reading. Change it on its page in the portal."),
    "merged": _("The cell is merged over several rows: it was read for the first row only."),
}


@dataclass(frozen=True, slots=True)
class FieldDifference:
    """One field: what stands now, and what the workbook says. Either may be empty."""

    label: str
    now: Value
    workbook: Value


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """A change as the preview shows it; `channel` is the channel's name, empty for all."""

    change: AnswerChange
    statement: str
    channel: str
    differences: tuple[FieldDifference, ...]


def rows(changes: list[AnswerChange], layout: Layout) -> list[PreviewRow]:
    """The changes in the language of the page."""
    language = current_language()
    statements = {each.code: each.words for sheet in layout.sheets for each in sheet.questions}
    return [
        PreviewRow(
            change,
            statements[change.code].of(language),
            layout.channel_words[change.channel].of(language) if change.channel else "",
            tuple(_differences(change, layout)),
        )
        for change in changes
    ]


def leftovers(kept: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """What a workbook holds that was not taken, as `content` keeps it: the first, why, how many."""
    shown = [{**each, "why": REASONS[each["reason"]]} for each in kept[:MOST]]
    return {"leftovers": shown, "more_leftovers": len(kept) - len(shown)}


def _differences(change: AnswerChange, layout: Layout) -> list[FieldDifference]:
    now: Mapping[str, Any] = change.now.values if change.now else {}
    found = []
    for name in (*ANSWER, *INDICATOR):
        old, new = _word(now, name, layout), _word(change.values, name, layout)
        if old != new:
            shown = _excerpts(old, new)
            languages = (str(each.get(f"{name}_language", "")) for each in (now, change.values))
            values = (Value(text, known) for text, known in zip(shown, languages, strict=True))
            found.append(FieldDifference(label(name), *values))
    if change.replaced:
        text = "; ".join(_said(each, layout) for each in change.replaced)
        found.append(FieldDifference(label("replaces"), Value(text), Value("")))
    return found


def _word(values: Mapping[str, Any], name: str, layout: Layout) -> str:
    value = values.get(name)
    if value in ("", None):
        return ""
    if name == "rating":
        return layout.scale[str(value)].of(current_language())
    if name.endswith("_language"):
        return LANGUAGE_NAMES[str(value)]
    if name == "indicator_value":
        return number_format(value, use_l10n=True, force_grouping=True)
    return str(value)


def _said(answer: StoredAnswer, layout: Layout) -> str:
    """An answer that would be replaced: "Online: Largely achieved"."""
    channel = layout.channel_words[answer.channel].of(current_language())
    rating = layout.scale.get(answer.values["rating"], BothLanguages("–", "–")).of(
        current_language()
    )
    return f"{colon(channel)} {rating}"


def _excerpts(old: str, new: str) -> tuple[str, str]:
    pairs = enumerate(zip(old, new, strict=False))
    same = next((n for n, (one, other) in pairs if one != other), min(len(old), len(new)))
    start = same - BEFORE if same > 2 * BEFORE else 0
    return _excerpt(old, start), _excerpt(new, start)


def _excerpt(text: str, start: int) -> str:
    part = text[start : start + SHOWN]
    return ("…" if start and part else "") + part + ("…" if len(text) > start + SHOWN else "")
