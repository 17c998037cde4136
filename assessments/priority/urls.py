"""About the priority, and its road map."""

from django.urls import path

from assessments.priority import views

app_name = "priority"
urlpatterns = [
    path("priority/", views.page, name="page"),
    path("priority/road-map/", views.road_map, name="road_map"),
]
