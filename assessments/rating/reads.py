"""The statements of an attribute, with what an assessment has of each."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import (
    Count,
    Exists,
    F,
    FilteredRelation,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Coalesce

from assessments.method.completeness import Progress, progress_of, rated_of
from assessments.models import Assessment, Evidence, Participant, Person
from assessments.web.places import statements_with
from maturity.bilingual import current_language
from maturity.models import Attribute, Criterion


@dataclass(frozen=True, slots=True)
class Stop:
    """A statement on the way through all of them: whether it is rated, whether that waits to be
    confirmed, and whether the person who is on the way has marked it to come back to, or found it
    unclear in the language of the page.
    """

    code: str
    words: str
    rated: bool
    unconfirmed: bool
    marked: bool
    unclear: bool


@dataclass(frozen=True)
class Stretch:
    """An attribute with its statements."""

    attribute: Attribute
    stops: tuple[Stop, ...]

    @cached_property
    def progress(self) -> Progress:
        return progress_of_stops(self.stops)

    @property
    def codes(self) -> list[str]:
        return [stop.code for stop in self.stops]


def progress_of_stops(stops: Iterable[Stop]) -> Progress:
    """How far some statements are."""
    told = {stop.code: stop for stop in stops}
    rated = {code for code, stop in told.items() if stop.rated}
    return progress_of(told, rated, {code for code, stop in told.items() if stop.unconfirmed})


def stretches_of(
    assessment: Assessment,
    person: Person,
    attributes: Sequence[Attribute],
    sheet: Participant | None = None,
) -> list[Stretch]:
    """The attributes with all their statements, and how far the team is with each (or the
    government whose `sheet` it is); the marks are the person's own. One query.
    """
    own = {"assessment": assessment, "criterion": OuterRef("pk")}
    unclear = person.unclear_marks.filter(**own, language=current_language())
    given = FilteredRelation("rating", condition=Q(rating__assessment=assessment.pk))
    carried: Any = F("given__carried_forward")
    if sheet:
        of_own = Q(participantrating__participant=sheet.pk)
        given, carried = FilteredRelation("participantrating", condition=of_own), Value(False)
    rows = (
        statements_with(assessment, given)
        .annotate(
            of_channel=F("given__channel"),
            score=F("given__rating"),
            carried=carried,
            marked=Exists(person.bookmarks.filter(**own)),
            unclear=Exists(unclear),
        )
        .only("code", "attribute", "text_en", "text_fr")
    )
    return _stretched(list(rows), attributes, assessment)


def _stretched(
    rows: Sequence[Any], attributes: Sequence[Attribute], assessment: Assessment
) -> list[Stretch]:
    """Rows of statements, each once for every answer to it, as the stops of their attributes."""
    channels = {channel.pk for channel in assessment.initiative.channels.all()}
    given = [(row.pk, row.of_channel, row.score) for row in rows if row.score is not None]
    rated, unconfirmed = rated_of(given, channels), {row.pk for row in rows if row.carried}
    stops: dict[int, list[Stop]] = defaultdict(list)
    for row in {row.pk: row for row in rows}.values():
        done = row.pk in rated, row.pk in unconfirmed
        stop = Stop(row.code, row.text, *done, row.marked, row.unclear)
        stops[row.attribute_id].append(stop)
    return [Stretch(each, tuple(stops[each.pk])) for each in attributes]


def bookmarked(assessment: Assessment, person: Person) -> list[Criterion]:
    """What a person has marked to come back to, in the model's order. One query."""
    marks = person.bookmarks.filter(assessment=assessment).select_related("criterion__attribute")
    return [mark.criterion for mark in marks]


def marked_criteria(
    assessment: Assessment, attribute: Attribute, sheet: Participant | None = None
) -> QuerySet[Criterion]:
    """The criteria of an attribute with their guidance, and what each has in an assessment.

    `documents` and `discussions` are how many there are, of evidence for the team's answers (or
    those of the government whose `sheet` it is) and open; `carer` is who looks after it or its
    attribute, None for nobody.
    """

    def number(rows: QuerySet[Any], criterion: str) -> Any:
        counted = rows.filter(**{criterion: OuterRef("pk")}).order_by().values(criterion)
        return Coalesce(Subquery(counted.annotate(number=Count("pk")).values("number")), 0)

    here = Q(criterion=OuterRef("pk")) | Q(attribute=OuterRef("attribute"))
    team = Evidence.objects.filter(rating__assessment=assessment)
    documents = number(team, "rating__criterion")
    if sheet:
        own = Evidence.objects.filter(opinion__participant=sheet)
        documents = number(own, "opinion__criterion")
    closest_first = F("criterion").asc(nulls_last=True)
    carers = assessment.assignments.filter(here).order_by(closest_first).values("person__name")
    return attribute.criteria.prefetch_related("guidance").annotate(
        documents=documents,
        discussions=number(assessment.threads.filter(resolved_at=None), "criterion"),
        carer=Subquery(carers[:1]),
    )
