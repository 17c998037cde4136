"""Reports, as pages and as files."""

from django.urls import include, path

from reports.views import (
    assessments,
    comparisons,
    councils,
    model,
    package,
    playbook,
    statement_of_work,
    validation,
    verification,
)

reports = (
    [
        path(
            "assessments/<uuid:pk>/report-<slug:language>.pdf",
            assessments.report,
            name="assessment",
        ),
        path("assessments/<uuid:pk>/report/", assessments.report_as_page, name="assessment_page"),
        path(
            "council-baselines/<uuid:pk>/",
            councils.council_baseline_as_page,
            name="council_baseline_page",
        ),
        path(
            "council-baselines/<uuid:pk>/<slug:kind>-<slug:language>.<slug:ending>",
            councils.council_baseline_report,
            name="council_baseline",
        ),
        path("councils/<code:code>/report/", councils.council_report_as_page, name="council_page"),
        path(
            "councils/<code:code>/<slug:kind>-<slug:language>.<slug:ending>",
            councils.council_report,
            name="council",
        ),
        path("comparisons/", comparisons.compare, name="compare"),
        path(
            "comparisons/<uuid:first>/<uuid:second>/",
            comparisons.comparison,
            name="comparison_page",
        ),
        path(
            "comparisons/<uuid:first>/<uuid:second>/report-<slug:language>.pdf",
            comparisons.comparison_report,
            name="comparison",
        ),
        path("model/report/", model.model_report_page, name="model_page"),
        path("model/report-<slug:language>.pdf", model.model_report, name="model"),
        path(
            "model/validation/<edition:code>/<slug:kind>-<slug:language>.<slug:ending>",
            validation.validation_report,
            name="validation",
        ),
        path("model/blank-form.pdf", model.blank_form, name="blank_form"),
        path("playbook/playbook-<slug:language>.pdf", playbook.playbook_report, name="playbook"),
        path("playbook/<play:play>/play-<slug:language>.pdf", playbook.play_report, name="play"),
        path(
            "priority/statement-of-work/",
            statement_of_work.work_page,
            name="statement_of_work_page",
        ),
        path(
            "priority/statement-of-work-<slug:language>.pdf",
            statement_of_work.work_report,
            name="statement_of_work",
        ),
        path(
            "priority/statement-of-work-<slug:language>.pptx",
            statement_of_work.work_slides,
            name="statement_of_work_slides",
        ),
        path("priority/return/", package.package_page, name="package_page"),
        path("priority/return.zip", package.package, name="package"),
        path("verify/", verification.verify_baseline, name="verify"),
    ],
    "reports",
)

urlpatterns = [
    path("", include(reports)),
    path("", include("reports.batches.urls")),
    path("", include("reports.exports.urls")),
]
