"""restore FILE [--identity FILE]: puts a backup back into a portal that has no people in it."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from maturity.commands import FaultReportingCommand, add_identity
from maturity.operations import backup, sealing
from maturity.operations.backup_runs import named


class Command(FaultReportingCommand):
    help = "Puts a backup back into a portal without people, all of it or nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "file", type=Path, metavar="FILE",
            help="an archive, or the name of one where backups go",
        )  # fmt: skip
        add_identity(parser)

    def run(self, *, file: Path, identity: Path | None, **_options: Any) -> None:
        identities = sealing.identities_in(identity) if identity else []
        archive = named(file)
        manifest = backup.restore(archive, identities)
        self.stdout.write(f"restored {archive}, made {manifest['made_at']}")
        self.stdout.write(backup.summary(manifest))
        if backup.pending():
            self.stdout.write("It is of an older version: run migrate next.")
        else:
            backup.check(stdout=self.stdout, stderr=self.stderr)
