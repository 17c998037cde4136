"""Lessons of others beside the gaps of an initiative, for templates."""

from typing import Any

from django import template

from assessments.lessons.reads import Fit, similar
from assessments.models import Initiative, Person

register = template.Library()


@register.simple_tag(takes_context=True)
def lessons_that_fit(context: dict[str, Any], initiative: Initiative) -> list[Fit]:
    """Of the lessons that the reader may see, those that fit the gaps of an initiative."""
    reader = context["user"]
    return similar(initiative, reader) if isinstance(reader, Person) else []
