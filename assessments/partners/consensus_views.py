"""The consensus: what governments gave on their own, and what the team agrees on."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments import rules
from assessments.models import Assessment, Person, Rating
from assessments.models.held import Held
from assessments.partners.consensus_actions import accept_agreed, record_dissent
from assessments.partners.forms import ConsensusForm
from assessments.partners.reads import Gathering, Matter, MatterState, gather
from assessments.rating.actions import save_answer
from assessments.rating.posting import (
    Data,
    PostedQuestion,
    after_switch,
    attribute_in,
    is_to_be_saved,
    question,
    save_touched,
    tell_saved,
)
from assessments.rating.saving import criterion_and_channel, posted_prefix, saved, saves_one
from assessments.web.access import get_assessment, hold_assessment, person_of, writes
from assessments.web.faults import faults_told
from assessments.web.pages import PageError, is_submitted, posted
from maturity.bilingual import current_language
from maturity.models import Attribute, Channel, Criterion


def consensus(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """How far the governments agree, attribute by attribute, and what is left to discuss."""
    assessment = get_assessment(request, pk, may=rules.may_see_consensus)
    found = gather(assessment)
    rows = []
    for attribute in found.attributes:
        counts = {str(each): len(found.of(each, attribute)) for each in MatterState}
        waiting = sum(each.acceptable for each in found.of(MatterState.AGREED, attribute))
        rows.append({"attribute": attribute, "waiting": waiting, **counts})
    person = person_of(request)
    return render(
        request,
        "partners/consensus/overview.html",
        {
            "assessment": assessment,
            "found": found,
            "rows": rows,
            "totals": {str(each): len(found.of(each)) for each in MatterState},
            "figures": found.figures,
            "may_ask": assessment.is_open and rules.may_ask_to_rate(person, assessment),
        },
    )


def consensus_attribute(request: HttpRequest, pk: uuid.UUID, code: str) -> HttpResponse:
    """Agree on the criteria of one attribute: the whole list, or one a screen for a projector."""
    assessment = get_assessment(request, pk, may=rules.may_see_consensus)
    if request.method == "POST" and not rules.may_rate(person_of(request), assessment):
        raise PermissionDenied
    may_write = writes(request, assessment, may=rules.may_rate)
    found = gather(assessment, code)
    known = attribute_in(found.attributes, code)
    if "accept" in request.POST and is_submitted(request):
        return _accept(request, assessment, known)
    projector = request.GET.get("view") == "projector"
    shown = [each for each in found.matters if projector or each.standing != MatterState.AGREED]
    if projector:
        shown = [_on_screen(request, found)]
    data = after_switch(posted(request), assessment.initiative.channels.all())
    questions = {each.criterion: _question(each, data) for each in shown}
    errors: list[PageError] = []
    if is_to_be_saved(request):
        errors = _save(request, assessment, list(questions.values()))
        if not errors:
            tell_saved(request, questions.values())
            return redirect(_onwards(request, found, shown) if projector else request.path)
    context: dict[str, Any] = {
        "assessment": assessment,
        "attribute": known,
        "found": found,
        "scale": found.scale,
        "several_channels": len(assessment.initiative.channels.all()) > 1,
        "may_write": may_write,
        "errors": errors,
        "page_form": "answers" if may_write and shown else "",
    }
    if projector:
        return render(
            request,
            "partners/consensus/projector.html",
            context
            | {"matter": shown[0], "question": questions[shown[0].criterion]}
            | _neighbours(pk, found, shown[0]),
        )
    pairs = [(each, questions[each.criterion]) for each in shown]
    agreed = found.of(MatterState.AGREED)
    return render(
        request,
        "partners/consensus/attribute.html",
        context
        | {
            "agreed": agreed,
            "waiting": [each for each in agreed if each.acceptable],
            "open": [pair for pair in pairs if pair[0].standing == MatterState.OPEN],
            "settled": [pair for pair in pairs if pair[0].standing == MatterState.SETTLED],
        },
    )


@saves_one
def consensus_answer(request: HttpRequest, pk: uuid.UUID, code: str) -> HttpResponse:
    """What the team agrees on about one criterion, for the script of the form's page."""
    held = hold_assessment(request, pk, may=rules.may_rate)
    prefix, by = posted_prefix(request, code), person_of(request)
    criterion, channel = criterion_and_channel(held.row, code, prefix)
    row = held.row.ratings.filter(criterion=criterion, channel=channel).first()
    form = ConsensusForm(prefix, row, request.POST)
    return saved(
        form, held.row.edition_id, lambda: _save_one(held, criterion, channel, form, by=by)
    )


