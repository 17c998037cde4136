"""Reports as files."""

from django.urls import path

from reports.views import report, verify_baseline

urlpatterns = [
    path("assessments/<uuid:pk>/report-<slug:language>.pdf", report, name="report"),
    path("verify/", verify_baseline, name="verify_baseline"),
]
