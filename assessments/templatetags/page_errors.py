"""The error summary of a page, with the errors of django-allauth's forms as of our own."""

from typing import Any

from django import template

from assessments.web import pages

register = template.Library()


@register.simple_tag(takes_context=True)
def page_errors(context: dict[str, Any]) -> list[pages.PageError]:
    """The errors that the view gives; else those of a form of django-allauth's, which has none."""
    form = context.get("form")
    if "errors" in context or form is None or not form.is_bound:
        return context.get("errors") or []
    return pages.page_errors(form)
