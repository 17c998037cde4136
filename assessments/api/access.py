"""Letting a token in: every address of the API is a view under `reading`, or under `public`."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.db import Error
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt

from assessments.accounts.middleware import without_session
from assessments.api.problems import BadRequest, problem
from assessments.people.tokens import count_call, token_of
from maturity.methods import READ, any_method
from maturity.operations.outages import outage_in, told

View = Callable[..., HttpResponse]


def public(view: View) -> View:
    """Answers GET and HEAD without a session, and tells what is refused as a problem."""

    # Nothing can be changed here, so that a post is refused for what it is and not for a cookie.
    @any_method
    @csrf_exempt
    @login_not_required
    @without_session
    @wraps(view)
    def answer(request: HttpRequest, **arguments: Any) -> HttpResponse:
        if request.method not in READ:
            message = _("Nothing can be changed here: use GET or HEAD.")
            return problem(405, message, headers={"Allow": ", ".join(READ)})
        try:
            response = view(request, **arguments)
        except BadRequest as bad:
            message = _("Some parameters are not valid. See “errors”.")
            return problem(400, message, wrong=bad.wrong)
        except PermissionDenied:
            return problem(403, _("You can see this in the portal, but you cannot export it."))
        except Http404:
            return problem(404, _("This does not exist, or you do not have access to it."))
        except Error as error:
            outage = outage_in(error)
            if outage is None:
                raise
            message = _("The portal is restarting or busy. Wait a moment, then try again.")
            return told(problem(503, message), outage)
        if response.status_code >= 400:
            return response
        patch_cache_control(response, private=True, no_cache=True)
        patch_vary_headers(response, ["Authorization"])
        etag = response["ETag"]
        return get_conditional_response(request, etag=etag, response=response) or response

    return answer


def reading(view: View) -> View:
    """The same for a request with a token that works: the request's `user` is then its owner.

    A session counts for nothing here: what a browser sends along by itself lets nobody in.
    """

    @public
    @wraps(view)
    def answer(request: HttpRequest, **arguments: Any) -> HttpResponse:
        scheme, _separator, secret = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer":
            message = _(
                "Send a token: “Authorization: Bearer ccsm_…”. You make one on your account’s page."
            )
            return problem(401, message, headers={"WWW-Authenticate": "Bearer"})
        token = token_of(secret.strip())
        if token is None:
            message = _(
                "This token is not valid or has expired. Create another on your account page."
            )
            refusal = 'Bearer error="invalid_token"'
            return problem(401, message, headers={"WWW-Authenticate": refusal})
        if not count_call(token):
            message = _("This token was used too often. Wait a minute, then continue.")
            return problem(429, message, headers={"Retry-After": "60"})
        # Whom the log names, and whom `assessments.web.access` asks for.
        request.user = request._cached_user = token.person  # type: ignore[attr-defined]
        return view(request, **arguments)

    return answer
