"""The team's answers, as forms and saved one by one."""

from django.urls import path

from assessments.rating import bookmarks, saving, views

app_name = "rating"
urlpatterns = [
    path("assessments/<uuid:pk>/attributes/<code:code>/", views.attribute, name="attribute"),
    path("assessments/<uuid:pk>/answers/<code:code>/", saving.answer, name="save_answer"),
    path("assessments/<uuid:pk>/marks/<code:code>/", bookmarks.bookmark, name="bookmark"),
    path("assessments/<uuid:pk>/results/", views.results, name="results"),
    path("assessments/<uuid:pk>/results/<code:code>/", saving.result, name="save_result"),
]
