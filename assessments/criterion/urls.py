"""One statement with its evidence and discussion, and all documents."""

from django.urls import path

from assessments.criterion import views

app_name = "criterion"
urlpatterns = [
    path("assessments/<uuid:pk>/criteria/<code:code>/", views.criterion, name="detail"),
    path("assessments/<uuid:pk>/documents/", views.documents, name="documents"),
]
