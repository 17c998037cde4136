"""Reports as pages and as files."""

from django.urls import path

from reports.batches.views import batch, batch_file, batch_progress, batches
from reports.views import blank_form, report, report_as_page, verify_baseline

urlpatterns = [
    path("assessments/<uuid:pk>/report-<slug:language>.pdf", report, name="report"),
    path("assessments/<uuid:pk>/report/", report_as_page, name="report_page"),
    path("model/blank-form.pdf", blank_form, name="blank_form"),
    path("councils/<code:code>/batches/", batches, name="batches"),
    path("batches/<uuid:pk>/", batch, name="batch"),
    path("batches/<uuid:pk>/progress/", batch_progress, name="batch_progress"),
    path("batches/<uuid:pk>/reports.zip", batch_file, name="batch_file"),
    path("verify/", verify_baseline, name="verify_baseline"),
]
