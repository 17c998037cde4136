"""An assessment's own page, its profile, and its file."""

from django.urls import path

from assessments.overview import views

app_name = "overview"
urlpatterns = [
    path("assessments/<uuid:pk>/", views.overview, name="assessment"),
    path("assessments/<uuid:pk>/profile/", views.profile, name="profile"),
    path("assessments/<uuid:pk>/export.json", views.export, name="export"),
]
