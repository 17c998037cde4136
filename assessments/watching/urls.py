"""The state of the portal."""

from django.urls import path

from assessments.watching import views

app_name = "watching"
urlpatterns = [path("state/", views.state, name="state")]
