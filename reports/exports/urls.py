"""Data, as pages and as files."""

from django.urls import path

from reports.exports import views

app_name = "exports"
urlpatterns = [
    path("assessments/<uuid:pk>/data/<str:file>", views.assessment_data, name="assessment"),
    path("initiatives/<code:code>/data/<str:file>", views.initiative_data, name="initiative"),
    path("councils/<code:code>/data/", views.council_data, name="council"),
    path("councils/<code:code>/data/<str:file>", views.council_file, name="council_file"),
    path("data-dictionary/", views.data_dictionary, name="dictionary"),
    path("data-dictionary.csv", views.dictionary_file, {"ending": "csv"}, name="dictionary_csv"),
    path("data-dictionary.xlsx", views.dictionary_file, {"ending": "xlsx"}, name="dictionary_xlsx"),
    path("data-dictionary.json", views.dictionary_json, name="dictionary_json"),
]
