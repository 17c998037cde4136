"""The addresses of the API, which are the same in every language."""

from django.urls import path, re_path

from assessments.api import councils, views

app_name = "api"
urlpatterns = [
    path("openapi.json", views.openapi, name="openapi"),
    path("councils", views.councils, name="councils"),
    path("councils/<slug:code>/standing", councils.standing, name="standing"),
    path("councils/<slug:code>/baselines", councils.baselines, name="council_baselines"),
    path("council-baselines/<uuid:pk>", councils.baseline, name="council_baseline"),
    path("model", views.model, name="model"),
    path("initiatives", views.initiatives, name="initiatives"),
    path("initiatives/<slug:code>", views.initiative, name="initiative"),
    path("baselines", views.baselines, name="baselines"),
    path("baselines/<uuid:pk>", views.baseline, name="baseline"),
    path("baselines/<uuid:pk>/document", views.assessment, name="document"),
    path("baselines/<uuid:pk>/snapshot", views.snapshot, name="snapshot"),
    path("profiles", views.profiles, name="profiles"),
    path("targets", views.targets, name="targets"),
    path("actions", views.actions, name="actions"),
    path("lessons", views.lessons, name="lessons"),
    path("plays", views.plays, name="plays"),
    # All the rest, also what has a line break in it.
    re_path(r"[\s\S]*", views.nothing, name="nothing"),
]
