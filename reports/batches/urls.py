"""Batches of reports."""

from django.urls import path

from reports.batches import views

app_name = "batches"
urlpatterns = [
    path("councils/<code:code>/batches/", views.batches, name="index"),
    path("batches/", views.batches_of_lists, name="of_list"),
    path("batches/<uuid:pk>/", views.batch, name="detail"),
    path("batches/<uuid:pk>/progress/", views.batch_progress, name="progress"),
    path("batches/<uuid:pk>/reports.zip", views.batch_file, name="file"),
]
