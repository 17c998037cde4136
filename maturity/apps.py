from django.apps import AppConfig
from django.core.checks import register


class MaturityConfig(AppConfig):
    name = "maturity"

    def ready(self) -> None:
        from maturity.contact import check_contact  # noqa: PLC0415 – needs the settings

        register(check_contact, deploy=True)
