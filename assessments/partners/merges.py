"""Taking back that a government's one rating for all channels replaced that of each channel."""

from collections.abc import Collection, Mapping
from typing import Any

from django.db import transaction

from assessments.models import Event, Participant, ParticipantRating, Person
from assessments.partners.actions import held, save_opinion
from assessments.rating.answers import Answer
from assessments.rating.merges import give_back
from maturity.models import Channel, Criterion


def merged(sheet: Participant, codes: Collection[str]) -> dict[str, list[Any]]:
    """By criterion, what one rating for all channels replaced last (`replaced_values`); `codes` are
    those that the government rates so. One query, of its own events only: others are blind to them.
    """
    events = Event.objects.filter(
        subject="participant",
        subject_id=str(sheet.pk),
        verb="rate_alone",
        old__replaces__0__isnull=False,
    )
    found: dict[str, list[Any]] = {}
    for rated, replaced in events.values_list("new", "old__replaces"):
        found |= {code: replaced for code in codes if code in (rated or ())}
    return found


@transaction.atomic
def split_again(sheet: Participant, criterion: Criterion, *, by: Person) -> None:
    """Gives each channel again what it had, as `rating.merges.split_again` does for the team."""
    sheet = held(sheet)
    own = sheet.ratings.filter(criterion=criterion)
    codes = [criterion.code] if own.filter(channel=None).exists() else []

    def save(channel: Channel, answer: Answer, rest: Mapping[str, str]) -> ParticipantRating:
        page = rest.get("page_language", "")
        save_opinion(sheet, criterion, channel, answer, by=by, page=page)
        return own.get(channel=channel)

    replaced = merged(sheet, codes).get(criterion.code, [])
    give_back(replaced, sheet.assessment.initiative.channels.all(), save)
