"""What a report's shell says in the language of each of its parts."""

from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import override

from assessments.content import Content
from assessments.models import Action, Baseline

register = template.Library()


@register.simple_tag
def report_kind(part: Content, baseline: Baseline | None) -> str:
    """The name of the kind of report, in the part's language."""
    with override(part.language):
        return _("Maturity baseline report") if baseline else _("Draft maturity report")


@register.simple_tag
def report_title(part: Content, baseline: Baseline | None) -> str:
    """The document's title, in the part's language."""
    return f"{report_kind(part, baseline)} – {part.initiative} – {part.stage}"


@register.simple_tag
def cover_facts(part: Content, baseline: Baseline | None) -> SafeString:
    """The facts on the cover, in the part's language."""
    outer: dict[str, Any] = {"content": part, "baseline": baseline}
    with override(part.language):
        return render_to_string("reports/cover_facts.html", outer)


@register.simple_tag
def action_status(code: str) -> str:
    """The words for an action's status."""
    return str(Action.Status(code).label)
