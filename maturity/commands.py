"""The shape that the portal's management commands share (their contract is in the README)."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from maturity.faults import Fault, Faults
from maturity.json_file import MAX_BYTES
from maturity.operations.stores import StoreAway


def add_identity(parser: CommandParser) -> None:
    """Adds the option that names who may open an archive that is encrypted."""
    parser.add_argument(
        "--identity",
        type=Path,
        metavar="FILE",
        help="the file with the private key of age, for an archive that is encrypted",
    )


class FaultReportingCommand(BaseCommand):
    """A command that answers bad input, and object storage that is away, with one line a fault on
    stderr and exit status 1.

    Subclasses implement `run`, which takes the command's options, and raises Faults before it
    changes anything.
    """

    run: Callable[..., None]

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            self.run(**options)
        except Faults as faults:
            for fault in faults.faults:
                self.stderr.write(str(fault))
            raise SystemExit(1) from None
        except StoreAway as away:
            self.stderr.write(str(away.strerror))
            raise SystemExit(1) from None

    def read(self, file: Path) -> bytes:
        """The bytes of `file`, one more than the limit at most. Raises Faults if unreadable."""
        try:
            with file.open("rb") as stream:
                return stream.read(MAX_BYTES + 1)
        except OSError as error:
            raise Faults([Fault(str(file), f"cannot be read: {error.strerror}")]) from error
