"""The addresses of the API, which are the same in every language."""

from django.urls import path, re_path

from assessments.api import views

urlpatterns = [
    path("openapi.json", views.openapi, name="api_openapi"),
    path("councils", views.councils, name="api_councils"),
    path("model", views.model, name="api_model"),
    path("initiatives", views.initiatives, name="api_initiatives"),
    path("initiatives/<slug:code>", views.initiative, name="api_initiative"),
    path("baselines", views.baselines, name="api_baselines"),
    path("baselines/<uuid:pk>", views.baseline, name="api_baseline"),
    path("baselines/<uuid:pk>/document", views.assessment, name="api_document"),
    path("baselines/<uuid:pk>/snapshot", views.snapshot, name="api_snapshot"),
    path("profiles", views.profiles, name="api_profiles"),
    # All the rest, also what has a line break in it.
    re_path(r"[\s\S]*", views.nothing, name="api_nothing"),
]
