"""Accepting an invitation, one's own account, and how long the session lasts."""

import json
import time

from allauth.account.utils import perform_login
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from assessments.accounts.middleware import SEEN, UNSENT, keep_unsent, seconds_left
from assessments.models import Person
from assessments.people.actions import update_person
from assessments.people.forms import AcceptForm, OwnAccountForm
from assessments.people.invitations import accept, invitation_by_token
from assessments.people.personal_data import personal_data
from assessments.web.access import person_of
from assessments.web.pages import form_page, is_submitted, posted
from maturity.faults import Faults
from maturity.file_names import attached


@never_cache
@sensitive_post_parameters("password")
@login_not_required
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Make an account from an invitation: with a password, or through a provider of identities."""
    found = invitation_by_token(token)
    if found is None or not found.is_pending:
        used = bool(found and found.accepted_at)
        return render(request, "accounts/invitation_void.html", {"used": used}, status=410)
    if request.user.is_authenticated:
        return render(request, "accounts/invitation_signed_in.html", {"invitation": found})
    form = AcceptForm(posted(request), email=found.email)
    if is_submitted(request) and form.is_valid():
        given = form.cleaned_data
        try:
            person = accept(found, **given)
        except (Faults, IntegrityError):
            return render(request, "accounts/invitation_void.html", {"used": True}, status=410)
        messages.success(request, _("Welcome. Your account is ready."))
        return perform_login(request, person)
    # A provider of identities brings the person back without the token.
    request.session["invitation"] = str(found.pk)
    context = {"invitation": found, "providers": settings.OIDC_PROVIDERS}
    return form_page(request, "accounts/invitation.html", form, context)


def own_account(request: HttpRequest) -> HttpResponse:
    """What the portal knows of me, and how I sign in."""
    person = Person.objects.select_related("jurisdiction").get(pk=person_of(request).pk)
    form = OwnAccountForm(posted(request), instance=person)
    if is_submitted(request) and form.is_valid():
        update_person(person_of(request), by=person_of(request), **form.cleaned_data)
        messages.success(request, _("Your changes are saved."))
        return redirect("accounts:own")
    roles = person.memberships.select_related("council", "initiative", "jurisdiction")
    context = {"person": person, "memberships": roles, "providers": settings.OIDC_PROVIDERS}
    return form_page(request, "accounts/own.html", form, context)


def own_data(request: HttpRequest) -> HttpResponse:
    """All that the portal keeps of me, as a file."""
    data = personal_data(person_of(request))
    return HttpResponse(
        json.dumps(data, ensure_ascii=False, indent=1),
        content_type="application/json",
        headers=attached("my-data.json"),
    )


@login_not_required
@never_cache
def session(request: HttpRequest) -> HttpResponse:
    """How many seconds the session lasts still. Only a POST keeps it going."""
    left = seconds_left(request) if request.user.is_authenticated else 0
    if left > 0 and request.method == "POST":
        request.session[SEEN] = time.time()
        left = seconds_left(request)
    return JsonResponse({"seconds": max(0, int(left))})


def unsent(request: HttpRequest) -> HttpResponse:
    """What a form posted after the session had ended, to go on with."""
    kept = request.session.get(UNSENT)
    if not kept or kept["person"] != str(person_of(request).pk):
        return redirect("work:home")
    return render(request, "accounts/unsent.html", {"kept": kept})


def out_of_date(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose mark against forgery is not that of the session: its page is older than it.

    What a person typed in a page of the portal itself is kept, as after the end of a session. What
    another site may have sent is not: nobody would know whose words they are.
    """
    ours = request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"
    if ours and request.user.is_authenticated and request.method == "POST":
        return keep_unsent(request, str(person_of(request).pk))
    return render(request, "403_csrf.html", status=403)


@login_not_required
def elsewhere(request: HttpRequest) -> HttpResponse:
    """Where django-allauth would ask a stranger to sign up."""
    return redirect("account_login")
