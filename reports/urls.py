"""Reports as pages and as files."""

from django.urls import path

from reports.views import blank_form, report, report_as_page, verify_baseline

urlpatterns = [
    path("assessments/<uuid:pk>/report-<slug:language>.pdf", report, name="report"),
    path("assessments/<uuid:pk>/report/", report_as_page, name="report_page"),
    path("model/blank-form.pdf", blank_form, name="blank_form"),
    path("verify/", verify_baseline, name="verify_baseline"),
]
