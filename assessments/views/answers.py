"""The form of an assessment: one page an attribute, and one for the results."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.db.models import OuterRef, Q, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
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
from assessments.forms.answers import AnswerForm, ResultForm
from assessments.forms.channels import copy_channel, join_channels, split_channels
from assessments.models import Assessment, Rating
from assessments.progress import Progress
from assessments.scoring import VALUES, effective_rating, needed_rating
from assessments.views.pages import PageError, draft_key, fault_errors, is_submitted, posted
from maturity.faults import Faults
from maturity.models import Attribute, Channel, Criterion, Level, Result, ScalePoint


@dataclass
class Question:
    """A criterion or result with its answers: one for all channels, or one for each."""

    subject: Criterion | Result
    answers: list[tuple[Channel | None, AnswerForm]]
    by_channel: bool = False

    @property
    def rated(self) -> bool:
        """Whether what is stored has an effective rating."""
        return all(form.stored.rating for _channel, form in self.answers)

    @property
    def effective(self) -> str:
        """The effective rating of what the page shows; NR for none."""
        ratings = [form.values["rating"] for _channel, form in self.answers]
        known = [rating if rating in (*VALUES, "NA") else None for rating in ratings]
        return effective_rating(known) or "NR"


@dataclass
class LevelGroup:
    """The questions of one level of an attribute, and the rating that is enough for its target."""

    level: Level
    questions: list[Question]
    needed: str | None


def attribute(request: HttpRequest, pk: uuid.UUID, code: str) -> HttpResponse:
    """Rate the criteria of one attribute, or with `?one=CODE` one of them at a time."""
    assessment = get_assessment(request, pk, may=rules.may_rate)
    targets = assessment.targets.filter(attribute=OuterRef("pk"))
    attributes = list(
        Attribute.objects.filter(edition=assessment.edition).annotate(
            target_level=Subquery(targets.values("level"))
        )
    )
    attribute = next((each for each in attributes if each.code == code), None)
    if attribute is None:
        raise Http404
    channels = {each.code: each for each in assessment.initiative.channels.all()}
    data = posted(request)
    if data is not None:
        data = _with_mode(data, {each.code: each.text for each in channels.values()})
    questions = _questions(assessment, attribute, channels, data)
    steps = _steps(request, assessment, attributes, attribute, [q.subject.code for q in questions])
    shown = [q for q in questions if steps["one"] in ("", q.subject.code)]
    forms = [(q.subject, channel, form) for q in shown for channel, form in q.answers]
    errors: list[PageError] = []
    if is_submitted(request) and not request.POST.keys() & {"switch", "copy", "take"}:
        errors = _save(assessment, forms, request)
        if not errors:
            messages.success(request, _("Your answers are saved."))
            return redirect(steps["after"] if "onwards" in request.POST else steps["here"])
    levels = Level.objects.filter(edition=assessment.edition, order__gt=0)
    groups = [
        LevelGroup(
            level,
            [q for q in shown if q.subject.level == level.order],  # type: ignore[union-attr]
            needed_rating(level.order, attribute.target_level, assessment.edition.rule),
        )
        for level in levels
    ]
    return render(
        request,
        "assessments/attribute.html",
        {
            "assessment": assessment,
            "attribute": attribute,
            "attributes": attributes,
            "position": attributes.index(attribute) + 1,
            "groups": [group for group in groups if group.questions],
            "progress": Progress(sum(q.rated for q in questions), len(questions)),
            "scale": _scale(assessment),
            "several_channels": len(channels) > 1,
            "errors": errors,
            "page_form": "answers",
            "draft_key": draft_key(request),
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
            "scale": _scale(assessment),
            "errors": errors,
            "page_form": "answers",
            "draft_key": draft_key(request),
        },
    )


def _with_mode(data: Any, channels: dict[str, str]) -> dict[str, str]:
    """The posted data, after the button that was pressed to rate channels another way, if any."""
    values = {key: data[key] for key in data}
    code, _separator, mode = values.get("switch", "").partition(":")
    if mode == "channels":
        return split_channels(values, code, channels)
    if mode == "one":
        return join_channels(values, code, channels)
    code, _separator, channel = values.get("copy", "").rpartition("-")
    return copy_channel(values, f"{code}-{channel}", code, channels) if channel else values


def _steps(
    request: HttpRequest,
    assessment: Assessment,
    attributes: Sequence[Attribute],
    attribute: Attribute,
    codes: list[str],
) -> dict[str, Any]:
    """Where the page is on the way through the statements, and what comes before and after it."""
    one = request.GET.get("one", "")
    one = {"first": codes[0], "last": codes[-1]}.get(one, one if one in codes else "")
    here = reverse("attribute", args=[assessment.pk, attribute.code])
    n = attributes.index(attribute)

    def neighbour(step: int, first: str) -> str:
        if not 0 <= n + step < len(attributes):
            return reverse("results", args=[assessment.pk]) if step > 0 else ""
        address = reverse("attribute", args=[assessment.pk, attributes[n + step].code])
        return f"{address}?one={first}" if one else address

    place = codes.index(one) if one else 0
    following = one and place + 1 < len(codes)
    return {
        "one": one,
        "codes": codes,
        "one_position": place + 1,
        "here": f"{here}?one={one}" if one else here,
        "before": one and (f"{here}?one={codes[place - 1]}" if place else neighbour(-1, "last")),
        "after": f"{here}?one={codes[place + 1]}" if following else neighbour(1, "first"),
    }


def _questions(
    assessment: Assessment,
    attribute: Attribute,
    channels: dict[str, Channel],
    data: dict[str, str] | None,
) -> list[Question]:
    last = Assessment.objects.before(assessment).values("pk")[:1]
    rows: dict[tuple[str, int | None], Rating] = {}
    previous: dict[tuple[str, int | None], str] = {}
    for row in Rating.objects.filter(
        Q(assessment=assessment) | Q(assessment=Subquery(last)),
        criterion__attribute__code=attribute.code,
    ).select_related("criterion"):
        key = (row.criterion.code, row.channel_id)
        if row.assessment_id == assessment.pk:
            rows[key] = row
        else:
            previous[key] = row.rating
    questions = []
    for criterion in attribute.criteria.prefetch_related("guidance"):
        if data is not None and f"{criterion.code}-mode" in data:
            by_channel = data[f"{criterion.code}-mode"] == "channels"
        else:
            by_channel = any(key[0] == criterion.code and key[1] for key in rows)
        kinds: Sequence[Channel | None] = list(channels.values()) if by_channel else [None]
        answers = []
        for channel in kinds:
            key = (criterion.code, channel.pk if channel else None)
            stored = rows.get(key)
            prefix = f"{criterion.code}-{channel.code}" if channel else criterion.code
            form = AnswerForm(
                prefix,
                answer_of(stored),
                # Whoever takes the answer of someone else sees what is stored.
                None if data and data.get("take") == prefix else data,
                carried_forward=bool(stored and stored.carried_forward),
                previous=previous.get(key, ""),
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
    return labels[field]


def _scale(assessment: Assessment) -> list[ScalePoint]:
    return list(ScalePoint.objects.filter(edition=assessment.edition))
