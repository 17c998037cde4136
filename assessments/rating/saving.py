"""Saving one answer at a time, for the script of a form's page (`portal/answers.js`).

Each takes the fields of one answer as the page names them, with the seconds that its statement took
if they are counted, and answers in JSON: `seen`, the new
mark of each answer by its prefix, `marks` of its other fields, `saved_at` in words, `told`, what
was changed in its texts, `shown`, what was understood, and `warnings`, what no report can print,
both by the id of their field; or, with status 422, `errors` by the id of their field; or, with
status 409, `conflict`, the HTML that shows both answers.
"""

import uuid
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import QuerySet, Subquery
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import time_format

from assessments import rules
from assessments.accounts.middleware import by_script
from assessments.feedback.timing import keep_times
from assessments.models import Assessment
from assessments.rating.actions import Conflict, save_answer, save_result
from assessments.rating.answers import Answer, ResultAnswer
from assessments.rating.forms import AnswerForm, ResultForm
from assessments.web.access import hold_assessment, person_of
from assessments.web.told import changes_of
from maturity.bilingual import current_language
from maturity.faults import Faults
from maturity.methods import only
from maturity.models import Channel, Criterion, Result, ScalePoint
from maturity.numerals import written
from maturity.text import told


def saves_one(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A view that a page's script posts one answer to, in one transaction."""
    return by_script(only("POST")(transaction.atomic(view)))


@saves_one
def answer(request: HttpRequest, pk: uuid.UUID, code: str) -> HttpResponse:
    """The team's answer to a criterion, for all channels or for one."""
    held = hold_assessment(request, pk, may=rules.may_rate)
    form = AnswerForm(posted_prefix(request, code), Answer(), request.POST)
    rows = list(held.row.ratings.filter(criterion__code=code))
    if rows and form.prefix == code:
        # What is answered already says which criterion it is: no query is made for that.
        criterion, channel = Criterion(pk=rows[0].criterion_id, code=code), None
    else:
        criterion, channel = criterion_and_channel(held.row, code, form.prefix)

    def save() -> None:
        by = person_of(request)
        save_answer(
            held,
            criterion,
            channel,
            form.answer,
            by=by,
            seen=form.seen,
            page=current_language(),
            rows=rows,
        )
        keep_times(request, held.row)

    return saved(form, held.row.edition_id, save)


@saves_one
def result(request: HttpRequest, pk: uuid.UUID, code: str) -> HttpResponse:
    """The team's answer to a result."""
    held = hold_assessment(request, pk, may=rules.may_rate)
    form = ResultForm(posted_prefix(request, code), ResultAnswer(), request.POST)
    found = get_object_or_404(Result, edition=held.row.edition_id, code=code)

    def save() -> None:
        save_result(
            held,
            found,
            form.answer,
            by=person_of(request),
            seen=form.seen,
            page=current_language(),
        )

    return saved(form, held.row.edition_id, save)


def posted_prefix(request: HttpRequest, code: str) -> str:
    """The prefix of the one answer that was posted. Raises Http404 unless it is about `code`."""
    prefixes = [key.removesuffix("-seen") for key in request.POST if key.endswith("-seen")]
    if len(prefixes) != 1 or not f"{prefixes[0]}-".startswith(f"{code}-"):
        raise Http404
    return prefixes[0]


def criterion_and_channel(
    assessment: Assessment, code: str, prefix: str
) -> tuple[Criterion, Channel | None]:
    """What an answer's prefix names, in one query. Raises Http404 where that is nothing."""
    criteria: QuerySet[Any] = Criterion.objects.filter(edition=assessment.edition_id)
    criteria = criteria.only("code", "attribute", "edition")
    channel = prefix.removeprefix(code).removeprefix("-")
    if channel:
        own = assessment.initiative.channels.filter(code=channel)
        criteria = criteria.annotate(channel=Subquery(own.values("pk")))
    criterion = get_object_or_404(criteria, code=code)
    if not channel:
        return criterion, None
    if criterion.channel is None:
        raise Http404
    return criterion, Channel(pk=criterion.channel, code=channel)


def saved(form: AnswerForm, edition: int, save: Callable[[], None]) -> JsonResponse:
    """Judges an answer, saves it by `save`, and says how that went."""
    if not form.is_valid():
        errors = {f"{form.prefix}-{field}": text for field, text in form.errors.items()}
        return JsonResponse({"errors": errors}, status=422)
    try:
        save()
    except Conflict as conflict:
        form.conflict = conflict
        context = {"form": form, "scale": ScalePoint.objects.filter(edition=edition)}
        shown = render_to_string("components/conflict.html", context)
        current = {name: _in_field(value) for name, value in vars(conflict.current).items()}
        seen = {form.prefix: conflict.seen}
        return JsonResponse({"conflict": shown, "current": current, "seen": seen}, status=409)
    except Faults as faults:
        messages = [str(fault.message) for fault in faults.faults]
        return JsonResponse({"errors": {"main": " ".join(messages)}}, status=422)
    said: dict[str, Any] = {
        "seen": {form.prefix: form.answer.fingerprint},
        "saved_at": time_format(timezone.localtime(), "TIME_FORMAT"),
    }
    if form.marks:
        said["marks"] = form.marks
    if sentences := told(changes_of(form.data or {})):
        said["told"] = " ".join(sentences)
    if form.shown:
        said["shown"] = form.shown
    if warnings := form.warnings:
        said["warnings"] = {f"{form.prefix}-{field}": text for field, text in warnings.items()}
    return JsonResponse(said)


def _in_field(value: Any) -> str:
    """A value of an answer as its field has it."""
    if isinstance(value, Decimal):
        return written(value)
    return "" if value is None else str(value)
