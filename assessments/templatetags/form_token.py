"""The hidden fields of a form that changes something, built into all templates."""

from django import template

from assessments.web.pages import form_token

register = template.Library()
register.simple_tag(form_token, takes_context=True)
