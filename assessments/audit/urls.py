"""Histories, as pages and as files."""

from django.urls import path

from assessments.audit import record_views, views

app_name = "audit"
urlpatterns = [
    path("record/", record_views.record, name="record"),
    path("record.csv", record_views.record_file, name="record_csv"),
    path("assessments/<uuid:pk>/history/", views.history, name="history"),
    path(
        "assessments/<uuid:pk>/history.csv",
        views.history_file,
        {"ending": "csv"},
        name="history_csv",
    ),
    path(
        "assessments/<uuid:pk>/history.xlsx",
        views.history_file,
        {"ending": "xlsx"},
        name="history_xlsx",
    ),
    path("people/<uuid:pk>/history/", views.person_history, name="person_history"),
    path(
        "people/<uuid:pk>/history.csv",
        views.person_history_file,
        {"ending": "csv"},
        name="person_history_csv",
    ),
    path(
        "people/<uuid:pk>/history.xlsx",
        views.person_history_file,
        {"ending": "xlsx"},
        name="person_history_xlsx",
    ),
]
