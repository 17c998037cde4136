"""Writes to initiatives."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from assessments.audit.record import record
from assessments.cycle.actions import held
from assessments.exchange.reading import leaving_faults
from assessments.models import Initiative, ParticipantRating, Person, Rating
from assessments.models.assessments import UNDER_WAY_STATES
from assessments.standings.writing import list_initiative
from maturity.faults import Fault, Faults

LISTS = ("partners", "channels", "priorities")


@transaction.atomic
def create_initiative(*, by: Person, **values: Any) -> Initiative:
    """A new initiative; `values` are its fields, lists of records for the three lists.

    Raises Faults where its lead is among the partners.
    """
    _refuse(initiative_faults(None, values))
    lists = {name: values.pop(name, []) for name in LISTS}
    initiative = Initiative.objects.create(**values)
    for name, entries in lists.items():
        getattr(initiative, name).set(entries)
    described = _described(initiative)
    list_initiative(initiative, described)
    record("create", initiative, by=by, new=described)
    return initiative


@transaction.atomic
def update_initiative(initiative: Initiative, *, by: Person, **values: Any) -> Initiative:
    """Changes the given fields.

    Raises Faults where a channel with ratings or a government with a contributor would be taken
    away, or the lead be a partner too.
    """
    initiative = held(initiative)
    _refuse(initiative_faults(initiative, values))
    old = _described(initiative)
    for name, value in values.items():
        if name in LISTS:
            getattr(initiative, name).set(value)
        else:
            setattr(initiative, name, value)
    initiative.save()
    new = _described(initiative)
    if new != old:
        list_initiative(initiative, new)
        record("update", initiative, by=by, old=old, new=new)
    return initiative


def initiative_faults(initiative: Initiative | None, values: Mapping[str, Any]) -> Iterator[Fault]:
    """What is against giving an initiative these values, or a new one (None); all at once.

    What is not among `values` stays as it is.
    """
    lead, partners = values.get("lead"), values.get("partners")
    if initiative:
        codes = None if partners is None else [each.code for each in partners]
        yield from leaving_faults(initiative, lead and lead.code, codes)
        lead = lead or initiative.lead
        partners = initiative.partners.all() if partners is None else partners
        if "channels" in values:
            yield from _channel_faults(initiative, values["channels"])
    if lead and lead in (partners or ()):
        message = _("%(name)s already leads the initiative. Remove it from the partners.")
        yield Fault("initiative.partners", message % {"name": lead.text})


def _channel_faults(initiative: Initiative, channels: Any) -> Iterator[Fault]:
    under_way = initiative.assessments.filter(state__in=UNDER_WAY_STATES)
    rated = Rating.objects.filter(assessment__in=under_way)
    alone = ParticipantRating.objects.filter(participant__assessment__in=under_way)
    codes = {
        code
        for ratings in (rated, alone)
        for code in ratings.filter(channel__isnull=False)
        .exclude(channel__in=channels)
        .exclude(rating="", comment="", evidence=None)  # what was taken back says nothing
        .values_list("channel__code", flat=True)
    }
    if codes:
        message = _("cannot be removed while an open assessment rates it: %(codes)s")
        yield Fault("initiative.channels", message % {"codes": ", ".join(sorted(codes))})


def _refuse(faults: Iterable[Fault]) -> None:
    if found := list(faults):
        raise Faults(found)


def _described(initiative: Initiative) -> dict[str, Any]:
    return {
        "code": initiative.code,
        "name": [initiative.name_en, initiative.name_fr],
        "council": initiative.council.code,
        "lead": initiative.lead.code,
        **{name: [entry.code for entry in getattr(initiative, name).all()] for name in LISTS},
    }
