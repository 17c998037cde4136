"""A government's own rating: blind to the others until it has finished."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from assessments import rules
from assessments.feedback.timing import keep_times
from assessments.models import ParticipantRating
from assessments.partners.actions import finish, save_opinion
from assessments.partners.merges import merged, split_again
from assessments.partners.sheets import progress_of_all, sheet_parts
from assessments.rating.answers import Answer, answer_of
from assessments.rating.bookmarks import set_pressed
from assessments.rating.forms import AnswerForm
from assessments.rating.posting import (
    Data,
    after_switch,
    attribute_context,
    attribute_in,
    is_to_be_saved,
    question,
    save_touched,
    tell_saved,
    undone,
)
from assessments.rating.reads import bookmarked, marked_criteria, stretches_of
from assessments.rating.saving import criterion_and_channel, posted_prefix, saved, saves_one
from assessments.rating.steps import Way, elsewhere, leads_to, steps_of
from assessments.web.access import get_sheet, hold_sheet, person_of
from assessments.web.closed import closed
from assessments.web.pages import PageError, fault_errors, is_submitted, posted
from maturity.bilingual import current_language
from maturity.faults import Faults
from maturity.models import Attribute, Channel, Criterion


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
            messages.success(
                request, _("Your government has finished. The team now sees its ratings.")
            )
            return redirect("partners:own", pk)
    return render(
        request,
        "partners/own.html",
        {
            "assessment": sheet.assessment,
            "sheet": sheet,
            "parts": parts,
            "unrated": unrated,
            "progress": progress_of_all(parts),
            "bookmarked": bookmarked(sheet.assessment, person_of(request)),
            "may_see_consensus": rules.may_see_consensus(person_of(request), sheet.assessment),
            "errors": errors,
        },
    )


def own_attribute(request: HttpRequest, pk: uuid.UUID, code: str) -> HttpResponse:
    """Rate the criteria of one attribute, for one's own government."""
    sheet = get_sheet(request, pk)
    assessment = sheet.assessment
    attributes = list(Attribute.objects.filter(edition=assessment.edition_id))
    attribute = attribute_in(attributes, code)
    channels = list(assessment.initiative.channels.all())
    if "undo" in request.POST and is_submitted(request):
        by = person_of(request)
        return undone(request, attribute, lambda each: split_again(sheet, each, by=by))
    keep_times(request, assessment)
    marked = set_pressed(request, assessment, attribute)
    by = person_of(request)
    stretches = stretches_of(assessment, by, attributes, sheet)
    way = Way(pk, "partners:own_attribute", stretches, reverse("partners:own", args=[pk]))
    if there := elsewhere(request, way, attribute):
        return redirect(there)
    steps = steps_of(request, way, attribute)
    data = after_switch(posted(request), channels)
    rows = list(sheet.ratings.filter(criterion__attribute=attribute).select_related("channel"))
    criteria = list(marked_criteria(assessment, attribute, sheet))
    of = {each: [row for row in rows if row.criterion_id == each.pk] for each in criteria}
    whole = [each.code for each in criteria if any(row.channel is None for row in of[each])]
    questions = [question(each, channels, of[each], data, _form) for each in criteria]
    shown = [each for each in questions if steps["one"] in ("", each.subject.code)]
    errors: list[PageError] = []
    if is_to_be_saved(request):
        page = current_language()

        def save(criterion: Criterion, channel: Channel | None, form: AnswerForm) -> None:
            save_opinion(sheet, criterion, channel, form.answer, by=by, seen=form.seen, page=page)

        errors = save_touched(shown, save)
        if not errors:
            tell_saved(request, shown)
            return redirect(leads_to(request, way, steps, marked))
    return render(
        request,
        "partners/own_attribute.html",
        {
            **attribute_context(
                assessment, by, stretches, attribute, questions, shown=shown, data=data
            ),
            **steps,
            "sheet": sheet,
            "several_channels": len(channels) > 1 and not closed(request),
            "merged": merged(sheet, whole),
            "errors": errors,
            "page_form": "answers",
        },
    )


@saves_one
def own_answer(request: HttpRequest, pk: uuid.UUID, code: str) -> HttpResponse:
    """Save one answer, for the script of the form's page (see `views.saving`)."""
    held = hold_sheet(request, pk)
    assessment = held.row.assessment
    form = AnswerForm(posted_prefix(request, code), Answer(), request.POST)
    criterion, channel = criterion_and_channel(assessment, code, form.prefix)

    def save() -> None:
        by = person_of(request)
        page = current_language()
        save_opinion(held, criterion, channel, form.answer, by=by, seen=form.seen, page=page)
        keep_times(request, assessment)

    return saved(form, assessment.edition_id, save)


def _form(
    prefix: str, _channel: Channel | None, row: ParticipantRating | None, data: Data
) -> AnswerForm:
    return AnswerForm(prefix, answer_of(row), data)
