"""A council's charts, for templates."""

from django import template

from assessments.councils import charts

register = template.Library()
register.simple_tag(charts.stack)
register.simple_tag(charts.drift)
register.filter(charts.linked)
register.filter(charts.told)
register.filter(charts.at)
register.filter(charts.times_over)
