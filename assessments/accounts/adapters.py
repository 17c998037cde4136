"""What django-allauth does differently here: nobody signs up, and mail is in its language.

A provider of identities (OpenID Connect) is trusted for the addresses of its own domains alone: one
government's provider must not be able to vouch for another government's people.
"""

import base64
import hashlib
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import record_authentication
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from cryptography.fernet import Fernet
from django.conf import settings
from django.db import Error
from django.forms import BaseForm
from django.http import HttpRequest
from django.shortcuts import redirect, render
from django.urls import translate_url
from django.utils.translation import gettext_lazy as _

from assessments.accounts.devices import device_of, has_signed_in
from assessments.accounts.middleware import lacks_second_factor
from assessments.models import Person
from assessments.notices.mail import send_in_language
from assessments.people.actions import update_person
from assessments.people.invitations import accept, invitation_of
from maturity.bilingual import current_language
from maturity.contact import with_contact
from maturity.environment import OidcProvider
from maturity.models import Jurisdiction
from maturity.text import address, one_line

# Mail that only tells a person what they, or someone in their name, just did.
NOTICES = {
    "password_changed": _("The password of your account was changed."),
    "password_set": _("A password was set for your account."),
    "password_reset": _("The password of your account was reset."),
    "totp_activated": _("An authenticator app was added to your account."),
    "totp_deactivated": _("The authenticator app was removed from your account."),
    "webauthn_added": _("A passkey or security key was added to your account."),
    "webauthn_removed": _("A passkey or security key was removed from your account."),
    "recovery_codes_generated": _("New recovery codes were made for your account."),
    "account_connected": _("Another way of signing in was connected to your account."),
    "account_disconnected": _("A way of signing in was removed from your account."),
}
# What allauth calls the addresses that its mail leads to.
LINKS = {"password_reset_url", "activate_url"}
# The only messages of allauth's that a page does not say better itself.
MESSAGES = {
    "password_changed": _("Your password is changed."),
    "password_set": _("Your password is set."),
    "email_confirmed": _("Your address is confirmed. You can sign in."),
    "totp_activated": _("The authenticator app is added."),
    "totp_deactivated": _("The authenticator app is removed."),
    "webauthn_added": _("The key is added."),
    "webauthn_removed": _("The key is removed."),
    "account_connected": _("The other account is connected: you can sign in with it from now on."),
    "account_connected_other": _("That account is already connected to another person here."),
    "account_disconnected": _("The other account is no longer connected."),
}


class AccountAdapter(DefaultAccountAdapter):
    """Signing in with an address and a password."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": with_contact(_("This account has been closed. Ask the secretariat.")),
        "email_password_mismatch": _("The email address and the password do not match."),
        "enter_current_password": _("Enter your current password."),
        "incorrect_code": _("This code is incorrect. Wait for the next one and try again."),
        "incorrect_password": _("The password is incorrect."),
        "invalid_password_reset": _("This link no longer works. Request a new one."),
        "too_many_login_attempts": _(
            "There were too many attempts. Wait five minutes, then try again. With a passkey, or"
            " on a device on which you have signed in before, you can sign in immediately."
        ),
        "rate_limited": _("There were too many attempts. Wait a moment, then try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: people are invited."""
        return False

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Person | None:
        """As allauth's; an attempt that an outage left without a judgment is not counted."""
        try:
            return super().authenticate(request, **credentials)
        except Error:
            with suppress(Error):
                self._rollback_login_failed_rl_usage()
            raise

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """What attempts are counted under: the address, and on its owner's device that alone."""
        address: str = super()._get_login_attempts_cache_key(request, **credentials)
        return f"{address} {device_of(request, credentials.get('email', ''))}".strip()

    def get_reset_password_from_key_url(self, key: str) -> str:
        return _public(super().get_reset_password_from_key_url(key))

    def get_email_confirmation_url(self, request: HttpRequest, emailconfirmation: Any) -> str:
        return _public(super().get_email_confirmation_url(request, emailconfirmation))

    def login(self, request: HttpRequest, user: Person) -> None:
        """Whoever has just signed in need not show once more who they are for a while."""
        super().login(request, user)
        has_signed_in(request, user)
        record_authentication(request, user, "login", reauthenticated=True)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Mail in the language of the person, or of the page where nobody is known."""
        person = Person.objects.filter(email__iexact=email).first()
        language = person.language if person else current_language()
        for name in LINKS & context.keys():
            context[name] = translate_url(context[name], language)
        kind = template_prefix.rsplit("/", 1)[-1]
        if kind in NOTICES:
            context |= {"notice": NOTICES[kind]}
            kind = "account_notice"
        send_in_language(kind, to=email, language=language, context=context)

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """Says the portal's own words, and nothing where a page says it already."""
        kind = (message_template or "").rsplit("/", 1)[-1].removesuffix(".txt")
        said = message or MESSAGES.get(kind)
        if said:
            super().add_message(request, level, message=str(said), extra_tags=extra_tags)


