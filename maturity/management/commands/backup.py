"""backup [FILE]: writes all that the portal keeps to one file, while it is used."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from maturity.commands import FaultReportingCommand
from maturity.faults import Fault, Faults
from maturity.operations import backup, backup_runs


class Command(FaultReportingCommand):
    help = (
        "Writes the database and all files to one archive, while the portal is used, encrypted "
        "to BACKUP_RECIPIENTS if there are any."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "file",
            nargs="?",
            type=Path,
            metavar="FILE",
            help="must not exist yet; without it, a new archive in BACKUPS_DIR, kept by rule",
        )

    def run(self, *, file: Path | None, **_options: Any) -> None:
        if file is not None:
            name, manifest = str(file), backup_runs.make_here(file)
        elif place := backup_runs.backups():
            name, manifest = backup_runs.make_in_place(place)
        else:
            raise Faults([Fault("", "BACKUPS_DIR is not set: name the file to write")])
        self.stdout.write(f"backup {name}")
        self.stdout.write(backup.summary(manifest))
