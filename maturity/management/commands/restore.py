"""restore FILE: puts a backup back into a portal that has no people in it."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from maturity.commands import FaultReportingCommand
from maturity.operations import backup


class Command(FaultReportingCommand):
    help = "Puts a backup back into a portal without people, all of it or nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")

    def run(self, *, file: Path, **_options: Any) -> None:
        manifest = backup.restore(file)
        self.stdout.write(f"restored {file}, made {manifest['made_at']}")
        self.stdout.write(backup.summary(manifest))
        if backup.pending():
            self.stdout.write("It is of an older version: run migrate next.")
        else:
            backup.check(stdout=self.stdout, stderr=self.stderr)
