import os

from django.apps import AppConfig

# One reader of XML wherever the portal runs, guarded by defusedxml: where lxml happens to be
# installed, openpyxl would take that, which has no such guard. It decides when it is imported.
os.environ["OPENPYXL_LXML"] = "False"


class AssessmentsConfig(AppConfig):
    name = "assessments"

    def ready(self) -> None:
        from assessments.models.people import PersonManager  # noqa: PLC0415 – needs all apps
        from assessments.people.actions import open_portal  # noqa: PLC0415 – likewise

        PersonManager.open_portal = staticmethod(open_portal)
