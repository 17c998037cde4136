"""render_report ID --language en|fr|both --output PATH: an assessment's report as a PDF."""

from contextlib import suppress
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.db import transaction

from assessments.queries import assessment_by_id
from maturity.commands import FaultReportingCommand
from maturity.faults import Fault, Faults
from reports.documents import LANGUAGES
from reports.issuing import issue_report
from reports.pdf import PdfUnavailable


class Command(FaultReportingCommand):
    help = "Writes the report of an assessment's baseline (or of the draft) as a PDF."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("id", metavar="ID")
        parser.add_argument("--language", choices=LANGUAGES, required=True)
        parser.add_argument("--output", type=Path, required=True, metavar="PATH")

    @transaction.atomic  # A report that was not handed out is not remembered either.
    def run(self, *, id: str, language: str, output: Path, **_options: Any) -> None:
        assessment = assessment_by_id(id)
        try:
            pdf = issue_report(assessment, language).pdf
        except PdfUnavailable as unavailable:
            raise Faults([Fault("", str(unavailable))]) from unavailable
        # Whole or not at all: a reader never meets half a file.
        part = output.with_name(output.name + ".part")
        try:
            part.write_bytes(pdf)
            part.replace(output)
        except OSError as error:
            with suppress(OSError):
                part.unlink(missing_ok=True)
            fault = Fault("--output", f"{output} cannot be written: {error.strerror}")
            raise Faults([fault]) from error
        self.stdout.write(f"report {output}")
