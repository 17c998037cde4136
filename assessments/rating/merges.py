"""Taking back that one rating for all channels replaced that of each channel."""

import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import fields
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from assessments.cycle.actions import locked
from assessments.models import Assessment, Event, Evidence, ParticipantRating, Person, Rating
from assessments.models.ratings import answer_field
from assessments.rating.actions import DISSENT, save_answer, set_dissent
from assessments.rating.answers import Answer
from maturity.faults import Fault, Faults
from maturity.models import Attribute, Channel, Criterion

# Saves what a channel had, with the rest of it by name, and gives its row.
type Save = Callable[[Channel, Answer, Mapping[str, str]], Rating | ParticipantRating]


def merged(assessment: Assessment, attribute: Attribute | None = None) -> dict[str, list[Any]]:
    """By criterion, what one rating for all channels replaced last (`replaced_values`), as long as
    it stands. One query; of one attribute, or of all.
    """
    standing = assessment.ratings.filter(channel=None)
    if attribute:
        standing = standing.filter(criterion__attribute__code=attribute.code)
    events = Event.objects.filter(
        assessment_id=assessment.pk,
        verb="rate",
        place__in=standing.values("criterion__code"),
        old__replaces__0__isnull=False,
    )
    return dict(events.values_list("place", "old__replaces"))


@transaction.atomic
def split_again(assessment: Assessment, criterion: Criterion, *, by: Person) -> None:
    """Gives each channel again what it had before one rating replaced them, documents included.

    Raises Faults where nothing was replaced, or a channel is not the initiative's any more.
    """
    assessment = locked(assessment).row
    replaced = merged(assessment, criterion.attribute).get(criterion.code, [])

    def save(channel: Channel, answer: Answer, rest: Mapping[str, str]) -> Rating:
        page = rest.get("page_language", "")
        save_answer(assessment, criterion, channel, answer, by=by, page=page)
        row = assessment.ratings.get(criterion=criterion, channel=channel)
        text, language = (rest.get(name, "") for name in DISSENT)
        set_dissent(row, text, language, by=by)
        return row

    give_back(replaced, assessment.initiative.channels.all(), save)


def give_back(replaced: Sequence[Any], channels: Iterable[Channel], save: Save) -> None:
    """Saves what each channel had (`replaced_values`), and hands its documents back to it.

    Raises Faults where nothing was replaced, or a channel is none of `channels` any more.
    """
    known = {each.code: each for each in channels}
    if not replaced or any(code not in known for code, *_rest in replaced):
        raise Faults([Fault("", _("There is nothing to undo here."))])
    rows, owners = [], defaultdict(list)
    for code, rating, *more in replaced:
        rest = dict(more[0]) if more else {}
        documents = rest.pop("documents", [])
        texts = {each.name: rest[each.name] for each in fields(Answer) if each.name in rest}
        row = save(known[code], Answer(rating, **texts), rest)
        rows.append(row)
        for url, file in documents:
            owners[url, file].append(row)
    field = answer_field(rows[0])
    for document in Evidence.objects.filter(**{f"{field}__in": rows}):
        _give(document, field, owners[document.url, str(document.file_id or "")])


def _give(document: Evidence, field: str, owners: list[Rating | ParticipantRating]) -> None:
    """Hands a document to the ratings that had it; one that came later stays where it is."""
    for number, owner in enumerate(owners):
        setattr(document, field, owner)
        if number:
            document.pk, document.key = None, uuid.uuid4()
        document.save()
