"""render_council_report CODE --language en|fr|both --output PATH: a council's report as a PDF."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from assessments.councils.forms import PeriodForm
from maturity.commands import FaultReportingCommand
from maturity.faults import Fault, Faults
from maturity.models import Council
from reports.council import council_sources
from reports.documents import LANGUAGES
from reports.files import write_report
from reports.issuing import issue


class Command(FaultReportingCommand):
    help = "Writes a council's report, with all names, as a PDF."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("code", metavar="CODE")
        parser.add_argument("--language", choices=LANGUAGES, required=True)
        parser.add_argument("--output", type=Path, required=True, metavar="PATH")
        parser.add_argument("--at", metavar="YYYY-MM-DD", help="the day; today unless given")
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
        source = council_sources(council, at, since, named=True).report
        write_report(output, lambda: issue(source, language))
        self.stdout.write(f"report {output}")
