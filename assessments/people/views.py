"""People and their roles, councils and jurisdictions: the secretariat's pages."""

import time
import uuid
from collections.abc import Callable, Iterable
from copy import copy
from typing import Any

from allauth.core import ratelimit
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from assessments import rules
from assessments.models import Invitation, Membership, Person
from assessments.models.people import Role
from assessments.people import actions as people
from assessments.people import invitations
from assessments.people.forms import InviteForm, JurisdictionForm, PersonForm, RoleForm
from assessments.people.jurisdictions import save_jurisdiction
from assessments.people.reads import SignIn, people_found, second_factor
from assessments.people.tokens import revoke_token
from assessments.web.access import STARTED, get_person, manager_of_people, person_of
from assessments.web.faults import faults_in, faults_told
from assessments.web.pages import chosen, form_page, is_submitted, posted
from maturity.folding import by_name
from maturity.models import Council, Jurisdiction
from maturity.text import one_line

A_PAGE = 50


def index(request: HttpRequest) -> HttpResponse:
    """Everybody, by name, address, role or how they sign in, and the invitations that wait."""
    manager_of_people(request)
    text, role = one_line(request.GET.get("q", ""))[:200], request.GET.get("role", "")
    sign_in = request.GET.get("sign_in", "")
    roles = Membership.objects.select_related("council", "initiative", "jurisdiction")
    known = Person.objects.annotate(has_second_factor=second_factor()).prefetch_related(
        Prefetch("memberships", queryset=roles)
    )
    page = Paginator(people_found(text, role, sign_in), A_PAGE).get_page(request.GET.get("page"))
    found = known.in_bulk(list(page))
    waiting = Invitation.objects.pending().select_related(
        "council", "initiative", "jurisdiction", "invited_by"
    )
    if is_submitted(request):
        act_on_invitation(request, waiting)
        return redirect("people:index")
    return render(
        request,
        "people/index.html",
        {
            "page": page,
            "people": [found[key] for key in page],
            "q": text,
            "role": role,
            "roles": Role,
            "sign_in": sign_in,
            "ways": SignIn,
            "providers": settings.OIDC_PROVIDERS,
            "invitations": waiting,
        },
    )


def invite(request: HttpRequest) -> HttpResponse:
    """Invite someone, or give a role to someone who has an account."""
    by = manager_of_people(request)
    form = InviteForm(posted(request), is_own=own_password_of(request))
    if is_submitted(request) and form.is_valid():
        with faults_in(form, ""):
            messages.success(request, give_or_invite(form.cleaned_data, by=by))
            return redirect("people:index")
    return form_page(request, "people/invite.html", form, {})


