"""simulate_assessments --assessments N: fictitious assessments of which the truth is known."""

import dataclasses
import json
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError, CommandParser

from assessments.method.validation.simulation import Truth, simulate_assessments
from assessments.seeding import population
from maturity.commands import FaultReportingCommand
from maturity.faults import Fault, Faults
from maturity.models import Criterion

MOST_RATERS = len(population.GOVERNMENTS)


class Command(FaultReportingCommand):
    help = (
        "Adds fictitious initiatives with approved baselines and governments’ own ratings that are "
        "drawn from a known truth, to see what validation_report finds of it."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--assessments", type=int, required=True, metavar="N")
        parser.add_argument("--edition", default="2017-draft", metavar="CODE")
        parser.add_argument("--raters", type=int, default=3, metavar="N")
        parser.add_argument(
            "--flat", action="store_true", help="statements of all levels are as hard"
        )
        parser.add_argument(
            "--agreement", type=float, default=0.8, metavar="SHARE", help="from 0 to 1"
        )
        parser.add_argument("--misplaced", metavar="STATEMENT", help="it is easier than its level")
        parser.add_argument("--by", type=float, default=2.5, metavar="LOGITS")
        parser.add_argument("--translated", metavar="STATEMENT", help="it is harder in French")
        parser.add_argument("--shift", type=float, default=0.75, metavar="LOGITS")
        parser.add_argument("--french", type=float, default=0.5, metavar="SHARE")
        parser.add_argument("--one-language", action="store_true", help="in each team")
        parser.add_argument(
            "--seed", type=int, default=1, metavar="S", help="the same seed gives the same data"
        )
        parser.add_argument(
            "--json", action="store_true", help="print the population, and change nothing"
        )

    def run(self, *, edition: str, seed: int, **options: Any) -> None:
        criteria = list(Criterion.objects.filter(edition__code=edition))
        truth = _truth([each.level for each in criteria], [each.code for each in criteria], options)
        found = simulate_assessments(truth, seed)
        if options["json"]:
            said = {"truth": dataclasses.asdict(truth), **dataclasses.asdict(found)}
            self.stdout.write(json.dumps(said))
            return
        if settings.PUBLIC:
            raise CommandError(
                "This portal has a public address: fictitious initiatives do not belong there."
            )
        added = list(population.add(found, edition, [each.code for each in criteria]))
        self.stdout.write(f"{len(added)} simulated assessments added")


def _truth(levels: list[int], codes: list[str], options: dict[str, Any]) -> Truth:
    """Returns the truth that options ask for. Raises Faults for all that cannot be."""
    faults = [
        Fault(f"--{name}", message)
        for name, message, wrong in (
            ("edition", "there is no such edition", not levels),
            ("assessments", "must be at least 1", options["assessments"] < 1),
            (
                "raters",
                f"must be from 1 to {MOST_RATERS}",
                not 1 <= options["raters"] <= MOST_RATERS,
            ),
            *(
                (name, "must be from 0 to 1", not 0 <= options[name] <= 1)
                for name in ("agreement", "french")
            ),
            *(
                (name, "there is no such statement", options[name] not in (None, *codes))
                for name in ("misplaced", "translated")
                if levels
            ),
        )
        if wrong
    ]
    if faults:
        raise Faults(faults)
    places = {code: place for place, code in enumerate(codes)}
    return Truth(
        levels,
        options["assessments"],
        raters=options["raters"],
        cumulative=not options["flat"],
        agreement=options["agreement"],
        misplaced=places.get(options["misplaced"]),
        misplaced_by=options["by"],
        translated=places.get(options["translated"]),
        shift=options["shift"],
        french=options["french"],
        one_language=options["one_language"],
    )
