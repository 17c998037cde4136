"""Writes about governments that rate on their own: who is asked, what they give, when they finish.

Whoever locks several rows locks participants before their assessment (`ParticipantQuerySet.held`).
"""

import datetime
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.audit.record import record
from assessments.cycle.actions import locked
from assessments.models import Assessment, Participant, ParticipantRating, Person
from assessments.models.held import Held
from assessments.models.ratings import answer_place
from assessments.notices import notices
from assessments.partners.sheets import unrated_codes
from assessments.rating.actions import (
    keep_page_language,
    refuse_outdated,
    refusing_first,
    replace_answers,
    replaced_values,
)
from assessments.rating.answers import Answer, answer_of
from maturity.faults import Fault, Faults
from maturity.models import Channel, Criterion, Jurisdiction

# How long a government is left in peace after a reminder.
REMINDER_PAUSE = datetime.timedelta(days=1)


@dataclass(frozen=True)
class Opinion:
    """What a participant gives one criterion, for all channels or for one."""

    criterion: Criterion
    channel: Channel | None
    rating: str
    reason: str = ""
    reason_language: str = ""
    page_language: str = ""


def held(participant: Participant | Held[Participant]) -> Participant:
    """Return the participant as it is now, held with its assessment until the transaction ends.

    Raises Faults where its ask was taken back, or the assessment is not open.
    """
    if isinstance(participant, Held):
        found: Participant | None = participant.row
    else:
        found = Participant.objects.held().filter(pk=participant.pk).first()
    if found is None:
        raise Faults([Fault("", _("This government is no longer asked to rate."))])
    locked(Held(found.assessment))  # Its row is locked with the participant's.
    return found


@transaction.atomic
def ask_to_rate(
    assessment: Assessment,
    jurisdictions: Collection[Jurisdiction],
    *,
    by: Person,
    notify: bool = True,
) -> list[Participant]:
    """Asks governments that take part in the initiative to rate on their own; gives the new asks.

    Whoever is asked already stays so. Raises Faults for a government that does not take part.
    """
    assessment = locked(assessment).row
    initiative = assessment.initiative
    asked = set(assessment.participants.values_list("jurisdiction_id", flat=True))
    made = []
    for jurisdiction in jurisdictions:
        if not initiative.has_part(jurisdiction):
            message = _("%(name)s is neither the lead nor a partner of this initiative.")
            raise Faults([Fault("jurisdictions", message % {"name": jurisdiction.text})])
        if jurisdiction.pk in asked:
            continue
        participant = Participant.objects.create(
            assessment=assessment, jurisdiction=jurisdiction, asked_at=timezone.now()
        )
        if notify:
            notices.to_government("asked_to_rate", participant, by=by)
        made.append(participant)
    # A new row holds its jurisdiction's, and every lock comes before the first event.
    for participant in made:
        record("ask_to_rate", participant, by=by, **_where(participant))
    return made


@transaction.atomic
def take_back_ask(participant: Participant, *, by: Person) -> None:
    """Takes an ask back. Raises Faults where the government has begun to rate."""
    participant = held(participant)
    if participant.finished or participant.ratings.exists():
        message = _("%(name)s has started rating: the request can no longer be withdrawn.")
        raise Faults([Fault("", message % {"name": participant.jurisdiction.text})])
    record("take_back_ask", participant, by=by, **_where(participant))
    participant.delete()


def reminded_lately(participant: Participant) -> bool:
    """Whether a government was reminded so short a while ago that it is left in peace."""
    last = participant.reminded_at
    return last is not None and timezone.now() - last < REMINDER_PAUSE


@transaction.atomic
def remind(participant: Participant, *, by: Person) -> None:
    """Reminds a government to rate. Raises Faults within a day of the last time."""
    participant = held(participant)
    _refuse_finished(participant)
    if reminded_lately(participant):
        message = _("%(name)s was reminded less than a day ago.")
        raise Faults([Fault("", message % {"name": participant.jurisdiction.text})])
    participant.reminded_at = timezone.now()
    participant.save(update_fields=["reminded_at"])
    notices.to_government("reminded_to_rate", participant, by=by)
    record("remind_to_rate", participant, by=by, **_where(participant))


@refusing_first
def save_opinion(
    participant: Participant | Held[Participant],
    criterion: Criterion,
    channel: Channel | None,
    answer: Answer,
    *,
    by: Person,
    seen: str | None = None,
    page: str = "",
) -> None:
    """Says what a government gives a criterion, for all channels (`channel` None) or for one.

    The first answer of one kind replaces those of the other, and takes over their evidence. Raises
    Conflict as `ratings.save_answer` does, and Faults where the government has finished.
    """
    participant = held(participant)
    _refuse_finished(participant)
    rows = list(participant.ratings.filter(criterion=criterion).select_related("channel"))
    row = next((each for each in rows if each.channel == channel), None)
    current = answer_of(row)
    replaced = [each for each in rows if (each.channel is None) != (channel is None)]
    refuse_outdated(row, replaced, answer, seen)
    if current == answer:
        return
    row = row or ParticipantRating(participant=participant, criterion=criterion, channel=channel)
    for name, value in vars(answer).items():
        setattr(row, name, value)
    keep_page_language(row, current, page)
    kept = _replaces(replaced)
    row.save()
    replace_answers(row, replaced)
    place = answer_place(criterion, channel)
    old, new = _values(place, current) | kept, _values(place, answer)
    record("rate_alone", participant, by=by, **_where(participant), old=old, new=new)


