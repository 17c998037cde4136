"""backup_keys --identity FILE: says which backups a key opens, before another one is retired."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from maturity.commands import FaultReportingCommand, add_identity
from maturity.faults import Fault, Faults
from maturity.operations import archive, sealing
from maturity.operations.backup_runs import archives, backups, newest


class Command(FaultReportingCommand):
    help = (
        "Says of each archive in BACKUPS_DIR whether the private keys at hand open it. "
        "Retire a key only once the others open all that you want to keep."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        add_identity(parser)

    def run(self, *, identity: Path | None, **_options: Any) -> None:
        identities = sealing.identities_in(identity) if identity else []
        newest(backups())
        closed = []
        for file in archives(backups()):
            if archive.opens(file, identities):
                self.stdout.write(f"opens: {file.name}")
            else:
                closed.append(Fault(file.name, "none of the keys at hand opens it"))
        if closed:
            raise Faults(closed)
