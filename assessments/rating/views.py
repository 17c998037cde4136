"""The form of an assessment: one page an attribute, and one for the results."""

import uuid
from collections import defaultdict
from collections.abc import Sequence

from django.db.models import OuterRef, Q, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from assessments import rules
from assessments.feedback.timing import keep_times
from assessments.models import Assessment, Concern, Rating
from assessments.rating.actions import save_answer, save_result
from assessments.rating.answers import answer_of, result_answer_of
from assessments.rating.bookmarks import set_pressed
from assessments.rating.forms import AnswerForm, ResultForm
from assessments.rating.merges import merged, split_again
from assessments.rating.posting import (
    Data,
    PostedQuestion,
    after_switch,
    attribute_context,
    attribute_in,
    is_to_be_saved,
    prefix_of,
    question,
    save_touched,
    scale_of,
    tell_saved,
    undone,
)
from assessments.rating.reads import marked_criteria, stretches_of
from assessments.rating.steps import Way, elsewhere, leads_to, steps_of
from assessments.web.access import get_assessment, person_of
from assessments.web.closed import closed
from assessments.web.pages import PageError, is_submitted, posted
from maturity.bilingual import current_language
from maturity.models import Attribute, Channel, Criterion, Result


def attribute(request: HttpRequest, pk: uuid.UUID, code: str) -> HttpResponse:
    """Rate the criteria of one attribute, or with `?one=CODE` one of them at a time."""
    assessment = get_assessment(request, pk, may=rules.may_rate)
    targets = assessment.targets.filter(attribute__code=OuterRef("code"))
    attributes = list(
        Attribute.objects.filter(edition=assessment.edition).annotate(
            target_level=Subquery(targets.values("level"))
        )
    )
    attribute = attribute_in(attributes, code)
    target: int | None = attribute.target_level  # type: ignore[attr-defined]
    channels = list(assessment.initiative.channels.all())
    if "undo" in request.POST and is_submitted(request):
        by = person_of(request)
        return undone(request, attribute, lambda each: split_again(assessment, each, by=by))
    keep_times(request, assessment)
    marked = set_pressed(request, assessment, attribute)
    by = person_of(request)
    stretches = stretches_of(assessment, by, attributes)
    way = Way(pk, "rating:attribute", stretches, reverse("rating:results", args=[pk]))
    if there := elsewhere(request, way, attribute):
        return redirect(there)
    steps = steps_of(request, way, attribute)
    data = after_switch(posted(request), channels)
    questions = _questions(assessment, attribute, channels, data)
    shown = [q for q in questions if steps["one"] in ("", q.subject.code)]
    errors: list[PageError] = []
    if is_to_be_saved(request):
        page = current_language()

        def save(criterion: Criterion, channel: Channel | None, form: AnswerForm) -> None:
            save_answer(
                assessment, criterion, channel, form.answer, by=by, seen=form.seen, page=page
            )

        errors = save_touched(shown, save)
        if not errors:
            tell_saved(request, shown)
            return redirect(leads_to(request, way, steps, marked))
    return render(
        request,
        "rating/attribute.html",
        {
            **attribute_context(
                assessment,
                by,
                stretches,
                attribute,
                questions,
                shown=shown,
                data=data,
                target=target,
            ),
            "several_channels": len(channels) > 1 and not closed(request),
            "merged": merged(assessment, attribute),
            "concerns": {
                each.criterion.code: each for each in Concern.objects.asked_of(assessment)
            },
            "errors": errors,
            "page_form": "answers",
            **steps,
        },
    )


def results(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Rate the five results, each with its indicator."""
    assessment = get_assessment(request, pk, may=rules.may_rate)
    stored = {row.result_id: row for row in assessment.results.all()}
    data = posted(request)
    questions = []
    for result in Result.objects.filter(edition=assessment.edition):
        row = stored.get(result.pk)
        form = ResultForm(
            result.code,
            result_answer_of(row),
            data,
            carried_forward=bool(row and row.carried_forward),
        )
        questions.append(PostedQuestion(result, [(None, form)]))
    errors: list[PageError] = []
    if is_to_be_saved(request):
        by, page = person_of(request), current_language()

        def save(result: Result, _channel: Channel | None, form: ResultForm) -> None:
            save_result(assessment, result, form.answer, by=by, seen=form.seen, page=page)

        errors = save_touched(questions, save)
        if not errors:
            tell_saved(request, questions)
            if "onwards" in request.POST:
                return redirect("improvement:plan", assessment.initiative.code)
            return redirect("rating:results", assessment.pk)
    return render(
        request,
        "rating/results.html",
        {
            "assessment": assessment,
            "questions": questions,
            "scale": scale_of(assessment),
            "errors": errors,
            "page_form": "answers",
        },
    )


def _questions(
    assessment: Assessment, attribute: Attribute, channels: Sequence[Channel], data: Data
) -> list[PostedQuestion]:
    last = Assessment.objects.before(assessment).values("pk")[:1]
    rows: dict[str, list[Rating]] = defaultdict(list)
    previous: dict[str, str] = {}
    for row in Rating.objects.filter(
        Q(assessment=assessment) | Q(assessment=Subquery(last)),
        criterion__attribute__code=attribute.code,
    ).select_related("criterion", "channel"):
        if row.assessment_id == assessment.pk:
            rows[row.criterion.code].append(row)
        else:
            previous[prefix_of(row.criterion, row.channel)] = row.rating

    def form(prefix: str, _channel: Channel | None, row: Rating | None, data: Data) -> AnswerForm:
        carried = bool(row and row.carried_forward)
        before = previous.get(prefix, "")
        return AnswerForm(prefix, answer_of(row), data, carried_forward=carried, previous=before)

    return [
        question(each, channels, rows[each.code], data, form)
        for each in marked_criteria(assessment, attribute)
    ]
