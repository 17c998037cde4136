"""What the governments that have finished gave, side by side, and how far the team has settled it.

Reading for the pages of the consensus; what an unfinished government gave is never read here.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from assessments.method.agreement import consensus
from assessments.method.completeness import Progress
from assessments.method.computing import agreement_verdict
from assessments.method.scoring import effective_rating
from assessments.method.validation.verdict import Agreement
from assessments.models import Assessment, Evidence, Participant, ParticipantRating, Rating
from maturity.models import Attribute, Channel, Criterion, ScalePoint


class MatterState(StrEnum):
    """How a criterion stands between the governments and the team."""

    AGREED = "agreed"  # without discussion, by the rule of `agreement.consensus`
    SETTLED = "settled"  # the team has agreed on a rating and said why
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Unit:
    """What was given for all channels (`channel` None) or for one, by one government a row.

    `columns` has each rating of the scale with the governments that gave it.
    """

    channel: Channel | None
    rows: tuple[ParticipantRating, ...]
    columns: tuple[tuple[ScalePoint, tuple[str, ...]], ...]
    suggested: ScalePoint | None
    agreed: bool

    @property
    def sentence(self) -> str:
        """What the picture of the spread shows."""
        total = len(self.rows)
        most = sorted(self.columns, key=lambda column: -len(column[1]))[:2]
        counts = {"total": total, "count": len(most[0][1]), "words": most[0][0].text}
        if total == 1:
            return _("One government has rated this: “%(words)s”.") % counts
        if counts["count"] == total:
            return _("All %(total)s governments say “%(words)s”.") % counts
        if len(most[1][1]) == counts["count"]:
            return _("The %(total)s governments do not agree.") % counts
        return _("%(count)s of %(total)s governments say “%(words)s”.") % counts


@dataclass(frozen=True)
class Matter:
    """One criterion: what the governments gave (`units`), and what the team says (`ratings`)."""

    criterion: Criterion
    units: tuple[Unit, ...]
    remarks: tuple[ParticipantRating, ...]  # those with a comment, a reason or documents
    ratings: tuple[Rating, ...]
    channels: tuple[Channel, ...]

    @property
    def agreed(self) -> bool:
        """Whether all of it is agreed without discussion, for all channels or for each of them."""
        covered = {unit.channel for unit in self.units}
        whole = covered == {None} or covered == set(self.channels)
        return whole and all(unit.agreed for unit in self.units)

    @property
    def contested(self) -> bool:
        """Whether two governments or more rated it, and it is not agreed."""
        return any(len(unit.rows) > 1 and not unit.agreed for unit in self.units)

    @cached_property
    def said(self) -> dict[Channel | None, Rating]:
        """The team's ratings by channel, but for those carried over that nobody has confirmed."""
        return {
            each.channel: each for each in self.ratings if each.rating and not each.carried_forward
        }

    @property
    def rated(self) -> bool:
        """Whether the team has rated it."""
        return self.rating is not None

    @property
    def rating(self) -> str | None:
        """The code of the team's effective rating."""
        if None in self.said:
            return self.said[None].rating
        given = [self.said[each].rating if each in self.said else None for each in self.channels]
        return effective_rating(given)

    @property
    def departs(self) -> bool:
        """Whether the team rates it otherwise than the governments suggest."""
        return self.rated and self.rating != self.suggestion(None)

    @cached_property
    def standing(self) -> MatterState:
        if self.agreed and not self.departs:
            return MatterState.AGREED
        in_question = self.contested or (self.agreed and self.departs)
        explained = not in_question or any(each.comment for each in self.ratings)
        return MatterState.SETTLED if self.rated and explained else MatterState.OPEN

    @property
    def acceptable(self) -> bool:
        """Whether its suggested ratings can be taken over as they are."""
        return self.agreed and not self.said

    @property
    def mark(self) -> str:
        """The criterion with what is suggested: tells whether it is still what a reader saw."""
        codes = ",".join(unit.suggested.code if unit.suggested else "" for unit in self.units)
        return f"{self.criterion.code}:{codes}"

    def suggestion(self, channel: Channel | None) -> str:
        """The code of the rating to start from, empty where nobody gave one."""
        suggested = {
            unit.channel: unit.suggested.code if unit.suggested else None for unit in self.units
        }
        found = suggested.get(channel) or suggested.get(None)
        if not found and channel is None:
            found = effective_rating([suggested.get(each) for each in self.channels])
        return found or ""


