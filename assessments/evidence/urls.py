"""The addresses of files, which are the same in every language."""

from django.urls import path

from assessments.evidence import views

app_name = "evidence"
urlpatterns = [path("files/<uuid:pk>/", views.file, name="file")]
