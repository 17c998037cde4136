"""The continuum, for templates."""

from django import template

from assessments.baselines import continuum

register = template.Library()
register.simple_tag(continuum.bar)
