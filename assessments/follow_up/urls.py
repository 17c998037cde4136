"""What is due, and reminding people of it."""

from django.urls import path

from assessments.follow_up import views

app_name = "follow_up"
urlpatterns = [
    path("follow-up/", views.index, name="index"),
    path("follow-up.csv", views.index_file, {"ending": "csv"}, name="index_csv"),
    path("follow-up.xlsx", views.index_file, {"ending": "xlsx"}, name="index_xlsx"),
    path("follow-up/remind/", views.remind, name="remind"),
]
