"""django-allauth's forms in the portal's words: labels and help, and nothing inside a field."""

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django.utils.translation import gettext_lazy as _

from assessments.forms.people import PASSWORD_HELP

LABELS = {
    "login": _("Work e-mail"),
    "email": _("Work e-mail"),
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


class Reworded:
    """Comes before the form that it rewords."""

    fields: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label = LABELS.get(name, field.label)
            field.widget.attrs.pop("placeholder", None)
            field.help_text = HELP.get(name, "")


class Login(Reworded, account.LoginForm):
    pass


class Reauthenticate(Reworded, account.ReauthenticateForm):
    pass


class ChangePassword(Reworded, account.ChangePasswordForm):
    pass


class SetPassword(Reworded, account.SetPasswordForm):
    pass


class ResetPassword(Reworded, account.ResetPasswordForm):
    pass


class ResetPasswordKey(Reworded, account.ResetPasswordKeyForm):
    pass


class EnterCode(Reworded, mfa.AuthenticateForm):
    pass


class EnterCodeAgain(Reworded, mfa.ReauthenticateForm):
    pass


class ActivateTotp(Reworded, totp.ActivateTOTPForm):
    pass


class AddKey(Reworded, webauthn.AddWebAuthnForm):
    pass


class RenameKey(Reworded, webauthn.EditWebAuthnForm):
    pass
