"""backup FILE: writes all that the portal keeps to one file, while it is used."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from maturity.commands import FaultReportingCommand
from maturity.operations import backup


class Command(FaultReportingCommand):
    help = "Writes the database and all files to one archive, while the portal is used."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", help="must not exist yet")

    def run(self, *, file: Path, **_options: Any) -> None:
        manifest = backup.make(file)
        self.stdout.write(f"backup {file}")
        self.stdout.write(backup.summary(manifest))
