"""The plan of an initiative: targets and actions."""

from django.urls import path

from assessments.improvement import calendar, views

app_name = "improvement"
urlpatterns = [
    path("assessments/<uuid:pk>/plan/", views.of_assessment, name="of_assessment"),
    path("initiatives/<code:code>/plan/", views.plan, name="plan"),
    path("initiatives/<code:code>/plan.ics", calendar.plan_file, name="calendar"),
    path("initiatives/<code:code>/plan/targets/", views.targets, name="targets"),
    path("initiatives/<code:code>/plan/new/", views.edit_action, name="new_action"),
    path("initiatives/<code:code>/plan/<uuid:key>/", views.action, name="action"),
    path("initiatives/<code:code>/plan/<uuid:key>/edit/", views.edit_action, name="edit_action"),
]
