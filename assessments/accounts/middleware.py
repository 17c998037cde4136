"""How long a session lasts, and who has to have a second factor."""

import time
from collections.abc import Callable
from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import SESSION_KEY, logout
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.deprecation import MiddlewareMixin
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from assessments.accounts.devices import remember_device
from assessments.web.access import STARTED

SEEN, UNSENT = "seen", "unsent"
# Who was signed in here last, so that what they post too late is kept for nobody else.
WHO = "who"
# How old `SEEN` may become before it is written anew, in seconds: not every request writes.
SEEN_STEP = 60
# How many characters of a form are kept at most: more than the longest page of answers has.
MAX_UNSENT = 2_000_000
# What a person without a second factor may do: get one, or leave.
WITHOUT_SECOND_FACTOR = {
    "account_logout",
    "account_reauthenticate",
    "account_change_password",
    "account_set_password",
    "accounts:session",
}


def by_script(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Marks a view that a page's script posts to, which keeps what was typed by itself."""
    view.by_script = True  # type: ignore[attr-defined]
    return view


def unattended(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Marks a view that a page asks for by itself, which is no sign that anybody is there."""
    view.unattended = True  # type: ignore[attr-defined]
    return view


def without_session(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Marks a view that no session means anything to, nor is kept going by."""
    view.without_session = True  # type: ignore[attr-defined]
    return view


class Sessions(SessionMiddleware):
    """Django's, but what answers a page's script takes no session away.

    It may come late, when somebody has signed in again since it was asked for: what it says of the
    session that was over would end the new one.
    """

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        response = super().process_response(request, response)
        cookie = response.cookies.get(settings.SESSION_COOKIE_NAME)
        if cookie is not None and not cookie.value and _is_by_script(request):
            del response.cookies[settings.SESSION_COOKIE_NAME]
        return response


class SessionLimits(MiddlewareMixin):
    """Ends a session that was idle for too long or lasts too long, without losing what was typed.

    What a form posts too late is kept in the new session, for the same person to go on with after
    signing in again (`views.unsent`).
    """

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        remember_device(request, response)
        if _name(request) == "account_logout" and request.method == "POST":
            response.delete_cookie(WHO)
        elif request.session.accessed and request.session.get(SESSION_KEY):
            _remember(request, response)
            # So that neither a proxy nor, after signing out, the Back button shows it to others.
            patch_cache_control(response, private=True, no_store=True)
        return response

    def process_view(
        self, request: HttpRequest, view: Callable, *_arguments: Any
    ) -> HttpResponse | None:
        if getattr(view, "without_session", False):
            return None
        person = request.session.get(SESSION_KEY)
        if _name(request) == "accounts:session":
            return None
        if person and seconds_left(request) > 0:
            now = time.time()
            request.session.setdefault(STARTED, now)
            stale = now - request.session.get(SEEN, 0) > SEEN_STEP
            if stale and not getattr(view, "unattended", False):
                request.session[SEEN] = now
            return None
        who = person or _who(request)
        if not who:
            return None
        if person and _is_by_script(request):
            # As with no session; the next page that is opened ends this one, and says so.
            request.user = AnonymousUser()
            return None
        late = (
            request.method == "POST"
            and getattr(view, "login_required", True)
            and not getattr(view, "by_script", False)
        )
        if person:
            logout(request)
        if person or late:
            messages.info(request, _("Your session has ended. Sign in again to continue."))
        return keep_unsent(request, who) if late else None


class SecondFactor(MiddlewareMixin):
    """Leads people whose role needs a second factor, and who have none, to where to add one."""

    def process_view(
        self, request: HttpRequest, view: Callable, *_arguments: Any
    ) -> HttpResponse | None:
        name = _name(request)
        if (
            not settings.MFA_REQUIRED_ROLES
            or (not getattr(view, "login_required", True) and name != "work:home")
            or name in WITHOUT_SECOND_FACTOR
            or name.startswith("mfa_")
            or not lacks_second_factor(request)
        ):
            return None
        messages.warning(
            request, _("Your role requires a second factor. Add one here to continue.")
        )
        return redirect("mfa_index")


def seconds_left(request: HttpRequest) -> float:
    """How long the session of a request lasts if nothing more is asked for; negative if over."""
    now = time.time()
    idle = now - request.session.get(SEEN, now)
    whole = now - request.session.get(STARTED, now)
    return min(settings.SESSION_IDLE_LIMIT - idle, settings.SESSION_ABSOLUTE_LIMIT - whole)


def lacks_second_factor(request: HttpRequest) -> bool:
    """Whether the person has a role that asks for a second factor, and signed in without one.

    Whoever has added one was asked for it when signing in; a provider of identities may have asked.
    """
    roles = {each.role for each in getattr(request.user, "roles", ())}
    return (
        bool(roles & settings.MFA_REQUIRED_ROLES)
        and not is_mfa_enabled(request.user, [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN])
        and not _was_asked_elsewhere(request)
    )


def _was_asked_elsewhere(request: HttpRequest) -> bool:
    """Whether the session began at a provider of identities that asked for several factors.

    RFC 8176 names what the `amr` claim can say of that.
    """
    return any(
        "mfa" in (account.extra_data.get("id_token", {}).get("amr") or [])
        for record in get_authentication_records(request, request.user)
        if record["method"] == "socialaccount"
        for account in SocialAccount.objects.filter(
            user=request.user, provider=record["provider"], uid=record["uid"]
        )
    )


def keep_unsent(request: HttpRequest, person: str) -> HttpResponse:
    """Keeps the fields of a form, but no password, secret or file, and leads to them.

    What no page of the portal sends is not kept: anyone who has been here could fill the database.
    """
    fields = [
        (name, values)
        for name, values in request.POST.lists()
        if name not in ("csrfmiddlewaretoken", "secret") and "password" not in name
    ]
    if sum(len(text) for name, values in fields for text in (name, *values)) <= MAX_UNSENT:
        request.session[UNSENT] = {
            "person": person,
            "path": request.get_full_path(),
            "fields": fields,
        }
    if request.user.is_authenticated:
        return redirect("accounts:unsent")
    query = urlencode({"next": reverse("accounts:unsent")})
    return redirect(f"{reverse('account_login')}?{query}")


def _is_by_script(request: HttpRequest) -> bool:
    """Whether a page's script asks, as browsers tell where they can be sure of it."""
    return request.headers.get("Sec-Fetch-Mode", "navigate") != "navigate"


def _remember(request: HttpRequest, response: HttpResponse) -> None:
    person = request.session[SESSION_KEY]
    if _who(request) != person:
        response.set_signed_cookie(
            WHO,
            person,
            salt=WHO,
            max_age=settings.SESSION_COOKIE_AGE,
            httponly=True,
            secure=settings.PUBLIC,
            samesite="Lax",
        )


def _who(request: HttpRequest) -> str:
    age = settings.SESSION_COOKIE_AGE
    return request.get_signed_cookie(WHO, default="", salt=WHO, max_age=age) or ""


def _name(request: HttpRequest) -> str:
    match = request.resolver_match
    return (match.view_name if match else "") or ""
