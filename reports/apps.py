from django.apps import AppConfig

from assessments.review.signals import approved


class ReportsConfig(AppConfig):
    name = "reports"

    def ready(self) -> None:
        approved.connect(_ask_for_reports)


def _ask_for_reports(**signal: object) -> None:
    from reports.making import ask_at_approval  # noqa: PLC0415 – it needs the models

    ask_at_approval(**signal)  # type: ignore[arg-type]
