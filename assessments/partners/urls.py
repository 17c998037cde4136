"""What governments give on their own, and the workshop that agrees on one rating."""

from django.urls import path

from assessments.partners import consensus_views, own_views, views

app_name = "partners"
urlpatterns = [
    path("assessments/<uuid:pk>/partners/", views.partners, name="index"),
    path("assessments/<uuid:pk>/own/", own_views.own_ratings, name="own"),
    path("assessments/<uuid:pk>/own/<code:code>/", own_views.own_attribute, name="own_attribute"),
    path("assessments/<uuid:pk>/own/answers/<code:code>/", own_views.own_answer, name="own_answer"),
    path("assessments/<uuid:pk>/consensus/", consensus_views.consensus, name="consensus"),
    path(
        "assessments/<uuid:pk>/consensus/answers/<code:code>/",
        consensus_views.consensus_answer,
        name="consensus_answer",
    ),
    path(
        "assessments/<uuid:pk>/consensus/<code:code>/",
        consensus_views.consensus_attribute,
        name="consensus_attribute",
    ),
]
