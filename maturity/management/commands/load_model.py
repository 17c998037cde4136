"""load_model [FILE]: loads an edition of the maturity model, idempotent.

The portal's own edition comes with guidance on how to rate.
"""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandParser

from maturity import guidance_file, model_file
from maturity.commands import FaultReportingCommand
from maturity.operations.turns import in_turn

FIXTURE = settings.BASE_DIR / "fixtures" / "2017-draft.json"
GUIDANCE = settings.BASE_DIR / "fixtures" / "guidance-2017-draft.json"


class Command(FaultReportingCommand):
    help = "Loads an edition of the maturity model from a model file; loading it again is harmless."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, default=FIXTURE, metavar="FILE")

    def run(self, *, file: Path, **_options: Any) -> None:
        with in_turn("load_model", waits=self.waits):
            edition, new = model_file.load(model_file.parse(self.read(file)))
            if file == FIXTURE:
                guidance_file.load(guidance_file.parse(self.read(GUIDANCE)))
        self.stdout.write(
            f"edition {edition.code} {'loaded' if new else 'is there already, unchanged'}"
        )

    def waits(self) -> None:
        self.stderr.write("Another host is loading a model: waiting for it to end.")
