"""How far a government has come with its own rating."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from assessments.method.completeness import Progress, progress_of, rated_of
from assessments.models import Assessment, Participant, ParticipantRating
from maturity.models import Attribute, Criterion


@dataclass(frozen=True, slots=True)
class SheetPart:
    """One attribute of a government's own rating: its criteria, and those not rated yet."""

    attribute: Attribute
    criteria: tuple[Criterion, ...]
    unrated: tuple[Criterion, ...]

    @property
    def progress(self) -> Progress:
        return Progress(len(self.criteria) - len(self.unrated), len(self.criteria))


def sheet_parts(participant: Participant) -> list[SheetPart]:
    """The attributes of a government's own rating, in the model's order."""
    assessment = participant.assessment
    rated = rated_of(
        participant.ratings.values_list("criterion", "channel", "rating"),
        {channel.pk for channel in assessment.initiative.channels.all()},
    )
    parts = []
    for attribute in Attribute.objects.filter(edition=assessment.edition_id).prefetch_related(
        "criteria"
    ):
        criteria = tuple(attribute.criteria.all())
        unrated = tuple(each for each in criteria if each.pk not in rated)
        parts.append(SheetPart(attribute, criteria, unrated))
    return parts


def progress_of_all(parts: Iterable[SheetPart]) -> Progress:
    """How many criteria a government has rated in all."""
    each = [part.progress for part in parts]
    return Progress(sum(part.done for part in each), sum(part.total for part in each))


def progress_by_sheet(assessment: Assessment, sheets: Iterable[int]) -> dict[int, Progress]:
    """How far the governments with these asks are, by the key of each ask, in two queries."""
    criteria = Criterion.objects.filter(edition=assessment.edition_id).values_list("pk", flat=True)
    order = list(criteria)
    channels = {channel.pk for channel in assessment.initiative.channels.all()}
    rows: dict[int, list[Any]] = defaultdict(list)
    given = ParticipantRating.objects.filter(participant__assessment=assessment)
    for sheet, *answer in given.values_list("participant", "criterion", "channel", "rating"):
        rows[sheet].append(answer)
    return {sheet: progress_of(order, rated_of(rows[sheet], channels)) for sheet in sheets}


def unrated_codes(participant: Participant) -> list[str]:
    """The criteria that a government has not rated, those rated for some channels only included."""
    return [each.code for part in sheet_parts(participant) for each in part.unrated]
