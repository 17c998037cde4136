"""Parts of a long page that fold, and that a report on paper has as plain sections."""

from collections.abc import Iterable, Mapping

from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.baselines.comparison import AttributePair, Coded, CriterionPair
from assessments.baselines.selection import Selection
from assessments.baselines.values import AttributeContent


def fold(
    context: Context,
    content: str,
    ident: str,
    heading: int,
    title: str,
    *,
    code: str = "",
    note: str | int = "",
    css: str = "",
    opened: bool = False,
) -> SafeString:
    """A part under its title; on a page with a `selection` it folds, on paper it does not.

    `heading` is the level of the title's heading; `code` that of an attribute, which the address
    can open; `note` stands beside the title while the part is folded; `css` is a class on paper.
    """
    selection = context.get("selection")
    body = mark_safe(content)  # nosec B308 B703 # noqa: S308 – a rendered template
    if not isinstance(selection, Selection):
        named = format_html(' class="{}"', css) if css else ""
        return format_html('<h{0} id="{1}"{2}>{3}</h{0}>{4}', heading, ident, named, title, body)
    shown = " open" if opened or selection.all_open or selection.is_open(code) else ""
    said = format_html(' <span class="note">{}</span>', note) if note != "" else ""
    return format_html(
        '<details class="fold" id="{1}"{4}><summary><h{0}>{2}</h{0}>{3}</summary>{5}</details>',
        heading,
        ident,
        title,
        said,
        shown,
        body,
    )


def attribute_note(attribute: AttributeContent) -> str:
    """What an attribute that is folded says: its level, and what holds the next one back."""
    if attribute.attained is None:
        return _("Not applicable")
    level = _("Level %(level)s") % {"level": attribute.attained}
    parts = [level if attribute.attained else _("Before level 1")]
    if number := len(attribute.blocking):
        held = ngettext(
            "%(number)s statement holds level %(level)s back",
            "%(number)s statements hold level %(level)s back",
            number,
        )
        parts.append(held % {"number": number, "level": attribute.attained + 1})
    rated = attribute.completed
    if rated.done < rated.total:
        parts.append(
            _("%(rated)s of %(total)s rated") % {"rated": rated.done, "total": rated.total}
        )
    return " · ".join(parts)


def shown[Entry: Coded](entries: Iterable[Entry], selection: object) -> list[Entry]:
    """Those of some statements that a page shows: all, where nothing is selected."""
    if not isinstance(selection, Selection):
        return list(entries)
    return [each for each in entries if each.code in selection.codes]


def shown_pairs(pair: AttributePair, selection: object) -> list[CriterionPair]:
    """Those statements of two baselines that a page shows; on paper what is rated differently."""
    return shown(pair.criteria, selection) if selection else list(pair.moved)


def entry[Value](values: Mapping[str, Value], code: str) -> Value:
    """What stands under a code."""
    return values[code]


def place(selection: object, code: str) -> str:
    """The address of a statement on its page (see `Selection.address_of`)."""
    return selection.address_of(code) if isinstance(selection, Selection) else f"#{code}"
