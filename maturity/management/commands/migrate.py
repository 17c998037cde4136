"""migrate: Django's own, for one host at a time however many begin at once."""

from typing import Any

from django.core.management.commands import migrate

from maturity.operations.turns import in_turn


class Command(migrate.Command):
    def handle(self, *arguments: Any, **options: Any) -> None:
        def waits() -> None:
            self.stdout.write("Another host is migrating this database: waiting for it to end.")

        with in_turn("migrate", waits=waits):
            super().handle(*arguments, **options)
