"""What was told of the statements of an edition: notes for the secretariat, figures for all."""

import datetime
import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from django.conf import settings
from django.db.models import IntegerField, Q, QuerySet, Value

from assessments.models import ParticipantRating, Person, Rating, StatementTime, UnclearMark
from assessments.models.people import Language
from maturity.guessing import written_in
from maturity.models import Criterion

type Spoken = tuple[str, str]  # a statement's code, and the language of the page
type RatingSet = tuple[uuid.UUID, int | None]  # an assessment; the government, None for the team


@dataclass(frozen=True, slots=True)
class Feedback:
    """What was told of each statement in each language, of all assessments of an edition.

    `rated` are the sets of ratings, of teams and of governments, that rate the statement on pages
    in the language, `unclear` those in which somebody found it unclear. `seconds` are those that
    each person was active, in each of their assessments. People are keys, and never named.
    """

    rated: Mapping[Spoken, Set[RatingSet]] = field(default_factory=dict)
    unclear: Mapping[Spoken, Set[RatingSet]] = field(default_factory=dict)
    seconds: Mapping[Spoken, Mapping[uuid.UUID, list[int]]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Note:
    """What somebody finds unclear, as the secretariat reads it: of whom, it says only the council.

    `text` is what they wrote, in `text_language`, and `statement` what they read, in `language`.
    """

    criterion: Criterion
    language: str
    text: str
    said_at: datetime.datetime
    council: str

    @property
    def code(self) -> str:
        return self.criterion.code

    @property
    def statement(self) -> str:
        return self.criterion.text_fr if self.language == "fr" else self.criterion.text_en

    @property
    def language_name(self) -> str:
        return str(Language(self.language).label)

    @property
    def text_language(self) -> str:
        return written_in(self.text, "", self.language)


def asks_unclear() -> bool:
    """Whether those who rate are asked which statements are unclear."""
    return "unclear" in settings.FEEDBACK


def is_timed(person: Person) -> bool:
    """Whether it is recorded how long statements take a person."""
    return "time" in settings.FEEDBACK and not person.not_timed


def marks_of(edition: str, *, language: str = "", statement: str = "") -> QuerySet[UnclearMark]:
    """What was found unclear in an edition, by statement, the newest first; all or only some."""
    marks = UnclearMark.objects.filter(criterion__edition__code=edition)
    if language:
        marks = marks.filter(language=language)
    if statement:
        marks = marks.filter(criterion__code=statement)
    return marks.select_related("criterion", "assessment__initiative__council")


def note_of(mark: UnclearMark) -> Note:
    """Return what the secretariat reads of a mark of `marks_of`."""
    council = mark.assessment.initiative.council.abbreviation
    return Note(mark.criterion, mark.language, mark.note, mark.said_at, council)


def feedback_on(edition: str) -> Feedback:
    """All that was told of an edition, by its code. Four queries."""
    here = Q(criterion__edition__code=edition)
    told = here & Q(page_language__in=Language.values) & ~Q(rating="")
    of_teams = Rating.objects.filter(told).values_list(
        "criterion__code", "page_language", "assessment", Value(None, IntegerField())
    )
    of_governments = ParticipantRating.objects.filter(told).values_list(
        "criterion__code", "page_language", "participant__assessment", "participant"
    )
    marks = UnclearMark.objects.filter(here).values_list(
        "criterion__code", "language", "assessment", "participant"
    )
    times = StatementTime.objects.filter(here, seconds__gt=0).values_list(
        "criterion__code", "language", "person", "seconds"
    )
    seconds: dict[Spoken, dict[uuid.UUID, list[int]]] = defaultdict(lambda: defaultdict(list))
    for code, language, person, number in times.order_by():
        seconds[code, language][person].append(number)
    return Feedback(_sets(chain(of_teams, of_governments)), _sets(marks), seconds)


def _sets(rows: Iterable[tuple[Any, ...]]) -> dict[Spoken, set[RatingSet]]:
    """By statement and language, the sets of ratings in which something was said of it."""
    found: dict[Spoken, set[RatingSet]] = defaultdict(set)
    for code, language, assessment, participant in rows:
        found[code, language].add((assessment, participant))
    return found
