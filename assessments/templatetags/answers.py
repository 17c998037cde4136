"""Errors at the rows of evidence, whose fields are numbered."""

from typing import Any

from django import template

register = template.Library()


@register.simple_tag
def evidence_error(form: Any, number: int, part: str) -> dict[str, str]:
    """The field name and the error (empty if none) of the title or address of a document."""
    field = f"evidence-{number}-{part}"
    return {"field": field, "text": form.errors.get(field, "")}
