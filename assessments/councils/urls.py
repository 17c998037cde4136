"""Councils' dashboards, and the views that people keep."""

from django.urls import path

from assessments.councils import saved_views, views

app_name = "councils"
urlpatterns = [
    path("councils/<code:code>/", views.dashboard, name="dashboard"),
    path("views/", saved_views.index, name="saved_views"),
    path("views/new/", saved_views.keep, name="keep_view"),
    path("views/<uuid:pk>/", saved_views.open_view, name="saved_view"),
]
