"""Lessons of others beside the gaps of an initiative, for templates."""

from typing import Any

from django import template

from assessments.improvement.reads import newest_figures
from assessments.lessons.reads import LessonFit, similar
from assessments.models import Initiative, Person

register = template.Library()


@register.simple_tag(takes_context=True)
def lessons_that_fit(context: dict[str, Any], initiative: Initiative) -> list[LessonFit]:
    """Of the lessons that the reader may see, those that fit the gaps of an initiative: what blocks
    it at its newest baseline, which a page may have read already (`standing`).
    """
    if "standing" in context:
        standing = context["standing"]
        blocking = standing.blocking if standing and standing.is_baseline else ()
    else:
        figures = newest_figures(initiative)
        profile = figures.profile.values() if figures else ()
        blocking = {code for each in profile for code in each["blocking"]}
    reader = context["user"]
    return similar(initiative, reader, blocking) if isinstance(reader, Person) else []
