"""The addresses of files, which are the same in every language."""

from django.urls import path

from assessments.views import files

urlpatterns = [path("files/<uuid:pk>/", files.file, name="file")]
