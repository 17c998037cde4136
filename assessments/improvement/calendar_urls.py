"""The address of one's own calendar, the same in every language: its reader's is known."""

from django.urls import path

from assessments.improvement import calendar

app_name = "calendar"
urlpatterns = [path("calendar/<str:secret>.ics", calendar.own, name="own")]
