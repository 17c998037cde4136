"""Initiatives side by side, and one among its peers."""

from django.urls import path

from assessments.compare import views

app_name = "compare"
urlpatterns = [
    path("initiatives/compare/", views.compare, name="initiatives"),
    path("initiatives/<code:code>/peers/", views.peers, name="peers"),
]
