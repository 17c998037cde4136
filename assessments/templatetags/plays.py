"""Plays of the playbook, for templates."""

from collections.abc import Mapping

from django import template

register = template.Library()


@register.filter
def under[Value](values: Mapping[str, Value], code: str) -> Value | None:
    """What stands under a code, if anything does."""
    return values.get(code)
