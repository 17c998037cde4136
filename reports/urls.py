"""Reports as files."""

from django.urls import path

from reports import views

urlpatterns = [
    path("assessments/<uuid:pk>/report-<slug:language>.pdf", views.report, name="report"),
]
