"""Initiatives: their list, their pages, their teams."""

from django.urls import path

from assessments.initiatives import views

app_name = "initiatives"
urlpatterns = [
    path("initiatives/", views.index, name="index"),
    path("initiatives.csv", views.index_file, {"ending": "csv"}, name="index_csv"),
    path("initiatives.xlsx", views.index_file, {"ending": "xlsx"}, name="index_xlsx"),
    path("initiatives/new/", views.new, name="new"),
    path("initiatives/<code:code>/", views.detail, name="detail"),
    path("initiatives/<code:code>/edit/", views.edit, name="edit"),
    path("initiatives/<code:code>/team/", views.team, name="team"),
    path("initiatives/<code:code>/before/", views.before, name="before"),
    path("initiatives/<code:code>/start/", views.start, name="start"),
    path("initiatives/<code:code>/start/moving/", views.moving, name="moving"),
]
