"""Taking back that one rating for all channels replaced that of each channel."""

import uuid
from collections import defaultdict
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from assessments.cycle.actions import locked
from assessments.models import Assessment, Event, Evidence, Person, Rating
from assessments.rating.actions import DISSENT, Answer, save_answer, set_dissent
from maturity.faults import Fault, Faults
from maturity.models import Attribute, Criterion


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
    channels = {each.code: each for each in assessment.initiative.channels.all()}
    if not replaced or any(code not in channels for code, *_rest in replaced):
        raise Faults([Fault("", _("There is nothing to take back here."))])
    rows, owners = {}, defaultdict(list)
    for code, rating, *more in replaced:
        rest = dict(more[0]) if more else {}
        documents = rest.pop("documents", [])
        dissent, page = [rest.pop(name, "") for name in DISSENT], rest.pop("page_language", "")
        channel, answer = channels[code], Answer(rating, **rest)
        save_answer(assessment, criterion, channel, answer, by=by, page=page)
        row = rows[code] = assessment.ratings.get(criterion=criterion, channel=channel)
        set_dissent(row, *dissent, by=by)
        for url, file in documents:
            owners[url, file].append(row)
    for document in Evidence.objects.filter(rating__in=rows.values()):
        _give(document, owners[document.url, str(document.file_id or "")])


def _give(document: Evidence, owners: list[Rating]) -> None:
    """Hands a document to the ratings that had it; one that came later stays where it is."""
    for number, owner in enumerate(owners):
        document.rating = owner
        if number:
            document.pk, document.key = None, uuid.uuid4()
        document.save()
