"""Reports as pages and as files."""

from django.urls import path

from reports.council_views import council_report, council_report_as_page
from reports.views import blank_form, report, report_as_page, verify_baseline

urlpatterns = [
    path("assessments/<uuid:pk>/report-<slug:language>.pdf", report, name="report"),
    path("assessments/<uuid:pk>/report/", report_as_page, name="report_page"),
    path("councils/<code:code>/report/", council_report_as_page, name="council_report"),
    path(
        "councils/<code:code>/report-<slug:language>.pdf",
        council_report,
        name="council_report_file",
    ),
    path("model/blank-form.pdf", blank_form, name="blank_form"),
    path("verify/", verify_baseline, name="verify_baseline"),
]
