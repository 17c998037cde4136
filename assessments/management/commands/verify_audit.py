"""verify_audit [--expect HASH]: proves that nothing of the audit record and baselines changed."""

from typing import Any

from django.core.management.base import CommandParser

from assessments.audit import proof
from maturity.commands import FaultReportingCommand


class Command(FaultReportingCommand):
    help = (
        "Checks that the audit record and the baselines are as they were written. Note the head "
        "that it prints somewhere else, and give it with --expect the next time."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--expect", metavar="HASH", help="a head that was noted earlier")

    def run(self, *, expect: str | None, **_options: Any) -> None:
        whole = proof.check(expect and expect.strip().lower())
        self.stdout.write(f"{whole.count} events, the chain is whole; head {whole.head}")