@dataclass(frozen=True)
class Gathering:
    """The governments that were asked, and the matters of an attribute or of all."""

    participants: tuple[Participant, ...]
    attributes: tuple[Attribute, ...]
    matters: tuple[Matter, ...]
    scale: tuple[ScalePoint, ...]

    @property
    def missing(self) -> list[Participant]:
        return [each for each in self.participants if not each.finished]

    @property
    def finished(self) -> list[Participant]:
        return [each for each in self.participants if each.finished]

    @property
    def progress(self) -> Progress:
        """How many of the criteria need no discussion any more."""
        return Progress(len(self.matters) - len(self.of(MatterState.OPEN)), len(self.matters))

    def of(self, standing: str, attribute: Attribute | None = None) -> list[Matter]:
        """The matters that stand so, of one attribute or of all."""
        return [
            each
            for each in self.matters
            if each.standing == standing and attribute in (None, each.criterion.attribute)
        ]

    @property
    def figures(self) -> Agreement:
        """How far those who have finished agree."""
        sheets: dict[int, list[dict[str, Any]]] = {each.pk: [] for each in self.finished}
        for matter in self.matters:
            for unit in matter.units:
                for row in unit.rows:
                    item = {"criterion": row.criterion_id, "channel": row.channel_id}
                    sheets[row.participant_id].append(item | {"rating": row.rating})
        participants = [{"finished": True, "ratings": sheet} for sheet in sheets.values()]
        return agreement_verdict({"participants": participants})


def gather(assessment: Assessment, code: str = "") -> Gathering:
    """Everything about the criteria of the attribute with a code, or about all of them.

    In a fixed number of queries; guidance and documents come with those of one attribute.
    """
    participants = tuple(assessment.participants.select_related("jurisdiction"))
    attributes = tuple(Attribute.objects.filter(edition=assessment.edition_id))
    scale = tuple(ScalePoint.objects.filter(edition=assessment.edition_id))
    criteria = Criterion.objects.filter(edition=assessment.edition_id).select_related("attribute")
    ratings = assessment.ratings.select_related("channel")
    rows = (
        ParticipantRating.objects.filter(participant__assessment=assessment)
        .filter(participant__finished=True)
        .select_related("participant__jurisdiction", "channel")
        .order_by("participant__jurisdiction__order", "channel__order")
    )
    if code:
        criteria = criteria.filter(attribute__code=code).prefetch_related("guidance")
        ratings = ratings.filter(criterion__attribute__code=code)
        documents = Prefetch("evidence", queryset=Evidence.objects.select_related("file"))
        rows = rows.filter(criterion__attribute__code=code).prefetch_related(documents)
    said, given = defaultdict(list), defaultdict(list)
    for rating in ratings:
        said[rating.criterion_id].append(rating)
    for row in rows:
        given[row.criterion_id].append(row)
    channels = tuple(assessment.initiative.channels.all())
    matters = tuple(
        Matter(
            criterion=criterion,
            units=_units(given[criterion.pk], scale),
            remarks=tuple(
                each
                for each in given[criterion.pk]
                if each.comment or each.reason or (code and each.evidence.all())
            ),
            ratings=tuple(said[criterion.pk]),
            channels=channels,
        )
        for criterion in criteria
    )
    return Gathering(participants, attributes, matters, scale)


def _units(rows: Sequence[ParticipantRating], scale: Sequence[ScalePoint]) -> tuple[Unit, ...]:
    by_channel: dict[Channel | None, list[ParticipantRating]] = {}
    for row in rows:
        if row.rating:
            by_channel.setdefault(row.channel, []).append(row)
    ordered = sorted(by_channel.items(), key=lambda item: item[0].order if item[0] else -1)
    units = []
    for channel, given in ordered:
        found = consensus([row.rating for row in given])
        columns = tuple(
            (
                point,
                tuple(r.participant.jurisdiction.text for r in given if r.rating == point.code),
            )
            for point in scale
            if point.code != "NR"
        )
        suggested = next((point for point in scale if point.code == found.suggested), None)
        units.append(Unit(channel, tuple(given), columns, suggested, found.agreed))
    return tuple(units)
