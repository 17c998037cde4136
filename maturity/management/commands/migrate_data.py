"""migrate_data [--check]: brings what is kept into today's shape, while the portal is used."""

from typing import Any

from django.core.management.base import CommandParser

from maturity.commands import FaultReportingCommand
from maturity.faults import Fault, Faults
from maturity.operations import data_steps
from maturity.operations.turns import turn_if_free


class Command(FaultReportingCommand):
    help = (
        "Migrates data that would take too long for `migrate`, in batches, while the portal is "
        "used. It can be interrupted at any time, and goes on where it was when it is started "
        "again."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--check",
            action="store_true",
            help="change nothing, and say what is left: status 1 if anything is",
        )

    def run(self, *, check: bool, **_options: Any) -> None:
        steps = list(data_steps.registered())
        if check:
            left = ((each.name, each.left()) for each in steps)
            if faults := [
                Fault(name, f"{number:,} rows are left") for name, number in left if number
            ]:
                raise Faults(faults)
        else:
            with turn_if_free("migrate_data") as free:
                if not free:
                    self.stdout.write("Another host is migrating data: leave it to that one.")
                    return
                self.migrate(steps)
        self.stdout.write("No data is left to migrate.")

    def migrate(self, steps: list[data_steps.DataStep]) -> None:
        """Goes through the steps, and tells how far it is."""
        try:
            for progress in data_steps.advanced(steps):
                self.stdout.write(str(progress))
                self.stdout.flush()
        except KeyboardInterrupt:
            self.stderr.write("Interrupted: what is told above is done. Start again to go on.")
            raise SystemExit(130) from None
