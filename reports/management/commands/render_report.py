"""render_report ID --language en|fr|both --output PATH: an assessment's report as a PDF."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.db import transaction

from assessments.baselines.reads import assessment_by_id
from maturity.commands import FaultReportingCommand
from reports.baseline import assessment_report
from reports.documents import LANGUAGES
from reports.files import write_report


class Command(FaultReportingCommand):
    help = "Writes the report of an assessment's baseline (or of the draft) as a PDF."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("id", metavar="ID")
        parser.add_argument("--language", choices=LANGUAGES, required=True)
        parser.add_argument("--output", type=Path, required=True, metavar="PATH")

    @transaction.atomic  # A report that was not handed out is not remembered either.
    def run(self, *, id: str, language: str, output: Path, **_options: Any) -> None:
        assessment = assessment_by_id(id)
        write_report(output, lambda: assessment_report(assessment, language))
        self.stdout.write(f"report {output}")
