"""People, their roles, councils and jurisdictions."""

from django.urls import path

from assessments.people import inviting, views

app_name = "people"
urlpatterns = [
    path("people/", views.index, name="index"),
    path("people/invite/", views.invite, name="invite"),
    path("people/invite/list/", inviting.invite_list, name="invite_list"),
    path("people/<uuid:pk>/", views.detail, name="detail"),
    path("people/<uuid:pk>/edit/", views.edit, name="edit"),
    path("people/<uuid:pk>/role/", views.role, name="give_role"),
    path("people/<uuid:pk>/act/", views.act, name="act"),
    path("councils/", views.councils, name="councils"),
    path("jurisdictions/", views.jurisdictions, name="jurisdictions"),
    path("jurisdictions/new/", views.jurisdiction, name="new_jurisdiction"),
    path("jurisdictions/<code:code>/", views.jurisdiction, name="jurisdiction"),
]
