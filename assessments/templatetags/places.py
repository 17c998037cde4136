"""The ways about an assessment and an initiative, for the frame of every page."""

from django import template

from assessments.web.places import my_work, places

register = template.Library()
register.simple_tag(places, takes_context=True)
register.simple_tag(my_work, takes_context=True)