def detail(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """One person: who they are, their roles and access tokens, whether their account is open."""
    person = get_person(request, pk, may=rules.may_manage_person)
    memberships = person.memberships.select_related("council", "initiative", "jurisdiction")
    return render(
        request,
        "people/detail.html",
        {
            "person": person,
            "memberships": memberships,
            "tokens": person.access_tokens.filter(revoked_at=None),
        },
    )


def edit(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Change a person's name, address, language or jurisdiction."""
    person = get_person(request, pk, may=rules.may_manage_person)
    # A copy: the form writes into its instance even when it is not valid.
    form = PersonForm(posted(request), instance=copy(person))
    if is_submitted(request) and form.is_valid():
        people.update_person(person, by=person_of(request), **form.cleaned_data)
        messages.success(request, _("Your changes are saved."))
        return redirect("people:detail", pk)
    return form_page(request, "people/edit.html", form, {"person": person})


def role(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Give a person one more role."""
    person = get_person(request, pk, may=rules.may_manage_person)
    by = person_of(request)
    if not person.is_active:
        raise Http404
    form = RoleForm(posted(request), is_own=own_password_of(request))
    if is_submitted(request) and form.is_valid():
        with faults_in(form, ""):
            people.give_role(person, by=by, **form.cleaned_data)
            messages.success(request, _("The role is given."))
            return redirect("people:detail", pk)
    return form_page(request, "people/role.html", form, {"person": person})


def act(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Take a role away, revoke an access token, close an account, or open it again."""
    person = get_person(request, pk, may=rules.may_manage_person)
    by = person_of(request)
    if is_submitted(request):
        with faults_told(request):
            if "take" in request.POST:
                people.take_role(chosen(request, "take", person.memberships.all()), by=by)
                messages.success(request, _("The role is removed."))
            elif "revoke" in request.POST:
                revoke_token(chosen(request, "revoke", person.access_tokens.all()), by=by)
                messages.success(request, _("The token is revoked: it no longer works."))
            elif "deactivate" in request.POST:
                people.deactivate(person, by=by)
                messages.success(
                    request, _("The account is closed. What this person wrote is kept.")
                )
            elif "reactivate" in request.POST:
                people.reactivate(person, by=by)
                messages.success(request, _("The account is open again. Give it a role."))
    return redirect("people:detail", pk)


def councils(request: HttpRequest) -> HttpResponse:
    """The councils, with those who chair them and those who read along."""
    manager_of_people(request)
    members = Membership.objects.select_related("person")
    rows = Council.objects.prefetch_related(Prefetch("membership_set", queryset=members))
    found = [(each, _by_role_and_name(each.membership_set.all())) for each in rows]
    return render(request, "people/councils.html", {"councils": found})


def _by_role_and_name(members: Iterable[Membership]) -> list[Membership]:
    named = by_name(members, lambda each: each.person.name)
    return sorted(named, key=lambda each: each.role)


def jurisdictions(request: HttpRequest) -> HttpResponse:
    """The governments that can lead, share and rate."""
    manager_of_people(request)
    return render(
        request, "people/jurisdictions.html", {"jurisdictions": by_name(Jurisdiction.objects.all())}
    )


def jurisdiction(request: HttpRequest, code: str | None = None) -> HttpResponse:
    """Add a government that the model file does not know, or change one that was added here."""
    by = manager_of_people(request)
    row = get_object_or_404(Jurisdiction, code=code) if code else None
    if row and not row.added_here:
        raise PermissionDenied
    form = JurisdictionForm(posted(request), instance=copy(row))
    if is_submitted(request) and form.is_valid():
        save_jurisdiction(row, by=by, **form.cleaned_data)
        messages.success(request, _("Your changes are saved."))
        return redirect("people:jurisdictions")
    return form_page(request, "people/jurisdiction.html", form, {"jurisdiction": row})


def give_or_invite(given: dict[str, Any], *, by: Person) -> str:
    """Gives a role to who has an account, invites who has none; says which. Raises Faults."""
    person, email, language = given["person"], given["email"], given["language"]
    scope: dict[str, Any] = {
        name: given.get(name) for name in ("council", "initiative", "jurisdiction")
    }
    if person:
        people.give_role(person, given["role"], by=by, **scope)
        return _("%(name)s now has the role.") % {"name": person}
    invitations.invite(email, given["role"], by=by, language=language, **scope)
    return _("The invitation to %(email)s is on its way.") % {"email": email}


def own_password_of(request: HttpRequest) -> Callable[[str], bool]:
    """Says whether a password is that of the person who is signed in; guesses are limited.

    Who signs in elsewhere, or by a passkey alone, has none: they must have signed in a short while
    ago, or it raises ValidationError.
    """
    person = person_of(request)

    def is_own(password: str) -> bool:
        if not person.has_usable_password():
            started = request.session.get(STARTED, 0)
            if time.time() - started > settings.ACCOUNT_REAUTHENTICATION_TIMEOUT:
                raise ValidationError(
                    _("Sign out and sign in again, then give this role right away.")
                )
            return True
        if not password or not ratelimit.consume(request, action="reauthenticate", user=person):
            return False
        return person.check_password(password)

    return is_own


def act_on_invitation(request: HttpRequest, waiting: Any) -> None:
    """Takes back, or sends anew, an invitation of those in `waiting`, as a button says."""
    by = person_of(request)
    if "revoke" in request.POST:
        invitations.revoke(chosen(request, "revoke", waiting), by=by)
        messages.success(request, _("The invitation is cancelled. Its link no longer works."))
    elif "again" in request.POST:
        row = chosen(request, "again", waiting)
        invitations.invite(row.email, by=by, language=row.language, **row.scope)
        messages.success(
            request, _("A new invitation is on its way. The earlier link no longer works.")
        )
