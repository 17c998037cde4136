"""check_figures [--rebuild]: compares figures and bitmap indexes with the snapshots."""

from typing import Any

from django.core.management.base import CommandParser

from assessments.standings import check as figures_check
from assessments.standings import rebuilding
from maturity.commands import FaultReportingCommand


class Command(FaultReportingCommand):
    help = (
        "Checks that the figures which dashboards, lists and the API show are those of the "
        "baselines' snapshots."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--rebuild",
            action="store_true",
            help="mend what differs, from the snapshots; approvals wait meanwhile",
        )

    def run(self, *, rebuild: bool, **_options: Any) -> None:
        if rebuild:
            whole, mended = rebuilding.rebuild()
            for fault in mended:
                self.stdout.write(f"mended: {fault}")
        else:
            whole = figures_check.check()
        self.stdout.write(str(whole))
