"""The councils of a person's home page, each with its standing in a sentence."""

from dataclasses import dataclass

from django.utils import timezone

from assessments import rules
from assessments.councils.choice import councils_of
from assessments.councils.sentences import headline, headline_figures
from assessments.councils.snapshot import chosen
from assessments.councils.words import read_words
from assessments.models import Person
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
    index, today = read(), timezone.localdate()
    return [
        CouncilCard(
            council,
            headline(
                headline_figures(
                    Counts(chosen(index, council, words, today, a_year_before(today))),
                    words.edition(),
                )
            ),
            rules.may_export_council(person, council),
        )
        for council in sorted(mine, key=lambda each: (not each.is_joint, each.order))
    ]
