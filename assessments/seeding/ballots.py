"""Ballots of the demonstration. All answers are made up, and plainly marked so."""

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils import timezone

from assessments.ballots.actions import close_ballot, finish_voting, open_ballot, save_vote
from assessments.models import Ballot, Person
from maturity.editions import newest_edition
from maturity.models import Criterion

MEMBERS = (
    "cochair.jc", "cochair.pssdc", "cochair.pscioc", "viewer", "contribution", "contributor.bc",
    "contributor.ab",
)  # fmt: skip
# What most say of a statement, where it is something else than that all is well: how many of the
# members, from the first on, and what they say in its place.
DOUBTS: dict[str, tuple[int, dict[str, Any]]] = {
    "ACC-07": (5, {"place": "lower"}),
    "ACC-08": (2, {"place": "unsure"}),
    "CON-01": (4, {"clear_en": False, "clear_fr": False, "french_confirmed": False}),
    "RES-03": (4, {"clear_fr": False, "french_confirmed": False}),
    "INT-02": (3, {"relevance": 2}),
    "SMP-05": (6, {"place": "lower"}),
}
CLOSED = ("ACC-01", "ACC-02", "ACC-07", "ACC-08", "CON-01", "RES-03", "INT-02", "SEC-01", "SMP-05")
OPEN = ("EFF-01", "EFF-02", "EFF-03", "SEC-02")
WELL = {"relevance": 4, "clear_en": True, "clear_fr": True, "place": "same",
        "french_confirmed": True}  # fmt: skip
COMMENTS = {
    "CON-01": ("en", "“Reliable” can mean several things (fictitious comment)."),
    "RES-03": ("fr", "Il faudrait un mot plus courant (commentaire fictif)."),
}


def seed_ballots(people: Mapping[str, Person]) -> None:
    """A ballot that is closed, with what members say, and one that they can still answer."""
    secretariat, today = people["secretariat"], timezone.localdate()
    members = [people[name] for name in MEMBERS]
    closed = _opened(
        "Do members confirm the draft of 2017? (demonstration)",
        "Les membres confirment-ils l’ébauche de 2017? (démonstration)",
        CLOSED, members, today, by=secretariat, days=30,
    )  # fmt: skip
    for number, member in enumerate(members):
        _answer(closed, member, number, CLOSED)
        finish_voting(closed.voters.get(person=member), by=member)
    close_ballot(closed, by=secretariat)
    still_open = _opened(
        "Statements about efficiency and consent (demonstration)",
        "Énoncés sur l’efficience et le consentement (démonstration)",
        OPEN, members[:3], today + datetime.timedelta(days=21), by=secretariat,
    )  # fmt: skip
    _answer(still_open, members[1], 1, OPEN[:2])


def _opened(
    title_en: str,
    title_fr: str,
    codes: Sequence[str],
    members: Sequence[Person],
    closes_on: datetime.date,
    *,
    by: Person,
    days: int = 0,
) -> Ballot:
    """A ballot that was opened so many days ago."""
    edition = newest_edition()
    return open_ballot(
        edition,
        title_en=title_en,
        title_fr=title_fr,
        closes_on=closes_on,
        statements=list(Criterion.objects.filter(edition=edition, code__in=codes)),
        people=members,
        by=by,
        at=timezone.now() - datetime.timedelta(days=days),
        notify=False,
    )


def _answer(ballot: Ballot, member: Person, number: int, codes: Sequence[str]) -> None:
    """Has the `number`-th member, from 0, answer about some statements."""
    voter = ballot.voters.get(person=member)
    for criterion in ballot.statements.filter(code__in=codes):
        doubting, doubt = DOUBTS.get(criterion.code, (0, {}))
        language, comment = COMMENTS.get(criterion.code, ("", "")) if number == 0 else ("", "")
        said = WELL | (doubt if number < doubting else {})
        said |= {"comment": comment, "comment_language": language}
        save_vote(voter, criterion, said, seen=0, by=member)
