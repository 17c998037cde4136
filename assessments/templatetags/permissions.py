"""What a page may offer to whoever reads it."""

from django import template
from django.contrib.auth.base_user import AbstractBaseUser

from assessments import rules
from assessments.models import Person

register = template.Library()


@register.filter
def may_manage_people(user: AbstractBaseUser) -> bool:
    return isinstance(user, Person) and rules.may_manage_people(user)
