"""Lessons that travel: the list, each lesson, a team's own, and what the secretariat curates."""

from django.urls import path

from assessments.lessons import curating, views

app_name = "lessons"
urlpatterns = [
    path("lessons/", views.index, name="index"),
    path("lessons/to-curate/", curating.queue, name="queue"),
    path("lessons/<uuid:key>/", views.detail, name="detail"),
    path("lessons/<uuid:key>/curate/", curating.curate, name="curate"),
    path("initiatives/<code:code>/lessons/", views.team, name="team"),
    path("initiatives/<code:code>/lessons/new/", views.edit, name="new"),
    path("initiatives/<code:code>/lessons/<uuid:key>/", views.edit, name="edit"),
]
