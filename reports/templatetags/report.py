"""What reports say of an action."""

from django import template

from assessments.models import Action

register = template.Library()


@register.simple_tag
def action_status(code: str) -> str:
    """The words for an action's status."""
    return str(Action.Status(code).label)
