"""What stands side by side, for templates."""

from django import template

from assessments.compare import marks

register = template.Library()
register.filter(marks.beside)
register.simple_tag(marks.own_mark)
