"""The councils of a person's home page, each with its standing in a sentence."""

from dataclasses import dataclass

from django.utils import timezone

from assessments import rules
from assessments.councils.choice import councils_of
from assessments.councils.sentences import headline, headline_figures
from assessments.councils.words import read_words
from assessments.models import Person
from assessments.standings.conditions import chosen_of_council
from assessments.standings.counts import Counts
from assessments.standings.index import read
from maturity.days import a_year_before
from maturity.models import Council


@dataclass(frozen=True, slots=True)
class CouncilCard:
    """A council, where it stands, and whether its data may be taken away."""

    council: Council
    sentence: str
    may_export: bool


def cards(person: Person) -> list[CouncilCard]:
    """The councils that a person may see, the joint view first. At most three queries."""
    mine = councils_of(person)
    if not mine:
        return []
    words = read_words()
    edition, index, today = words.edition(), read(), timezone.localdate()
    found = []
    for council in sorted(mine, key=lambda each: (not each.is_joint, each.order)):
        stand = chosen_of_council(
            index,
            council.code,
            today,
            a_year_before(today),
            attributes=[each.code for each in edition.attributes],
            tops=words.tops,
        )
        sentence = headline(headline_figures(Counts(stand), edition))
        found.append(CouncilCard(council, sentence, rules.may_export_council(person, council)))
    return found
