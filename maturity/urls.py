"""Every address: each page exists at /en/ and at /fr/."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LogoutView
from django.urls import include, path

from maturity import views

urlpatterns = [
    path("", views.choose_language, name="choose_language"),
    *i18n_patterns(
        path("sign-in/", views.SignIn.as_view(), name="sign_in"),
        path("sign-out/", login_not_required(LogoutView.as_view()), name="sign_out"),
        path("model/", views.model, name="model"),
        path("model/statements/", views.statements, name="statements"),
        path("model/wording/", views.wording, name="wording"),
        path("", include("assessments.urls")),
        path("", include("reports.urls")),
    ),
]
