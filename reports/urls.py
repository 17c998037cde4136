"""Reports as files."""

from django.urls import path

from reports.views import report

urlpatterns = [
    path("assessments/<uuid:pk>/report-<slug:language>.pdf", report, name="report"),
]
