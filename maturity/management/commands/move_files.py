"""move_files: carries files to where the settings say that they go, and verifies each."""

import time
from typing import Any

from django.core.management.base import CommandParser

from maturity.commands import FaultReportingCommand
from maturity.faults import Fault, Faults
from maturity.operations.moving import Carrying, carry, place
from maturity.operations.stores import Store, is_full
from maturity.operations.turns import turn_if_free

KINDS = ("evidence", "reports", "backups")
TELLING = 10.0  # seconds between two words on how far it is


class Command(FaultReportingCommand):
    help = (
        "Carries files from where they were to where the settings say that they go, and reads "
        "each back. Nothing is removed. It can be interrupted at any time, and goes on where it "
        "was when it is started again."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        for of in KINDS:
            parser.add_argument(
                f"--{of}",
                metavar="PLACE",
                help=f"where {of} were: a folder, or s3://BUCKET/PREFIX",
            )
        parser.add_argument(
            "--check",
            action="store_true",
            help="carry nothing, and say what is not there or not the same: status 1 if anything",
        )

    def run(self, *, check: bool, **options: Any) -> None:
        named = {of: options[of] for of in KINDS if options[of]}
        if not named:
            raise Faults([Fault("", "name where files were: --evidence, --reports or --backups")])
        faults: list[Fault] = []
        sources: dict[str, Store] = {}
        for of, given in named.items():
            try:
                sources[of] = place(of, given)
            except Faults as found:
                faults += found.faults
        if faults:
            raise Faults(faults)
        with turn_if_free("move_files") as free:
            if not free:
                self.stdout.write("Another host is moving files: leave it to that one.")
                return
            faults = [
                fault for of, source in sources.items() for fault in self.carried(of, source, check)
            ]
        if faults:
            raise Faults(faults)
        self.stdout.write("Every file is where the settings say. Nothing was removed.")

    def carried(self, of: str, source: Store, check: bool) -> list[Fault]:
        """Sees to the files of one store, and tells how far it is."""
        at, told = Carrying(of), time.monotonic()
        try:
            for _file in carry(at, source, change=not check):
                if time.monotonic() - told > TELLING:
                    told = time.monotonic()
                    self.stdout.write(f"{at}; {at.done:,} looked at")
                    self.stdout.flush()
        except KeyboardInterrupt:
            self.stderr.write("Interrupted. Start again to go on.")
            raise SystemExit(130) from None
        except OSError as error:
            reason = "there is no room left" if is_full(error) else error.strerror or error
            return [*at.faults, Fault(of, f"{reason}: start again to go on")]
        finally:
            self.stdout.write(str(at))
        return at.faults
