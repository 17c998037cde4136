"""The state of the portal, for the secretariat."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from assessments import rules
from assessments.models import AuditHead
from assessments.watching.sentences import sections
from assessments.web.access import person_of
from maturity.operations.state import state as state_now


def state(request: HttpRequest) -> HttpResponse:
    """How the portal is doing, and what to do about what is not well."""
    if not rules.may_see_state(person_of(request)):
        raise PermissionDenied
    found = state_now()
    told = sections(found, AuditHead.objects.first())
    matters = sum(bool(each.to_do) for section in told for each in section.sentences)
    context = {"sections": told, "matters": matters, "at": found.at}
    return render(request, "watching/state.html", context)
