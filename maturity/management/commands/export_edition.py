"""export_edition CODE: prints an edition as a model file, in canonical form."""

from typing import Any

from django.core.management.base import CommandParser

from maturity.commands import FaultReportingCommand
from maturity.faults import Fault, Faults
from maturity.model_document import document_of, written
from maturity.models import Edition


class Command(FaultReportingCommand):
    help = "Prints an edition of the maturity model as a model file, which load_model reads."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("code", metavar="CODE")

    def run(self, *, code: str, **_options: Any) -> None:
        edition = Edition.objects.filter(code=code).first()
        if edition is None:
            raise Faults([Fault(code, "there is no such edition")])
        self.stdout.write(written(document_of(edition)), ending="")
