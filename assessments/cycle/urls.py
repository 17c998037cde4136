"""An assessment's dates."""

from django.urls import path

from assessments.cycle import views

app_name = "cycle"
urlpatterns = [
    path("assessments/<uuid:pk>/dates/", views.dates, name="dates"),
]
