"""The plan: targets, actions and lessons."""

from django.urls import path

from assessments.improvement import views

app_name = "improvement"
urlpatterns = [
    path("assessments/<uuid:pk>/plan/", views.plan, name="plan"),
    path("assessments/<uuid:pk>/plan/new/", views.action, name="new_action"),
    path("assessments/<uuid:pk>/plan/<uuid:key>/", views.action, name="action"),
    path("assessments/<uuid:pk>/lessons/new/", views.lesson, name="new_lesson"),
    path("assessments/<uuid:pk>/lessons/<uuid:key>/", views.lesson, name="lesson"),
]
