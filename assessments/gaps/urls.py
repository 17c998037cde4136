"""What to do next, and what if."""

from django.urls import path

from assessments.gaps import views

app_name = "gaps"
urlpatterns = [
    path("assessments/<uuid:pk>/next/", views.next_page, name="next"),
    path("assessments/<uuid:pk>/what-if/", views.what_if, name="what_if"),
    path("councils/<code:code>/next/", views.council_page, name="council"),
]
