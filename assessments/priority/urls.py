"""About the priority, its road map and its statement of work."""

from django.urls import path

from assessments.priority import views

app_name = "priority"
urlpatterns = [
    path("priority/", views.page, name="page"),
    path("priority/road-map/", views.road_map, name="road_map"),
    path("priority/statement-of-work/edit/", views.statement_of_work, name="statement_of_work"),
]
