"""Reports and data, as pages and as files."""

from django.urls import path

from reports import comparing
from reports.batches.views import batch, batch_file, batch_progress, batches
from reports.council_views import council_report, council_report_as_page
from reports.exports import views as exports
from reports.views import (
    blank_form,
    model_report,
    model_report_page,
    report,
    report_as_page,
    verify_baseline,
)

urlpatterns = [
    path("assessments/<uuid:pk>/report-<slug:language>.pdf", report, name="report"),
    path("assessments/<uuid:pk>/report/", report_as_page, name="report_page"),
    path("comparisons/", comparing.compare, name="compare"),
    path("comparisons/<uuid:first>/<uuid:second>/", comparing.comparison, name="comparison"),
    path(
        "comparisons/<uuid:first>/<uuid:second>/report-<slug:language>.pdf",
        comparing.comparison_report,
        name="comparison_report",
    ),
    path("model/report/", model_report_page, name="model_report_page"),
    path("model/report-<slug:language>.pdf", model_report, name="model_report"),
    path("councils/<code:code>/report/", council_report_as_page, name="council_report"),
    path(
        "councils/<code:code>/report-<slug:language>.pdf",
        council_report,
        name="council_report_file",
    ),
    path("model/blank-form.pdf", blank_form, name="blank_form"),
    path("councils/<code:code>/batches/", batches, name="batches"),
    path("batches/<uuid:pk>/", batch, name="batch"),
    path("batches/<uuid:pk>/progress/", batch_progress, name="batch_progress"),
    path("batches/<uuid:pk>/reports.zip", batch_file, name="batch_file"),
    path("assessments/<uuid:pk>/data/<str:file>", exports.assessment_data, name="assessment_data"),
    path(
        "initiatives/<code:code>/data/<str:file>", exports.initiative_data, name="initiative_data"
    ),
    path("councils/<code:code>/data/", exports.council_data, name="council_data"),
    path("councils/<code:code>/data/<str:file>", exports.council_file, name="council_file"),
    path("data-dictionary/", exports.data_dictionary, name="data_dictionary"),
    path("data-dictionary.csv", exports.dictionary_csv, name="dictionary_csv"),
    path("data-dictionary.json", exports.dictionary_json, name="dictionary_json"),
    path("verify/", verify_baseline, name="verify_baseline"),
]
