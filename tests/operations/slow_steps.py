"""`migrate_data` with a step of its own: people's names get a mark, two in a batch.

With the path of a file as its argument, a batch waits for that file before it ends, if it is not
the first one. Without, none waits.
"""

import signal
import sys
import time
from pathlib import Path

import django
from django.core.management import call_command

MARK = " (migrated)"


def main(until: str = "") -> None:
    from assessments.models import Person
    from maturity.operations import data_steps

    unmarked = Person.objects.exclude(name__endswith=MARK)
    begun = False

    def advance(size: int) -> int:
        nonlocal begun
        some = list(unmarked.order_by("email")[:size])
        for person in some:
            person.name += MARK
            person.save()
        while begun and until and not Path(until).exists():
            time.sleep(0.02)
        begun = True
        return len(some)

    data_steps.BATCH = 2
    data_steps.registered = lambda: iter([data_steps.DataStep("names", unmarked.count, advance)])
    call_command("migrate_data")


if __name__ == "__main__":
    # Tests that run in the background ignore interrupts, and so would what they start.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    django.setup()
    main(*sys.argv[1:])
