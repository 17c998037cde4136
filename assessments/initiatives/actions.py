"""Writes to initiatives."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from assessments.audit.record import record
from assessments.models import Initiative, ParticipantRating, Person, Rating
from assessments.models.assessments import UNDER_WAY_STATES
from assessments.standings.writing import list_initiative
from maturity.faults import Fault, Faults
from maturity.models import Jurisdiction

LISTS = ("partners", "channels", "priorities")


@transaction.atomic
def create_initiative(*, by: Person, **values: Any) -> Initiative:
    """A new initiative; `values` are its fields, lists of records for the three lists.

    Raises Faults where its lead is among the partners.
    """
    lists = {name: values.pop(name, []) for name in LISTS}
    _refuse_lead_as_partner(values["lead"], lists["partners"])
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

    Raises Faults where a channel with ratings would be taken away, or the lead be a partner too.
    """
    initiative = Initiative.objects.held().get(pk=initiative.pk)
    old = _described(initiative)
    if "channels" in values:
        _refuse_to_lose_ratings(initiative, values["channels"])
    if "lead" in values or "partners" in values:
        partners = values.get("partners", initiative.partners.all())
        _refuse_lead_as_partner(values.get("lead", initiative.lead), partners)
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


def _refuse_lead_as_partner(lead: Jurisdiction, partners: Iterable[Jurisdiction]) -> None:
    if lead in partners:
        message = _("%(name)s leads the initiative already. Take it out of the partners.")
        raise Faults([Fault("initiative.partners", message % {"name": lead.text})])


def _refuse_to_lose_ratings(initiative: Initiative, channels: Any) -> None:
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
        message = _("cannot be taken away while an open assessment rates it: %(codes)s")
        fault = Fault("initiative.channels", message % {"codes": ", ".join(sorted(codes))})
        raise Faults([fault])


def _described(initiative: Initiative) -> dict[str, Any]:
    return {
        "code": initiative.code,
        "name": [initiative.name_en, initiative.name_fr],
        "council": initiative.council.code,
        "lead": initiative.lead.code,
        **{name: [entry.code for entry in getattr(initiative, name).all()] for name in LISTS},
    }
