"""seed_scale --initiatives N [--seed S]: adds fictitious initiatives for load tests."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError, CommandParser

from assessments.seeding import scale
from maturity.commands import FaultReportingCommand
from maturity.faults import Fault, Faults

TOLD = 1000  # initiatives between two lines that say how far it is


class Command(FaultReportingCommand):
    help = (
        "Loads the model, and adds fictitious initiatives with approved baselines in all four "
        "stages, for load tests."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--initiatives", type=int, required=True, metavar="N")
        parser.add_argument(
            "--seed", type=int, default=1, metavar="S", help="the same seed gives the same data"
        )

    def run(self, *, initiatives: int, seed: int, **_options: Any) -> None:
        if settings.PUBLIC:
            raise CommandError(
                "This portal has a public address: fictitious initiatives do not belong there."
            )
        if initiatives < 1:
            raise Faults([Fault("--initiatives", "must be at least 1")])
        call_command("load_model", stdout=self.stdout)
        call_command("load_playbook", stdout=self.stdout)
        numbers = scale.following(initiatives)
        for last in scale.add(numbers, seed=seed):
            done = numbers.index(last) + 1
            if done % TOLD == 0 and done < initiatives:
                self.stdout.write(f"{done} of {initiatives} initiatives")
        self.stdout.write(f"{initiatives} fictitious initiatives added")
