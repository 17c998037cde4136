"""run_worker: does the jobs that the portal puts off, such as sending mail."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from maturity.operations import jobs


class Command(BaseCommand):
    help = "Does jobs, such as sending mail, until it is told to stop."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--heartbeat",
            type=float,
            default=jobs.HEARTBEAT,
            metavar="SECONDS",
            help="how often it says that it lives (5; without a sign for 6 of them it is dead)",
        )

    def handle(self, *_args: Any, heartbeat: float, **_options: Any) -> None:
        jobs.work(heartbeat=heartbeat)
