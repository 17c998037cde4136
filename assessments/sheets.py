"""How far a government has come with its own rating."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from assessments.models import Participant, ParticipantRating
from assessments.progress import Progress
from assessments.scoring import effective_rating
from maturity.models import Attribute, Channel, Criterion


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
    channels = list(assessment.initiative.channels.all())
    rows = defaultdict(list)
    for row in participant.ratings.all():
        rows[row.criterion_id].append(row)
    parts = []
    for attribute in Attribute.objects.filter(edition=assessment.edition_id).prefetch_related(
        "criteria"
    ):
        criteria = tuple(attribute.criteria.all())
        unrated = tuple(each for each in criteria if not is_rated(rows[each.pk], channels))
        parts.append(SheetPart(attribute, criteria, unrated))
    return parts


def progress_of(participant: Participant) -> Progress:
    """How many criteria a government has rated."""
    parts = [part.progress for part in sheet_parts(participant)]
    return Progress(sum(each.done for each in parts), sum(each.total for each in parts))


def unrated_codes(participant: Participant) -> list[str]:
    """The criteria that a government has not rated, those rated for some channels only included."""
    return [each.code for part in sheet_parts(participant) for each in part.unrated]


def is_rated(rows: Iterable[ParticipantRating], channels: Iterable[Channel]) -> bool:
    """Whether the rows of one criterion rate it, for all channels at once or for each of them."""
    ratings = {row.channel_id: row.rating or None for row in rows}
    if None in ratings:
        return ratings[None] is not None
    return effective_rating([ratings.get(channel.pk) for channel in channels]) is not None
