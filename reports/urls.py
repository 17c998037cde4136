"""Reports as files."""

from django.urls import path

from reports.views import blank_form, report, verify_baseline

urlpatterns = [
    path("assessments/<uuid:pk>/report-<slug:language>.pdf", report, name="report"),
    path("model/blank-form.pdf", blank_form, name="blank_form"),
    path("verify/", verify_baseline, name="verify_baseline"),
]
