"""drill [FILE]: proves that a backup can be restored, in a database made for it."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from maturity.commands import FaultReportingCommand, add_identity
from maturity.operations import backup, sealing
from maturity.operations.backup_runs import backups, named, newest
from maturity.operations.drill import drill


class Command(FaultReportingCommand):
    help = (
        "Restores a backup into a scratch database, verifies rows, audit record, figures and "
        "files there, and takes it away again. The portal that people use is not touched."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "file", nargs="?", type=Path, metavar="FILE",
            help="an archive, or the name of one where backups go; without it, the newest there",
        )  # fmt: skip
        add_identity(parser)
        parser.add_argument(
            "--database", default="", metavar="NAME",
            help="an empty database to use, where the portal’s user may not create one",
        )  # fmt: skip

    def run(
        self, *, file: Path | None, identity: Path | None, database: str, **_options: Any
    ) -> None:
        identities = sealing.identities_in(identity) if identity else []
        archive = named(file) if file else newest(backups())
        drilled = drill(archive, identities, database=database)
        self.stdout.write(f"drill {archive}, made {drilled.manifest['made_at']}")
        self.stdout.write(backup.summary(drilled.manifest))
        for line in drilled.said:
            self.stdout.write(line)
        self.stdout.write(f"restored and verified in {drilled.seconds:.1f} seconds")
