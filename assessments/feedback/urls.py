"""What those who rate tell of the statements, and where the secretariat reads it."""

from django.urls import path

from assessments.feedback import views

app_name = "feedback"
urlpatterns = [
    path("assessments/<uuid:pk>/unclear/<code:code>/", views.unclear, name="unclear"),
    path("model/editions/<edition:edition>/unclear/", views.notes, name="notes"),
    path("model/editions/<edition:edition>/unclear.csv", views.notes_csv, name="notes_csv"),
]
