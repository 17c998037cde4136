"""The portal's working pages, a room each."""

from django.urls import include, path, register_converter
from django.urls.converters import StringConverter


class CodeConverter(StringConverter):
    """A permanent code, such as DEATH or ACC."""

    regex = "[A-Z0-9][A-Z0-9_-]{0,39}"


class EditionConverter(StringConverter):
    """The permanent code of an edition, such as 2017-draft."""

    regex = "[A-Za-z0-9][A-Za-z0-9.-]{0,39}"


register_converter(CodeConverter, "code")
register_converter(EditionConverter, "edition")

ROOMS = (
    "work", "people", "councils", "compare", "initiatives", "overview", "cycle", "rating",
    "criterion", "partners", "improvement", "playbook", "lessons", "gaps", "review", "workbook",
    "audit", "priority", "meetings", "follow_up", "editions", "ballots", "feedback", "validation",
    "watching",
)  # fmt: skip
urlpatterns = [path("", include(f"assessments.{room}.urls")) for room in ROOMS]
