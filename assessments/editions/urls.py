"""Editions of the model, and drafts of them."""

from django.urls import path

from assessments.editions import editing_views, views

DRAFT = "model/editions/drafts/<edition:edition>/"
app_name = "editions"
urlpatterns = [
    path("model/editions/", views.index, name="index"),
    path("model/editions/compared/", views.comparison, name="compare"),
    path("model/editions/<edition:edition>/published/", views.published, name="published"),
    path("model/editions/<edition:edition>/retire/", views.retire, name="retire"),
    path("model/editions/drafts/", views.new, name="new"),
    path(DRAFT, views.draft, name="draft"),
    path(f"{DRAFT}preview/", views.preview, name="preview"),
    path(f"{DRAFT}publish/", views.publish, name="publish"),
    path(f"{DRAFT}rules/", editing_views.rules, name="rules"),
    path(f"{DRAFT}levels/", editing_views.levels, name="levels"),
    path(f"{DRAFT}statements/", editing_views.new_statement, name="new_statement"),
    path(f"{DRAFT}statements/<code:code>/", editing_views.statement, name="statement"),
    path(
        f"{DRAFT}statements/<code:code>/remove/",
        editing_views.remove_statement,
        name="remove_statement",
    ),
    path(f"{DRAFT}<slug:part>/new/", editing_views.new_text, name="new_text"),
    path(f"{DRAFT}<slug:part>/text/", editing_views.text, name="own_text"),
    path(f"{DRAFT}<slug:part>/text/<code:code>/", editing_views.text, name="text"),
]
