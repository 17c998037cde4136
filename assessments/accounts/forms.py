"""django-allauth's forms in the portal's words: labels and help, and nothing inside a field."""

from typing import Any

from allauth.account import forms as account
from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa import app_settings
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django.core.cache import cache
from django.utils.translation import gettext_lazy as _

from assessments.models import Person
from assessments.people.forms import PASSWORD_HELP
from assessments.web.forms import CleansText

LABELS = {
    "login": _("Work email"),
    "email": _("Work email"),
    "password": _("Password"),
    "oldpassword": _("Current password"),
    "password1": _("New password"),
    "password2": _("Confirm the new password"),
    "code": _("Code"),
    "name": _("Name of the key"),
    "passwordless": _("Sign in with this key alone, without my password (a passkey)"),
}
HELP = {
    "password1": PASSWORD_HELP,
    "passwordless": _("Your phone or computer then asks for your fingerprint, your face or a PIN."),
}


class Reworded(CleansText):
    """Comes before the form that it rewords."""

    fields: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label = LABELS.get(name, field.label)
            field.widget.attrs.pop("placeholder", None)
            field.help_text = HELP.get(name, "")


class Once(Reworded):
    """A code of an app lets in once. allauth forgets it after one period, yet takes it for more."""

    user: Person

    def clean_code(self) -> str:
        code: str = super().clean_code()  # type: ignore[misc]
        periods = 2 * app_settings.TOTP_TOLERANCE + 1
        key = f"code-used:{self.user.pk}:{normalize_user_code(code)}"
        if not cache.add(key, "", timeout=periods * app_settings.TOTP_PERIOD):
            raise get_adapter().validation_error("incorrect_code")
        return code


def reworded(form: type[Any], first: type[Reworded] = Reworded) -> type[Any]:
    """A form of django-allauth's with `first` before it."""
    return type(form.__name__, (first, form), {})


Login = reworded(account.LoginForm)
Reauthenticate = reworded(account.ReauthenticateForm)
ChangePassword = reworded(account.ChangePasswordForm)
SetPassword = reworded(account.SetPasswordForm)
ResetPassword = reworded(account.ResetPasswordForm)
ResetPasswordKey = reworded(account.ResetPasswordKeyForm)
EnterCode = reworded(mfa.AuthenticateForm, Once)
EnterCodeAgain = reworded(mfa.ReauthenticateForm, Once)
ActivateTotp = reworded(totp.ActivateTOTPForm)
AddKey = reworded(webauthn.AddWebAuthnForm)
RenameKey = reworded(webauthn.EditWebAuthnForm)
