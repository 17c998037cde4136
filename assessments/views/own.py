"""A government's own rating: blind to the others until it has finished."""

import uuid
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from assessments import rules
from assessments.access import get_sheet, person_of
from assessments.actions.participants import finish, save_opinion
from assessments.actions.ratings import answer_of
from assessments.forms.answers import AnswerForm
from assessments.models import Participant, ParticipantRating, Person
from assessments.sheets import is_rated, sheet_parts
from assessments.views.pages import PageError, fault_errors, is_submitted, posted
from assessments.views.posting import Data, Question, after_switch, question, save_touched
from maturity.faults import Faults
from maturity.models import Attribute, Channel, Criterion, Level, ScalePoint


@dataclass
class LevelGroup:
    """The questions of one level of an attribute."""

    level: Level
    questions: list[Question]


def own_ratings(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """A government's task list, and the button that finishes."""
    sheet = get_sheet(request, pk)
    parts = sheet_parts(sheet)
    unrated = [each for part in parts for each in part.unrated]
    errors = []
    if is_submitted(request):
        try:
            finish(sheet, by=person_of(request), incomplete="incomplete" in request.POST)
        except Faults as faults:
            errors = fault_errors(fault.message for fault in faults.faults)
            if unrated and "incomplete" not in request.POST:
                errors = [PageError("incomplete", error.message) for error in errors]
        else:
            messages.success(request, _("Your government has finished. The team now sees it."))
            return redirect("own_ratings", pk)
    return render(
        request,
        "partners/own.html",
        {
            "assessment": sheet.assessment,
            "sheet": sheet,
            "parts": parts,
            "unrated": unrated,
            "rated": sum(part.rated for part in parts),
            "total": sum(part.total for part in parts),
            "may_write": _may_write(sheet),
            "may_see_consensus": rules.may_see_consensus(person_of(request), sheet.assessment),
            "errors": errors,
        },
    )


def own_attribute(request: HttpRequest, pk: uuid.UUID, code: str) -> HttpResponse:
    """Rate the criteria of one attribute, for one's own government."""
    sheet = get_sheet(request, pk)
    assessment = sheet.assessment
    attributes = list(Attribute.objects.filter(edition=assessment.edition_id))
    attribute = next((each for each in attributes if each.code == code), None)
    if attribute is None:
        raise Http404
    channels = list(assessment.initiative.channels.all())
    data = after_switch(posted(request), channels)
    rows = list(sheet.ratings.filter(criterion__attribute=attribute).select_related("channel"))
    criteria = list(attribute.criteria.prefetch_related("guidance"))
    of = {each: [row for row in rows if row.criterion_id == each.pk] for each in criteria}
    questions = [question(each, channels, of[each], data, _form) for each in criteria]
    errors: list[PageError] = []
    if is_submitted(request) and "switch" not in request.POST:
        errors = _save(sheet, questions, by=person_of(request))
        if not errors:
            messages.success(request, _("Your answers are saved."))
            return _onwards(request, pk, attributes, attribute)
    levels = Level.objects.filter(edition=assessment.edition_id, order__gt=0)
    return render(
        request,
        "partners/own_attribute.html",
        {
            "assessment": assessment,
            "sheet": sheet,
            "attribute": attribute,
            "attributes": attributes,
            "position": attributes.index(attribute) + 1,
            "groups": [
                LevelGroup(level, [q for q in questions if q.criterion.level == level.order])
                for level in levels
            ],
            "rated": sum(is_rated(of[each], channels) for each in criteria),
            "total": len(criteria),
            "scale": list(ScalePoint.objects.filter(edition=assessment.edition_id)),
            "several_channels": len(channels) > 1,
            "may_write": _may_write(sheet),
            "errors": errors,
            "page_form": "answers" if _may_write(sheet) else "",
        },
    )


def own_answer(request: HttpRequest, pk: uuid.UUID, code: str) -> HttpResponse:
    """Save one answer, for a page that saves while it is filled in: JSON of what became of it.

    Posted are the fields of one answer, those of its prefix (`CODE-…`, `CODE-CHANNEL-…`).
    """
    with transaction.atomic():
        sheet = get_sheet(request, pk, hold=True)
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        of_edition = Criterion.objects.filter(edition=sheet.assessment.edition_id)
        criterion = get_object_or_404(of_edition, code=code)
        found = _posted_answer(sheet, criterion, request.POST)
        errors = _save(sheet, [found], by=person_of(request))
    [(_channel, form)] = found.answers
    said: dict[str, Any] = {
        "seen": {form.prefix: form.seen if errors else form.answer.fingerprint},
        "errors": {} if form.conflict else {each.field_id: each.message for each in errors},
        "conflict": None,
        "saved_at": None if errors else date_format(timezone.localtime(), "TIME_FORMAT"),
    }
    if form.conflict:
        scale = ScalePoint.objects.filter(edition=sheet.assessment.edition_id)
        context = {"form": form, "scale": scale}
        said["conflict"] = render_to_string("components/conflict.html", context, request)
    return JsonResponse(said, status=409 if form.conflict else 422 if errors else 200)


def _posted_answer(sheet: Participant, criterion: Criterion, data: Data) -> Question:
    """The one answer to a criterion that was posted. Raises Http404 where there is none."""
    assert data is not None  # nosec B101
    if f"{criterion.code}-seen" in data:
        return Question(criterion, [(None, _form(criterion.code, None, None, data))], False)
    for channel in sheet.assessment.initiative.channels.all():
        prefix = f"{criterion.code}-{channel.code}"
        if f"{prefix}-seen" in data:
            return Question(criterion, [(channel, _form(prefix, channel, None, data))], True)
    raise Http404


def _form(
    prefix: str, _channel: Channel | None, row: ParticipantRating | None, data: Data
) -> AnswerForm:
    return AnswerForm(prefix, answer_of(row), data)


def _save(sheet: Participant, questions: list[Question], *, by: Person) -> list[PageError]:
    """Saves what was touched of a government's own answers; gives the errors."""

    def save(criterion: Criterion, channel: Channel | None, form: AnswerForm) -> None:
        save_opinion(sheet, criterion, channel, form.answer, by=by, seen=form.seen)

    return save_touched(questions, save)


def _may_write(sheet: Participant) -> bool:
    return sheet.assessment.is_open and not sheet.finished


def _onwards(
    request: HttpRequest, pk: uuid.UUID, attributes: list[Attribute], attribute: Attribute
) -> HttpResponse:
    """To the next attribute if that was asked for, after the last to the list."""
    if "onwards" not in request.POST:
        return redirect("own_attribute", pk, attribute.code)
    following = attributes[attributes.index(attribute) + 1 :]
    return (
        redirect("own_attribute", pk, following[0].code)
        if following
        else redirect("own_ratings", pk)
    )