class SecondFactorAdapter(DefaultMFAAdapter):
    """Passkeys and authenticator apps; their secrets are kept encrypted with SECRET_KEY."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": AccountAdapter.error_messages["incorrect_code"],
        "cannot_generate_recovery_codes": _("Add a key or an authenticator app first."),
        "unverified_email": _("Confirm your address first."),
    }

    def generate_authenticator_name(self, user: Person, type: str) -> str:
        """What a key is called unless its owner says better."""
        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        return str(_("Key %(number)s") % {"number": number})

    def encrypt(self, text: str) -> str:
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _cipher().decrypt(encrypted_text.encode()).decode()


class OidcAdapter(DefaultSocialAccountAdapter):
    """Signing in through a provider of identities."""

    error_messages = DefaultSocialAccountAdapter.error_messages | {
        "disconnect_last": _("You have no other way to sign in: choose a password first."),
        "no_password": _("You have no other way to sign in: choose a password first."),
    }

    def authenticate_by_email(self, sociallogin: SocialLogin) -> tuple[Person, str] | None:
        """The person whose address this is, where the provider may vouch for its domain."""
        claims = claims_of(sociallogin)
        email = email_of(claims)
        domain = email.rpartition("@")[2].lower()
        if domain not in provider_of(sociallogin).domains or not _is_verified(claims):
            return None
        person = Person.objects.filter(email__iexact=email).first()
        return (person, email) if person else None

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Learns the jurisdiction; a password alone cannot connect a way round a second factor."""
        if sociallogin.state.get("process") == "connect" and lacks_second_factor(request):
            raise ImmediateHttpResponse(redirect("mfa_index"))
        jurisdiction = jurisdiction_of(sociallogin)
        person = sociallogin.user if sociallogin.is_existing else None
        if isinstance(person, Person) and jurisdiction and person.jurisdiction != jurisdiction:
            update_person(person, by=person, jurisdiction=jurisdiction)

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Only to people who follow an invitation, with the address that was invited."""
        email = email_of(claims_of(sociallogin))
        invitation = invitation_of(request.session.get("invitation", ""))
        if invitation and invitation.email == email.lower():
            return True
        context = {"email": email, "invitation": invitation, "provider": provider_of(sociallogin)}
        refusal = render(request, "accounts/not_invited.html", context, status=403)
        raise ImmediateHttpResponse(refusal)

    def save_user(
        self, request: HttpRequest, sociallogin: SocialLogin, form: BaseForm | None = None
    ) -> Person:
        """Accepts the invitation."""
        claims = claims_of(sociallogin)
        invitation = invitation_of(request.session.pop("invitation", ""))
        assert invitation, "is_open_for_signup has looked for it"  # nosec B101
        person = accept(
            invitation,
            name=name_of(claims) or invitation.email,
            language=current_language(),
            jurisdiction=jurisdiction_of(sociallogin),
        )
        sociallogin.connect(request, person)
        return person


def _public(url: str) -> str:
    """The same page at the portal's own address, whatever host and port a request named."""
    return settings.PORTAL_URL + urlsplit(url).path


def provider_of(sociallogin: SocialLogin) -> OidcProvider:
    """The settings of the provider that a person came through."""
    app_id = sociallogin.provider.app.provider_id
    return next(each for each in settings.OIDC_PROVIDERS if each.id == app_id)


def claims_of(sociallogin: SocialLogin) -> dict[str, Any]:
    """What the provider says of the person."""
    data = sociallogin.account.extra_data
    return (data.get("id_token") or {}) | (data.get("userinfo") or {})


def email_of(claims: dict[str, Any]) -> str:
    """The address that the claims say; empty where they say none."""
    return address(str(claims.get("email", "")))


def name_of(claims: dict[str, Any]) -> str:
    """The name that the claims say, as long as one may be; empty where they say none."""
    given = [str(claims.get(name, "")) for name in ("given_name", "family_name")]
    said = one_line(str(claims.get("name") or ""))
    return (said or one_line(" ".join(given)))[:200]


def jurisdiction_of(sociallogin: SocialLogin) -> Jurisdiction | None:
    """The jurisdiction that a claim of the provider stands for, where there is such a claim."""
    provider = provider_of(sociallogin)
    said = claims_of(sociallogin).get(provider.jurisdiction_claim)
    if not provider.jurisdiction_claim or not isinstance(said, str):
        return None
    said = one_line(said)
    return Jurisdiction.objects.filter(code=provider.jurisdictions.get(said, said)).first()


def _is_verified(claims: dict[str, Any]) -> bool:
    # Some providers write it as text, and some, who know their own people, not at all.
    return claims.get("email_verified", True) in (True, "true")


def _cipher() -> Fernet:
    key = hashlib.sha256(b"second factors" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))
