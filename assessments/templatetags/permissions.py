"""What a page may offer to its reader."""

from django import template
from django.contrib.auth.base_user import AbstractBaseUser

from assessments import rules
from assessments.models import Person
from maturity.models import Council

register = template.Library()


@register.filter
def may_manage_people(user: AbstractBaseUser) -> bool:
    return isinstance(user, Person) and rules.may_manage_people(user)


@register.filter
def may_see_validation(user: AbstractBaseUser) -> bool:
    return isinstance(user, Person) and rules.may_see_validation(user)


@register.filter
def may_read_feedback(user: AbstractBaseUser) -> bool:
    return isinstance(user, Person) and rules.may_read_feedback(user)


@register.filter
def may_see_councils(user: AbstractBaseUser) -> bool:
    return isinstance(user, Person) and rules.may_see_councils(user)


@register.filter
def may_see_council(user: AbstractBaseUser, council: Council) -> bool:
    return isinstance(user, Person) and rules.may_see_council(user, council)
