"""What a council decides."""

from django.urls import path

from assessments.meetings import views

app_name = "meetings"
urlpatterns = [
    path("councils/<code:code>/meetings/", views.index, name="index"),
    path("councils/<code:code>/meetings/<uuid:pk>/", views.meeting, name="meeting"),
    path("councils/<code:code>/targets/", views.targets, name="targets"),
]
