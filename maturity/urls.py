"""Every address: each page exists at /en/ and at /fr/."""

from allauth.socialaccount.providers.openid_connect import views as openid_connect
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from maturity import views

handler400 = views.bad_request
handler404 = views.not_found
handler500 = views.failed

urlpatterns = [
    path("", views.choose_language, name="choose_language"),
    # Without a language: these two are registered with the provider of identities as they are.
    path("oidc/<slug:provider_id>/", openid_connect.login, name="openid_connect_login"),
    path(
        "oidc/<slug:provider_id>/callback/", openid_connect.callback, name="openid_connect_callback"
    ),
    path("", include("assessments.evidence.urls")),
    path("", include("assessments.improvement.calendar_urls")),
    path("api/v1/", include("assessments.api.urls")),
    *i18n_patterns(
        path("model/", views.model, name="model"),
        path("model/statements/", views.statements, name="statements"),
        path("model/wording/", views.wording, name="wording"),
        path("help/", views.help_page, name="help"),
        path("accessibility/", views.accessibility, name="accessibility"),
        path("privacy/", views.privacy, name="privacy"),
        path("terms/", views.terms, name="terms"),
        path("contact/", views.contact, name="contact"),
        path("api/", views.api, name="api"),
        path("", include("assessments.accounts.urls")),
        path("", include("assessments.urls")),
        path("", include("reports.urls")),
    ),
]