@transaction.atomic
def finish(
    participant: Participant, *, by: Person, incomplete: bool = False, notify: bool = True
) -> None:
    """Ends a government's own rating: from now on the team sees what it gave.

    Raises Faults for criteria without a rating, unless `incomplete` says that they may stay so.
    """
    participant = held(participant)
    _refuse_finished(participant)
    left = len(unrated_codes(participant))
    if left and not incomplete:
        message = ngettext(
            "%(number)s statement is not rated yet.",
            "%(number)s statements are not rated yet.",
            left,
        )
        raise Faults([Fault("", message % {"number": left})])
    _set_finished(participant, finished=True)
    if notify:
        total = Criterion.objects.filter(edition=participant.assessment.edition_id).count()
        notices.finished(participant, rated=total - left, total=total, by=by)
    record("finish_alone", participant, by=by, **_where(participant))


@transaction.atomic
def reopen(participant: Participant, *, by: Person) -> None:
    """Lets a government that has finished look again: until it finishes anew, it is blind again."""
    participant = held(participant)
    if not participant.finished:
        message = _("%(name)s has not finished yet.")
        raise Faults([Fault("", message % {"name": participant.jurisdiction.text})])
    _set_finished(participant, finished=False)
    record("reopen_alone", participant, by=by, **_where(participant))


@transaction.atomic
def save_opinions(
    assessment: Assessment,
    jurisdiction: Jurisdiction,
    opinions: Sequence[Opinion],
    *,
    by: Person,
    finished: bool | None = None,
) -> Participant:
    """Writes what a file says of a participant, leaving what is not given as it was."""
    assessment = locked(assessment).row
    participant, new = Participant.objects.get_or_create(
        assessment=assessment, jurisdiction=jurisdiction
    )
    if finished is not None and finished != participant.finished:
        _set_finished(participant, finished=finished)
        new = True
    changes, replacing = {}, []
    for opinion in opinions:
        own = participant.ratings.filter(criterion=opinion.criterion).select_related("channel")
        replaced = list(own.filter(channel__isnull=opinion.channel is not None))
        values = {name: getattr(opinion, name) for name in ("rating", "reason", "reason_language")}
        before = own.filter(channel=opinion.channel).values(*values).first()
        if before is None or before["rating"] != opinion.rating:
            values["page_language"] = opinion.page_language
        if before != values or replaced:
            kept = _replaces(replaced)
            row, _new = ParticipantRating.objects.update_or_create(
                participant=participant,
                criterion=opinion.criterion,
                channel=opinion.channel,
                defaults=values,
            )
            replace_answers(row, replaced)
            place = answer_place(opinion.criterion, opinion.channel)
            earlier = before and before["rating"]
            if kept:
                replacing.append(({place: earlier} | kept, {place: opinion.rating}))
            else:
                changes[place] = [earlier, opinion.rating]
    # Each by itself, as those of the page: so it is found when it is taken back.
    for old, rated in replacing:
        record("rate_alone", participant, by=by, **_where(participant), old=old, new=rated)
    if changes or new:
        record(
            "rate_alone",
            participant,
            by=by,
            **_where(participant),
            old={place: old for place, (old, _new) in changes.items()},
            new={place: new for place, (_old, new) in changes.items()}
            | {"finished": participant.finished},
        )
    return participant


def _set_finished(participant: Participant, *, finished: bool) -> None:
    participant.finished = finished
    participant.finished_at = timezone.now() if finished else None
    participant.save(update_fields=["finished", "finished_at"])


def _refuse_finished(participant: Participant) -> None:
    if participant.finished:
        message = _(
            "%(name)s has finished rating independently. The initiative lead can reopen its "
            "ratings."
        )
        raise Faults([Fault("", message % {"name": participant.jurisdiction.text})])


def _values(place: str, answer: Answer) -> dict[str, Any]:
    """An answer as JSON values, its rating under the criterion (and channel) that it is of."""
    said = {name: value for name, value in vars(replace(answer, rating="")).items() if value}
    return {place: answer.rating or None} | said


def _replaces(replaced: Sequence[ParticipantRating]) -> dict[str, Any]:
    """What an event keeps of the answers that one replaces, so that they can be put back whole."""
    return {"replaces": [replaced_values(each) for each in replaced]} if replaced else {}


def _where(participant: Participant) -> dict[str, Any]:
    """What the audit record says of where an event took place."""
    return {"assessment": participant.assessment, "place": participant.jurisdiction.code}
