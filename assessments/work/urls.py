"""The home page."""

from django.urls import path

from assessments.work import views

app_name = "work"
urlpatterns = [
    path("", views.home, name="home"),
    path("work/", views.mine, name="mine"),
]
