"""Whether the model works: the validation report of an edition."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from assessments.validation import views


class EditionConverter(StringConverter):
    """The code of an edition, such as 2017-draft."""

    regex = "[A-Za-z0-9][A-Za-z0-9.-]{0,39}"


register_converter(EditionConverter, "edition")

app_name = "validation"
urlpatterns = [
    path("model/validation/", views.report, name="newest"),
    path("model/validation/<edition:code>/", views.report, name="edition"),
]
