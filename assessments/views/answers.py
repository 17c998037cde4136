"""The form of an assessment: one page an attribute, and one for the results."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from assessments import rules
from assessments.access import get_assessment, person_of
from assessments.actions.ratings import (
    Conflict,
    answer_of,
    result_answer_of,
    save_answer,
    save_result,
)
from assessments.forms.answers import (
    AnswerForm,
    ResultForm,
    join_channels,
    split_channels,
)
from assessments.models import Assessment, Rating
from assessments.views.pages import PageError, fault_errors, is_submitted, posted
from maturity.faults import Faults
from maturity.models import Attribute, Channel, Criterion, Level, Result, ScalePoint


@dataclass
class Question:
    """A criterion or result with its answers: one for all channels, or one for each."""

    subject: Criterion | Result
    answers: list[tuple[Channel | None, AnswerForm]]
    by_channel: bool = False


@dataclass
class LevelGroup:
    """The questions of one level of an attribute."""

    level: Level
    questions: list[Question]


def attribute(request: HttpRequest, pk: uuid.UUID, code: str) -> HttpResponse:
    """Rate the criteria of one attribute."""
    assessment = get_assessment(request, pk, may=rules.may_rate)
    attributes = list(Attribute.objects.filter(edition=assessment.edition))
    attribute = next((each for each in attributes if each.code == code), None)
    if attribute is None:
        raise Http404
    channels = {each.code: each for each in assessment.initiative.channels.all()}
    data = posted(request)
    if data is not None:
        data = _with_mode(data, {each.code: each.text for each in channels.values()})
    questions = _questions(assessment, attribute, channels, data)
    forms = [(q.subject, channel, form) for q in questions for channel, form in q.answers]
    errors: list[PageError] = []
    if is_submitted(request) and "switch" not in request.POST:
        errors = _save(assessment, forms, request)
        if not errors:
            messages.success(request, _("Your answers are saved."))
            return _onwards(request, assessment, attribute)
    levels = Level.objects.filter(edition=assessment.edition, order__gt=0)
    return render(
        request,
        "assessments/attribute.html",
        {
            "assessment": assessment,
            "attribute": attribute,
            "attributes": attributes,
            "position": attributes.index(attribute) + 1,
            "groups": [
                LevelGroup(level, [q for q in questions if q.subject.level == level.order])  # type: ignore[union-attr]
                for level in levels
            ],
            "rated": sum(
                all(form.stored.rating for _channel, form in q.answers) for q in questions
            ),
            "total": len(questions),
            "scale": _scale(assessment),
            "several_channels": len(channels) > 1,
            "errors": errors,
            "page_form": "answers",
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
        questions.append(Question(result, [(None, form)]))
    errors: list[PageError] = []
    if is_submitted(request):
        errors = _save(assessment, [(q.subject, None, q.answers[0][1]) for q in questions], request)
        if not errors:
            messages.success(request, _("Your answers are saved."))
            if "onwards" in request.POST:
                return redirect("plan", assessment.pk)
            return redirect("results", assessment.pk)
    return render(
        request,
        "assessments/results.html",
        {
            "assessment": assessment,
            "questions": questions,
            "rated": sum(bool(q.answers[0][1].stored.rating) for q in questions),
            "scale": _scale(assessment),
            "errors": errors,
            "page_form": "answers",
        },
    )


def _with_mode(data: Any, channels: dict[str, str]) -> dict[str, str]:
    """The posted data, after the switch between one answer and one a channel, if it was pressed."""
    values = {key: data[key] for key in data}
    code, _separator, mode = values.get("switch", "").partition(":")
    if mode == "channels":
        return split_channels(values, code, channels)
    if mode == "one":
        return join_channels(values, code, channels)
    return values


def _questions(
    assessment: Assessment,
    attribute: Attribute,
    channels: dict[str, Channel],
    data: dict[str, str] | None,
) -> list[Question]:
    rows: dict[tuple[int, int | None], Rating] = {
        (row.criterion_id, row.channel_id): row
        for row in assessment.ratings.filter(criterion__attribute=attribute)
    }
    questions = []
    for criterion in attribute.criteria.prefetch_related("guidance"):
        if data is not None and f"{criterion.code}-mode" in data:
            by_channel = data[f"{criterion.code}-mode"] == "channels"
        else:
            by_channel = any(key[0] == criterion.pk and key[1] for key in rows)
        kinds: Sequence[Channel | None] = list(channels.values()) if by_channel else [None]
        answers = []
        for channel in kinds:
            row = rows.get((criterion.pk, channel.pk if channel else None))
            prefix = f"{criterion.code}-{channel.code}" if channel else criterion.code
            form = AnswerForm(
                prefix,
                answer_of(row),
                data,
                carried_forward=bool(row and row.carried_forward),
            )
            answers.append((channel, form))
        questions.append(Question(criterion, answers, by_channel))
    return questions


def _save(
    assessment: Assessment,
    forms: list[tuple[Any, Channel | None, Any]],
    request: HttpRequest,
) -> list[PageError]:
    """Saves what was touched, all or nothing. Gives the errors that kept it from being saved."""
    touched = [each for each in forms if each[2].touched]
    errors = []
    for subject, channel, form in touched:
        if not form.is_valid():
            name = f"{subject.code}, {channel.text}" if channel else subject.code
            errors += [
                PageError(f"{form.prefix}-{field}", f"{name} – {_label(field)} – {message}")
                for field, message in form.errors.items()
            ]
    if errors:
        return errors
    by = person_of(request)
    try:
        with transaction.atomic():
            for subject, channel, form in touched:
                try:
                    if isinstance(subject, Result):
                        save_result(assessment, subject, form.answer, by=by, seen=form.seen)
                    else:
                        save_answer(
                            assessment,
                            subject,
                            channel,
                            form.answer,
                            by=by,
                            seen=form.seen,
                        )
                except Conflict as conflict:
                    form.conflict = conflict
                    message = _("%(code)s – someone else has changed this answer meanwhile")
                    errors.append(
                        PageError(f"{form.prefix}-rating", message % {"code": subject.code})
                    )
            if errors:
                raise _Unsaved
    except _Unsaved:
        for _subject, _channel, form in touched:
            if form.conflict:
                # Saving once more, now knowingly, lets the writer's answer stand.
                form.seen = form.conflict.current.fingerprint
    except Faults as faults:
        errors = fault_errors(fault.message for fault in faults.faults)
    return errors


class _Unsaved(Exception):
    """Takes back what a page's transaction has written."""


def _label(field: str) -> str:
    labels = {
        "rating": _("Rating"),
        "comment": _("Comment"),
        "reason": _("Reason"),
        "indicator_name": _("Name of the indicator"),
        "indicator_value": _("Value"),
        "indicator_unit": _("Unit"),
        "indicator_date": _("Date of measurement"),
        "indicator_source": _("Source"),
    }
    if field.endswith("-title"):
        return _("Title of the document")
    if field.endswith("-url"):
        return _("Web address of the document")
    return labels.get(field, _("Evidence"))


def _scale(assessment: Assessment) -> list[ScalePoint]:
    return list(ScalePoint.objects.filter(edition=assessment.edition))


def _onwards(request: HttpRequest, assessment: Assessment, attribute: Attribute) -> HttpResponse:
    """To the next attribute if that was asked for, after the last to the results."""
    if "onwards" not in request.POST:
        return redirect("attribute", assessment.pk, attribute.code)
    following = Attribute.objects.filter(edition=assessment.edition, order__gt=attribute.order)
    if following_attribute := following.first():
        return redirect("attribute", assessment.pk, following_attribute.code)
    return redirect("results", assessment.pk)
