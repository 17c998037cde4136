"""The offline workbook."""

from django.urls import path

from assessments.workbook import views

app_name = "workbook"
urlpatterns = [
    path("assessments/<uuid:pk>/workbook.xlsx", views.workbook_file, name="file"),
    path("assessments/<uuid:pk>/workbook/", views.workbook, name="upload"),
    path("assessments/<uuid:pk>/workbook/<uuid:key>/", views.workbook_preview, name="preview"),
    path("assessments/<uuid:pk>/own/workbook.xlsx", views.own_file, name="own_file"),
    path("assessments/<uuid:pk>/own/workbook/", views.own_workbook, name="own_upload"),
    path("assessments/<uuid:pk>/own/workbook/<uuid:key>/", views.own_preview, name="own_preview"),
]
