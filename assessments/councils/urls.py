"""Councils' dashboards, and the views that people keep."""

from django.urls import path

from assessments.councils import baselines, saved_views, views

app_name = "councils"
urlpatterns = [
    path("councils/<code:code>/", views.dashboard, name="dashboard"),
    path("councils/<code:code>/baselines/", baselines.index, name="baselines"),
    path("councils/<code:code>/baselines/new/", baselines.approve, name="approve"),
    path("councils/<code:code>/published/", baselines.published_edition, name="published"),
    path("views/", saved_views.index, name="saved_views"),
    path("views/new/", saved_views.keep, name="keep_view"),
    path("views/<uuid:pk>/", saved_views.open_view, name="saved_view"),
]
