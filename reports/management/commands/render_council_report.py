"""render_council_report CODE --language en|fr|both --output PATH: a council's report as a PDF."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from assessments.councils.forms import PeriodForm
from maturity.commands import FaultReportingCommand
from maturity.faults import Fault, Faults
from maturity.models import Council
from reports.council import council_baseline_sources, council_sources
from reports.documents import LANGUAGES
from reports.files import write_report
from reports.issuing import issue


class Command(FaultReportingCommand):
    help = "Writes the report of a council's newest baseline, or of its figures on a day, as a PDF."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("code", metavar="CODE")
        parser.add_argument("--language", choices=LANGUAGES, required=True)
        parser.add_argument("--output", type=Path, required=True, metavar="PATH")
        parser.add_argument(
            "--at",
            metavar="YYYY-MM-DD",
            help="of the figures on this day, in place of the newest baseline; today unless given",
        )
        parser.add_argument("--since", metavar="YYYY-MM-DD", help="compared with; a year before")

    def run(self, *, code: str, language: str, output: Path, **options: Any) -> None:
        council = Council.objects.filter(code=code).first()
        faults = [] if council else [Fault("CODE", f"no council has the code “{code[:80]}”")]
        form = PeriodForm({name: options[name] or "" for name in ("at", "since")})
        faults += [
            Fault(f"--{name}", str(message))
            for name, messages in form.errors.items()
            for message in messages
        ]
        if faults or council is None:
            raise Faults(faults)
        at, since = form.dates
        # As a report of an assessment: of its newest baseline, or else of today's figures.
        asked = options["at"] or options["since"]
        baseline = None if asked else council.baselines.order_by("-at").first()
        write_report(
            output,
            lambda: issue(
                council_baseline_sources(baseline)["council"]
                if baseline
                else council_sources(council, at, since)["council"],
                language,
            ),
        )
        self.stdout.write(f"report {output}")
