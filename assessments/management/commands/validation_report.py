"""validation_report EDITION [--json]: whether the model works, by what was rated with it."""

import json
from typing import Any

from django.core.management.base import CommandParser

from assessments.validation.computing import report_now
from assessments.validation.document import as_document
from assessments.validation.figures import Figure, ValidationReport
from maturity.commands import FaultReportingCommand
from maturity.faults import Fault, Faults
from maturity.models import Edition


class Command(FaultReportingCommand):
    help = (
        "Prints the figures that tell whether the model works: do assessors agree, are the levels "
        "an order, is each statement usable in both languages alike. Each comes with how many it "
        "is from, and with the reason if it cannot be said yet."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("edition", metavar="EDITION", help="the code of an edition")
        parser.add_argument("--json", action="store_true", help="for programs, in JSON")

    def run(self, *, edition: str, json: bool, **_options: Any) -> None:
        if not Edition.objects.filter(code=edition).exists():
            raise Faults([Fault("EDITION", f"there is no edition {edition}")])
        report = report_now(edition)
        self.stdout.write(as_json(report) if json else as_lines(report))


def as_json(report: ValidationReport) -> str:
    """Returns a report with all its names, days as in ISO 8601."""
    return json.dumps(as_document(report), indent=2, ensure_ascii=False)


def as_lines(report: ValidationReport) -> str:
    """Returns a report with one figure a line."""
    counts = (
        f"{report.edition}: {report.assessments} assessments of {report.initiatives} initiatives, "
        f"{report.participants} governments’ own ratings"
    )
    figures = (
        f"{part.name} {' '.join(group.subject)}{' ' if group.subject else ''}{_line(figure)}"
        for part, group, figure in report.each()
    )
    waiting = (
        f"not yet: {each.name} ({each.have} of {each.needed}"
        f"{f', by {each.ready}' if each.ready else ''})"
        for each in report.pending
    )
    return "\n".join((counts, *figures, *waiting))


def _line(figure: Figure) -> str:
    value = "–" if figure.value is None else f"{figure.value:.3f}"
    spread = figure.interval
    between = f" [{spread.low:.3f}, {spread.high:.3f}]" if spread else ""
    said = " ".join(str(each) for each in (figure.reason, figure.verdict) if each)
    return f"{figure.name}: {value}{between} (n={figure.n}){' ' + said if said else ''}"