@transaction.atomic
def _save_one(
    assessment: Assessment | Held[Assessment],
    criterion: Criterion,
    channel: Channel | None,
    form: ConsensusForm,
    *,
    by: Person,
) -> None:
    page = current_language()
    save_answer(assessment, criterion, channel, form.answer, by=by, seen=form.seen, page=page)
    if form.dissent_touched:
        record_dissent(assessment, criterion, channel, *form.dissent, by=by)


def _accept(request: HttpRequest, assessment: Assessment, attribute: Attribute) -> HttpResponse:
    seen = request.POST.getlist("agreed")
    with faults_told(request):
        by, page = person_of(request), current_language()
        number = accept_agreed(assessment, attribute, seen, by=by, page=page)
        message = ngettext(
            "%(number)s agreed rating is adopted.",
            "%(number)s agreed ratings are adopted.",
            number,
        )
        messages.success(request, message % {"number": number})
        if number < len(seen):
            messages.warning(
                request,
                _("Something has since changed. Check the remaining ratings, then adopt them."),
            )
    return redirect("partners:consensus_attribute", assessment.pk, attribute.code)


def _question(matter: Matter, data: Data) -> PostedQuestion:
    def form(prefix: str, channel: Channel | None, row: Rating | None, data: Data) -> ConsensusForm:
        return ConsensusForm(prefix, row, data, suggested=matter.suggestion(channel))

    by_channel = bool(matter.units) and all(unit.channel for unit in matter.units)
    return question(
        matter.criterion, matter.channels, matter.ratings, data, form, by_channel=by_channel
    )


def _save(
    request: HttpRequest, assessment: Assessment, questions: list[PostedQuestion]
) -> list[PageError]:
    by = person_of(request)

    def save(criterion: Criterion, channel: Channel | None, form: ConsensusForm) -> None:
        _save_one(assessment, criterion, channel, form, by=by)

    return save_touched(questions, save)


def _on_screen(request: HttpRequest, found: Gathering) -> Matter:
    """The matter that the address names, else the first that is open, else the first."""
    code = request.GET.get("criterion", "")
    for matter in found.matters:
        if matter.criterion.code == code:
            return matter
    if code:
        raise Http404
    return next(iter([*found.of(MatterState.OPEN), *found.matters]))


def _neighbours(pk: uuid.UUID, found: Gathering, matter: Matter) -> dict[str, Any]:
    """Where the links of the projector's view lead: the criteria before and after this one."""
    position = found.matters.index(matter)
    before, after = found.matters[:position], found.matters[position + 1 :]
    attribute = matter.criterion.attribute
    place = found.attributes.index(attribute)
    following = found.attributes[place + 1 : place + 2]
    return {
        "position": position + 1,
        "before": _screen(pk, attribute, before[-1].criterion) if before else "",
        "after": _screen(pk, attribute, after[0].criterion) if after else "",
        "next_attribute": None if after or not following else following[0],
    }


def _onwards(request: HttpRequest, found: Gathering, shown: list[Matter]) -> str:
    """The screen to go to after saving: the next if that was asked for, else the same again."""
    places = _neighbours(request.resolver_match.kwargs["pk"], found, shown[0])  # type: ignore[union-attr]
    if "onwards" in request.POST:
        if places["after"]:
            return str(places["after"])
        return request.path
    return request.get_full_path()


def _screen(pk: uuid.UUID, attribute: Attribute, criterion: Criterion) -> str:
    path = reverse("partners:consensus_attribute", args=[pk, attribute.code])
    return f"{path}?view=projector&criterion={criterion.code}"
