import os
from typing import Any

from django.apps import AppConfig

# One reader of XML wherever the portal runs, guarded by defusedxml: where lxml happens to be
# installed, openpyxl would take that, which has no such guard. It decides when it is imported.
os.environ["OPENPYXL_LXML"] = "False"


class AssessmentsConfig(AppConfig):
    name = "assessments"

    def ready(self) -> None:
        from assessments.models.people import PersonManager  # noqa: PLC0415 – needs all apps

        PersonManager.open_portal = staticmethod(_open_portal)


def _open_portal(**given: Any) -> Any:
    """What `people.actions.open_portal` does, which is needed once in a portal's life."""
    # Not when the app is ready: it defines tasks, whose backend tests choose before.
    from assessments.people.actions import open_portal  # noqa: PLC0415

    return open_portal(**given)
