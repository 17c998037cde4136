"""Charts of an assessment and words about agreement, for templates."""

from django import template

from assessments.baselines import charts, continuum, verdict

register = template.Library()
register.simple_tag(charts.spread)
register.simple_tag(charts.trend)
register.simple_tag(continuum.bar)
register.simple_tag(verdict.alpha_reading)
