"""The pictures of a validation report, for templates."""

from django import template

from assessments.validation import charts

register = template.Library()
register.simple_tag(charts.dots)
register.simple_tag(charts.used)
