"""What the tests of ballots share: one over three statements, its voters, answers, a post."""

import datetime
from collections.abc import Sequence
from typing import Any

from django.utils import timezone

from assessments.ballots.actions import close_ballot, open_ballot, save_vote
from assessments.models import Ballot, Membership, Person, Voter
from assessments.models.people import Role
from maturity.models import Council, Criterion, Edition, Jurisdiction
from tests.cast import Cast
from tests.forms import fields

BALLOTS = "/en/model/ballots/"
CODES = ("ACC-01", "ACC-02", "ACC-03")
SAID = {
    "relevance": 4, "clear_en": True, "clear_fr": False, "place": "same",
    "french_confirmed": False, "comment": "Say “service”.", "comment_language": "en",
}  # fmt: skip


def today() -> datetime.date:
    return timezone.localdate()


def opened(cast: Cast, *roles: str, codes: Sequence[str] = CODES, **more: Any) -> Ballot:
    """A ballot that the secretariat opens; by default it asks the people of the Joint Councils."""
    people = [cast.people[role] for role in roles or ("cochair", "council_viewer")]
    given = {
        "title_en": "Signal check",
        "title_fr": "Vérification des énoncés",
        "closes_on": today() + datetime.timedelta(days=10),
        "statements": list(Criterion.objects.filter(code__in=codes)),
        "people": people,
        "by": cast.secretariat,
    } | more
    return open_ballot(Edition.objects.get(), **given)


def voter_of(ballot: Ballot, person: Person) -> Voter:
    return ballot.voters.get(person=person)


def answer(ballot: Ballot, person: Person, code: str = "ACC-01", **said: Any) -> bool:
    """Has a voter answer about a statement, whatever they answered before."""
    voter = voter_of(ballot, person)
    criterion = Criterion.objects.get(code=code)
    kept = voter.votes.filter(criterion=criterion).first()
    seen = kept.version if kept else 0
    return save_vote(voter, criterion, SAID | said, seen=seen, by=person)


def extra(number: int, council: str = "PSSDC", jurisdiction: str = "CA-ON") -> list[Person]:
    """More people of a council and a government."""
    place = Council.objects.get(code=council)
    found = []
    for index in range(number):
        name = f"{council}-{jurisdiction}-{index}".lower()
        person = Person.objects.create(
            email=f"{name}@example.org",
            name=f"Fictitious {name}",
            jurisdiction=Jurisdiction.objects.get(code=jurisdiction),
        )
        Membership.objects.create(person=person, role=Role.VIEWER, council=place)
        found.append(person)
    return found


def over(ballot: Ballot, cast: Cast) -> Ballot:
    close_ballot(ballot, by=cast.secretariat)
    ballot.refresh_from_db()
    return ballot


def sheet(ballot: Ballot, code: str = "ACC-01", language: str = "en") -> str:
    """The address at which a statement is answered."""
    return f"/{language}/model/ballots/{ballot.pk}/vote/?one={code}"


def page(ballot: Ballot, name: str = "", language: str = "en") -> str:
    return f"/{language}/model/ballots/{ballot.pk}/{name}"


def submit(cast: Cast, path: str, changes: dict[str, Any], role: str = "cochair") -> Any:
    """Posts the form of a page as it is shown, with some changes."""
    client = cast.client(role)
    return client.post(path, fields(client.get(path).text) | changes, follow=True)
