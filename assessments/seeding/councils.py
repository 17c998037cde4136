"""What the councils of the demonstration decide. All made up, and plainly marked so."""

import datetime
from collections.abc import Mapping

from django.utils import timezone

from assessments.councils.actions import approve_council
from assessments.meetings.actions import add_meeting, save_decisions, set_council_targets
from assessments.models import Person
from maturity.days import a_year_before
from maturity.models import Council

DECISIONS = [
    ("decision", "Every initiative describes its phase-out by next year (demonstration)",
     "Chaque initiative décrit son élimination progressive d’ici l’an prochain (démonstration)"),
    ("recommendation", "Try the plays on plain language together (demonstration)",
     "Mettre à l’essai ensemble les fiches sur le langage clair (démonstration)"),
    # One language is missing, so that it is not published.
    ("decision", "Meet with client panels once a year (demonstration)", ""),
]  # fmt: skip
TARGETS = {"ACC": (2, 80), "SMP": (2, 100), "INT": (2, 60)}


def seed_decisions(people: Mapping[str, Person]) -> None:
    """Meetings, decisions, targets and a first baseline of the Joint Councils."""
    cochair = people["cochair.jc"]
    council, today = Council.objects.get(code="JC"), timezone.localdate()
    last = add_meeting(council, a_year_before(today) + datetime.timedelta(days=180), by=cochair)
    add_meeting(council, today + datetime.timedelta(days=20), by=cochair)
    save_decisions(
        last,
        [
            (None, {"kind": kind, "text_en": english, "text_fr": french})
            for kind, english, french in DECISIONS
        ],
        by=cochair,
    )
    by = datetime.date(today.year + 1, 12, 31)
    set_council_targets(
        council,
        {
            code: {"level": level, "share": share, "by": by}
            for code, (level, share) in TARGETS.items()
        },
        by=cochair,
    )
    approve_council(council, today, by=cochair)
