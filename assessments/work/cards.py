"""The councils of a person's home page, each with its standing in a sentence."""

from dataclasses import dataclass

from django.utils import timezone

from assessments import rules
from assessments.councils.board import headline, reader_of
from assessments.councils.choice import councils_of
from assessments.councils.content import HeadlineFigures
from assessments.councils.forms import a_year_before
from assessments.councils.listing import visible_slots
from assessments.councils.reads import JOINT
from assessments.models import Person
from assessments.standings.conditions import Chosen
from assessments.standings.index import read
from maturity.models import Attribute, Council, Edition


@dataclass(frozen=True, slots=True)
class CouncilCard:
    """A council, where it stands, and whether its data may be taken away."""

    council: Council
    figures: HeadlineFigures
    may_export: bool


def cards(person: Person) -> list[CouncilCard]:
    """The councils that a person may see, the joint view first. At most seven queries."""
    mine = councils_of(person)
    if not mine:
        return []
    edition = Edition.objects.exclude(published_at=None).latest("published_at")
    attributes = list(Attribute.objects.filter(edition=edition))
    index, today = read(), timezone.localdate()
    every = list(Council.objects.all()) if any(each.code == JOINT for each in mine) else []
    found = []
    for council in sorted(mine, key=lambda each: (each.code != JOINT, each.order)):
        councils = every if council.code == JOINT else [council]
        chosen = Chosen(
            index=index,
            slots=index.any_of(f"council.{each.code}" for each in councils),
            at=today,
            since=a_year_before(today),
            attributes=tuple(each.code for each in attributes),
        )
        named = rules.may_see_names(person, councils)
        known = 0 if named else visible_slots(index, person, today)
        reader = reader_of({}, named=named, known=known)
        found.append(
            CouncilCard(
                council,
                headline(chosen, reader, attributes),
                rules.may_export_council(person, council),
            )
        )
    return found
