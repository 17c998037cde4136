"""Words about agreement, for templates."""

from django import template

from assessments.baselines import verdict

register = template.Library()
register.simple_tag(verdict.alpha_reading)
