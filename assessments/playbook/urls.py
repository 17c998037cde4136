"""The playbook, and what an initiative does with its plays."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from assessments.playbook import editing_views, proof_views, views


class PlayConverter(StringConverter):
    """The permanent code of a play, such as ACC-a or X1."""

    regex = "[A-Z0-9]{2,10}(?:-[a-z0-9]{1,10})?"


register_converter(PlayConverter, "play")

app_name = "playbook"
urlpatterns = [
    path("playbook/", views.index, name="index"),
    path("playbook/new/", editing_views.new, name="new"),
    path("playbook/<play:play>/", views.play, name="play"),
    path("playbook/<play:play>/edit/", editing_views.edit, name="edit"),
    path("playbook/<play:play>/preview/", editing_views.preview, name="preview"),
    path("playbook/<play:play>/history/", editing_views.history, name="history"),
    path("initiatives/<code:code>/plays/", proof_views.uses, name="uses"),
    path("initiatives/<code:code>/plays/<play:play>/", proof_views.use, name="use"),
]
