"""load_playbook [FOLDER]: publishes the plays of a folder of files (CODE.toml), idempotent."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandParser

from assessments.people.actions import command_line_person
from assessments.playbook.loading import load_all, read_folder
from maturity.commands import FaultReportingCommand
from maturity.operations.turns import in_turn

FIXTURES = settings.BASE_DIR / "fixtures" / "playbook"


class Command(FaultReportingCommand):
    help = "Publishes the plays of a folder; one that the secretariat has changed is left alone."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", nargs="?", type=Path, default=FIXTURES, metavar="FOLDER")

    def run(self, *, folder: Path, **_options: Any) -> None:
        with in_turn("load_playbook", waits=self.waits):
            plays = read_folder(folder)
            changed = load_all(plays, by=command_line_person())
        self.stdout.write(f"{len(plays)} plays read, {changed} published")

    def waits(self) -> None:
        self.stderr.write("Another host is loading the playbook: waiting for it to end.")
