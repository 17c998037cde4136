"""One's own access tokens: what there are, making one, revoking one."""

from allauth.account.decorators import reauthentication_required
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from assessments.accounts.token_forms import TokenForm
from assessments.models import AccessToken
from assessments.people.tokens import create_token, revoke_token, token_of
from assessments.web.access import person_of
from assessments.web.faults import faults_in
from assessments.web.pages import chosen, form_page, is_submitted, posted


def own_tokens(request: HttpRequest) -> HttpResponse:
    """My tokens, each with a button that revokes it."""
    person = person_of(request)
    tokens = AccessToken.objects.filter(person=person, revoked_at=None)
    if is_submitted(request):
        revoke_token(chosen(request, "revoke", tokens), by=person)
        messages.success(request, _("The token is revoked: it no longer works."))
        return redirect("accounts:tokens")
    return render(request, "accounts/tokens.html", {"tokens": tokens})


@sensitive_post_parameters("secret")
@reauthentication_required(  # type: ignore[untyped-decorator]
    enabled=lambda request: "secret" not in request.POST
)
def new_token(request: HttpRequest) -> HttpResponse:
    """Make a token; its secret is shown in the answer, and never again.

    The language toggle of that answer posts the secret back, to be shown in the other language.
    """
    person = person_of(request)
    purpose = request.GET.get("for", "")
    if purpose not in AccessToken.Purpose.values:
        purpose = AccessToken.Purpose.API
    if secret := request.POST.get("secret"):
        token = token_of(secret, purpose)
        if token is None or token.person != person:
            return redirect("accounts:tokens")
        return _shown_once(request, token, secret)
    form = TokenForm(posted(request))
    if is_submitted(request) and form.is_valid():
        with faults_in(form, at=""):
            token, secret = create_token(by=person, purpose=purpose, **form.cleaned_data)
            return _shown_once(request, token, secret)
    return form_page(request, "accounts/token_new.html", form, {"purpose": purpose})


def _shown_once(request: HttpRequest, token: AccessToken, secret: str) -> HttpResponse:
    context: dict[str, object] = {"token": token, "secret": secret, "page_form": "page"}
    if token.purpose == AccessToken.Purpose.CALENDAR:
        address = reverse("calendar:own", args=[secret])
        context["address"] = f"{settings.PORTAL_URL}{address}"
    return render(request, "accounts/token_made.html", context)
