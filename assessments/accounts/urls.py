"""Signing in and one's own account. django-allauth knows the addresses by their names."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from allauth.socialaccount import views as socialaccount
from django.urls import include, path, register_converter

from assessments.accounts import tokens, views
from assessments.accounts.converters import PersonConverter, SignedConverter, TokenConverter

register_converter(PersonConverter, "person")
register_converter(SignedConverter, "signed")
register_converter(TokenConverter, "token")

own_pages = (
    [
        path("session/", views.session, name="session"),
        path("unsent/", views.unsent, name="unsent"),
        path("invitations/<token:token>/", views.invitation, name="invitation"),
        path("account/", views.own_account, name="own"),
        path("account/data.json", views.own_data, name="own_data"),
        path("account/tokens/", tokens.own_tokens, name="tokens"),
        path("account/tokens/new/", tokens.new_token, name="new_token"),
    ],
    "accounts",
)

urlpatterns = [
    path("", include(own_pages)),
    path("sign-in/", account.login, name="account_login"),
    path("sign-in/closed/", account.account_inactive, name="account_inactive"),
    path("sign-in/code/", mfa.authenticate, name="mfa_authenticate"),
    path("sign-in/passkey/", webauthn.login_webauthn, name="mfa_login_webauthn"),
    path("sign-in/cancelled/", socialaccount.login_cancelled, name="socialaccount_login_cancelled"),
    path("sign-in/elsewhere/", views.elsewhere, name="socialaccount_signup"),
    path("sign-out/", account.logout, name="account_logout"),
    path("address/", account.email_verification_sent, name="account_email_verification_sent"),
    path("address/<token:key>/", account.confirm_email, name="account_confirm_email"),
    path("password/forgotten/", account.password_reset, name="account_reset_password"),
    path("password/sent/", account.password_reset_done, name="account_reset_password_done"),
    path(
        "password/new/<person:uidb36>-<token:key>/",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "password/done/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("account/confirm/", account.reauthenticate, name="account_reauthenticate"),
    path("account/confirm/code/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path(
        "account/confirm/key/", webauthn.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"
    ),
    path("account/password/", account.password_change, name="account_change_password"),
    path("account/password/first/", account.password_set, name="account_set_password"),
    path("account/elsewhere/", socialaccount.connections, name="socialaccount_connections"),
    path("account/second-factor/", mfa.index, name="mfa_index"),
    path("account/app/", totp.activate_totp, name="mfa_activate_totp"),
    path("account/app/remove/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path(
        "account/recovery-codes/",
        recovery_codes.view_recovery_codes,
        name="mfa_view_recovery_codes",
    ),
    path(
        "account/recovery-codes/new/",
        recovery_codes.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
    path("account/keys/", webauthn.list_webauthn, name="mfa_list_webauthn"),
    path("account/keys/add/", webauthn.add_webauthn, name="mfa_add_webauthn"),
    path("account/keys/<signed:pk>/", webauthn.edit_webauthn, name="mfa_edit_webauthn"),
    path("account/keys/<signed:pk>/remove/", webauthn.remove_webauthn, name="mfa_remove_webauthn"),
]
