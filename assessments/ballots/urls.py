"""Ballots on the statements of the model."""

from django.urls import path

from assessments.ballots import result_views, views, vote_views

app_name = "ballots"
urlpatterns = [
    path("model/ballots/", views.index, name="index"),
    path("model/ballots/new/", views.new, name="new"),
    path("model/ballots/<uuid:pk>/", views.detail, name="detail"),
    path("model/ballots/<uuid:pk>/vote/", vote_views.vote, name="vote"),
    path("model/ballots/<uuid:pk>/results/", result_views.results, name="results"),
    path("model/ballots/<uuid:pk>/results.csv", result_views.results_csv, name="results_csv"),
    path("model/ballots/<uuid:pk>/results/<code:code>/", result_views.statement, name="statement"),
]
