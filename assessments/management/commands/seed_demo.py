"""seed_demo: loads model and playbook, fills an empty portal with a fictitious demonstration."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import override

from assessments.models import Person
from assessments.seeding import demo
from maturity.operations.turns import in_turn


class Command(BaseCommand):
    help = "Loads model and playbook, and fills an empty portal with a fictitious demonstration."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--if-empty", action="store_true", help="do nothing where people exist already"
        )

    def handle(self, *_args: Any, if_empty: bool, **_options: Any) -> None:
        if settings.PUBLIC:
            raise CommandError(
                "This portal has a public address: the demonstration's password is known to all."
            )
        call_command("load_model", stdout=self.stdout)
        call_command("load_playbook", stdout=self.stdout)
        with in_turn("seed_demo", waits=self.waits):
            self.seed(if_empty=if_empty)

    def waits(self) -> None:
        self.stdout.write("Another process is seeding this portal: waiting for it to end.")

    def seed(self, *, if_empty: bool) -> None:
        """Fills an empty portal, and says who can sign in where it holds the demonstration."""
        is_demo = Person.objects.filter(email__endswith=f"@{demo.DOMAIN}").exists()
        if not is_demo and Person.objects.exclude(email__endswith="@portal.invalid").exists():
            if if_empty:
                return
            raise CommandError("This portal is in use: the demonstration is for an empty one.")
        if not is_demo:
            self.stdout.write("Seeding the demonstration (fictitious ratings)...")
            with override("en"):
                demo.seed()
        elif not if_empty:
            self.stdout.write("The demonstration is there already.")
        self.stdout.write("Demonstration sign-ins (all data is fictitious):")
        for name, title, *_rest in demo.PEOPLE:
            self.stdout.write(f"  {name}@{demo.DOMAIN:<14} {title}")
        self.stdout.write(f"  password for all: {demo.PASSWORD}")
