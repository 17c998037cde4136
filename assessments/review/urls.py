"""The way to a baseline."""

from django.urls import path

from assessments.review import views

app_name = "review"
urlpatterns = [
    path("assessments/<uuid:pk>/check/", views.check, name="check"),
    path("assessments/<uuid:pk>/questions/<code:code>/", views.reply, name="reply"),
    path("assessments/<uuid:pk>/review/", views.review, name="review"),
    path("assessments/<uuid:pk>/approve/", views.approve, name="approve"),
    path("assessments/<uuid:pk>/changes/", views.changes, name="changes"),
    path("assessments/<uuid:pk>/withdraw/", views.withdraw, name="withdraw"),
]
