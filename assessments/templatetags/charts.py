"""Charts of an assessment, for templates."""

from django import template

from assessments.baselines import charts

register = template.Library()
register.simple_tag(charts.spread)
register.simple_tag(charts.trend)
