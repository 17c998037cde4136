"""import_assessment FILE [--approve]: creates or updates an assessment from an exchange file."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.db import transaction

from assessments.exchange import reading
from assessments.importing.actions import import_document
from assessments.people.actions import command_line_person
from assessments.review import actions as workflow
from maturity.commands import FaultReportingCommand
from maturity.text import told


class Command(FaultReportingCommand):
    help = "Creates or updates an initiative and its assessment from a ccs-assessment/1 file."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--approve", action="store_true", help="submit and approve it too")

    def run(self, *, file: Path, approve: bool, **_options: Any) -> None:
        document, changes = reading.read(self.read(file))
        baseline = None
        with transaction.atomic():
            by = command_line_person()
            assessment = import_document(document, by=by)
            if approve:
                workflow.submit(assessment, by=by, notify=False)
                baseline = workflow.approve(assessment, by=by, notify=False)
        self.stdout.write(f"assessment {assessment.pk}")
        if baseline:
            self.stdout.write(f"baseline {baseline.pk}")
        for sentence in told(changes):
            self.stderr.write(sentence)
