"""Any number of plainly fictitious initiatives with approved baselines, for load tests.

`drawing` makes up what is said, and `rows` and `events` turn it into what the actions would have
written.
"""

import itertools
from collections.abc import Iterator

from django.db import transaction

from assessments.audit.record import chain_on
from assessments.models import Event, Initiative
from assessments.seeding.bulk import insert_values
from assessments.seeding.drawing import CODE, draw
from assessments.seeding.events import events
from assessments.seeding.rows import team, write
from assessments.seeding.world import world

BATCH = 50  # initiatives a transaction: memory stays flat, and others need not wait long


def add(numbers: range, *, seed: int) -> Iterator[int]:
    """Adds the initiatives with these numbers, and gives the last one's after each transaction.

    A number and a seed always make the same initiative. Needs a loaded model.
    """
    known = world()
    for some in itertools.batched(numbers, BATCH):
        teams = [team(draw(each, seed, known), known) for each in some]
        with transaction.atomic():
            write(teams, known)
            left = [event for each in teams for event in events(each, known)]
            chain_on(left)
            insert_values(Event, left)
        yield some[-1]


def following(number: int) -> range:
    """So many numbers after those that are taken."""
    codes = Initiative.objects.filter(code__startswith=CODE).values_list("code", flat=True)
    taken = (code.removeprefix(CODE) for code in codes)
    first = 1 + max((int(each) for each in taken if each.isdecimal()), default=0)
    return range(first, first + number)
