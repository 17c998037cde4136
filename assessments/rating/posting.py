"""Pages that hold many answers: their forms, for all channels or for each, and their saving."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from assessments.audit.words import label
from assessments.feedback.reads import asks_unclear, is_timed
from assessments.method.completeness import Progress, progress_of
from assessments.method.scoring import VALUES, effective_rating, needed_rating
from assessments.models import Assessment, ParticipantRating, Person, Rating
from assessments.rating.actions import Conflict
from assessments.rating.channels import copy_channel, join_channels, split_channels
from assessments.rating.forms import AnswerForm
from assessments.rating.reads import Stretch, progress_of_stops
from assessments.web.faults import faults_told
from assessments.web.pages import PageError, fault_errors, is_submitted
from maturity.faults import Faults
from maturity.models import Attribute, Channel, Criterion, Level, Result, ScalePoint

Row = Rating | ParticipantRating
Data = Mapping[str, str] | None


@dataclass
class PostedQuestion:
    """A criterion or result with its answers: one for all channels, or one for each."""

    subject: Criterion | Result
    answers: list[tuple[Channel | None, AnswerForm]]
    by_channel: bool = False

    @property
    def rated(self) -> bool:
        """Whether what is stored has an effective rating."""
        return all(form.stored.rating for _channel, form in self.answers)

    @property
    def unconfirmed(self) -> bool:
        """Whether something of it is carried forward, and not confirmed."""
        return any(form.carried_forward for _channel, form in self.answers)

    @property
    def effective(self) -> str:
        """The effective rating of what the page shows; NR for none."""
        ratings = [form.values["rating"] for _channel, form in self.answers]
        known = [rating if rating in (*VALUES, "NA") else None for rating in ratings]
        return effective_rating(known) or "NR"


def questions_progress(questions: Collection[PostedQuestion]) -> Progress:
    """How far some statements are, as what is stored of them says."""
    return progress_of(
        [each.subject.code for each in questions],
        {each.subject.code for each in questions if each.rated},
        {each.subject.code for each in questions if each.unconfirmed},
    )


@dataclass
class LevelGroup:
    """The questions of one level of an attribute, and the rating that is enough for its target."""

    level: Level
    questions: list[PostedQuestion]
    needed: str | None


def attribute_in(attributes: Sequence[Attribute], code: str) -> Attribute:
    """The one of some attributes with a code. Raises Http404 where there is none."""
    for attribute in attributes:
        if attribute.code == code:
            return attribute
    raise Http404


def attribute_context(
    assessment: Assessment,
    person: Person,
    stretches: Sequence[Stretch],
    attribute: Attribute,
    questions: Sequence[PostedQuestion],
    *,
    shown: Sequence[PostedQuestion],
    data: Data,
    target: int | None = None,
) -> dict[str, Any]:
    """For the template of an attribute's page: its questions that are `shown`, by level.

    `target` is the level that the team wants to reach, `person` who rates. What is done beside
    what the page shows, of its attribute and of all, is for its script, which counts on.
    """
    attributes = [stretch.attribute for stretch in stretches]
    stops = [stop for stretch in stretches for stop in stretch.stops]
    progress, whole = questions_progress(questions), progress_of_stops(stops)
    done_here = questions_progress(shown).done
    groups = [
        LevelGroup(
            level,
            [q for q in shown if q.subject.level == level.order],  # type: ignore[union-attr]
            needed_rating(level.order, target, assessment.edition.rule),
        )
        for level in Level.objects.filter(edition=assessment.edition_id, order__gt=0)
    ]
    return {
        "assessment": assessment,
        "attribute": attribute,
        "stretches": stretches,
        "position": attributes.index(attribute) + 1,
        "groups": [group for group in groups if group.questions],
        "progress": progress,
        "beside": progress.done - done_here,
        "whole": whole,
        "beside_whole": whole.done - done_here,
        **rearranged(data),
        "marked": [stop for stop in stops if stop.marked],
        "marked_codes": {stop.code for stop in stops if stop.marked},
        "unclear_codes": {stop.code for stop in stops if stop.unclear},
        "asks_unclear": asks_unclear(),
        "is_timed": is_timed(person),
        "scale": scale_of(assessment),
    }


def rearranged(data: Data) -> dict[str, str]:
    """For the template: the buttons that have the page shown again and then take the focus, by the
    statement whose channels were switched, and by the answer that was copied.
    """
    given = data or {}
    return {"switched": given.get("switch", "").partition(":")[0], "copied": given.get("copy", "")}


def scale_of(assessment: Assessment) -> list[ScalePoint]:
    """The rating scale of an assessment's edition."""
    return list(ScalePoint.objects.filter(edition=assessment.edition_id))


# What only shows the page again, rearranged: nothing is saved by it.
REARRANGING = {"switch", "copy", "take"}
# What has answers saved as well, and is not pressed for that: nothing is said where there are none.
BESIDE = {"mark", "jump", "unclear"}


def is_to_be_saved(request: HttpRequest) -> bool:
    """Whether answers were posted to be saved."""
    return is_submitted(request) and not request.POST.keys() & REARRANGING


def question(
    criterion: Criterion,
    channels: Iterable[Channel],
    rows: Iterable[Row],
    data: Data,
    form: Callable[[str, Channel | None, Any, Data], AnswerForm],
    *,
    by_channel: bool = False,
) -> PostedQuestion:
    """The forms of a criterion; `by_channel` is how it is answered where nothing says so yet.

    `form` makes one of a prefix, a channel, the row that is stored and the posted data.
    """
    stored = {row.channel: row for row in rows}
    if data is not None and f"{criterion.code}-mode" in data:
        by_channel = data[f"{criterion.code}-mode"] == "channels"
    elif stored:
        by_channel = None not in stored
    answers = []
    for channel in channels if by_channel else [None]:
        prefix = prefix_of(criterion, channel)
        # Whoever takes the answer of someone else sees what is stored.
        typed = None if data and data.get("take") == prefix else data
        answers.append((channel, form(prefix, channel, stored.get(channel), typed)))
    return PostedQuestion(criterion, answers, by_channel)


def prefix_of(criterion: Criterion, channel: Channel | None) -> str:
    """What the names of an answer's fields begin with."""
    return f"{criterion.code}-{channel.code}" if channel else criterion.code


def after_switch(data: Data, channels: Iterable[Channel]) -> Data:
    """The posted data, after the button that was pressed to rate channels another way, if any."""
    if data is None:
        return None
    values = {key: data[key] for key in data}
    names = {each.code: each.text for each in channels}
    code, _separator, mode = values.get("switch", "").partition(":")
    if mode == "channels":
        return split_channels(values, code, names)
    if mode == "one":
        return join_channels(values, code, names)
    code, _separator, channel = values.get("copy", "").rpartition("-")
    return copy_channel(values, f"{code}-{channel}", code, names) if channel else values


def criterion_in(attribute: Attribute, code: str) -> Criterion:
    """The criterion of an attribute with a code that was posted, which may be any text: a database
    would choke on some. Raises Http404.
    """
    found = next((each for each in attribute.criteria.all() if each.code == code), None)
    if found is None:
        raise Http404
    return found


def undone(
    request: HttpRequest, attribute: Attribute, split_again: Callable[[Criterion], None]
) -> HttpResponse:
    """Gives each channel again what one rating for all replaced, and shows the page anew."""
    criterion = criterion_in(attribute, request.POST["undo"])
    with faults_told(request):
        split_again(criterion)
        messages.success(request, _("Each channel has its own rating again, as before."))
    # The button that takes the place of the one that was pressed, and with it the focus.
    return redirect(f"{request.get_full_path()}#{criterion.code}-switch")


def save_touched(
    questions: Iterable[PostedQuestion], save: Callable[[Any, Channel | None, Any], None]
) -> list[PageError]:
    """Saves what was touched, all or nothing. Gives the errors that kept it from being saved.

    `save` writes one answer; it may raise Conflict or Faults.
    """
    touched = [
        (each.subject, channel, form)
        for each in questions
        for channel, form in each.answers
        if form.touched
    ]
    errors = []
    for subject, channel, form in touched:
        if not form.is_valid():
            name = f"{subject.code}, {channel.text}" if channel else subject.code
            errors += [
                PageError(f"{form.prefix}-{field}", f"{name} – {label(field)} – {message}")
                for field, message in form.errors.items()
            ]
    if errors:
        return errors
    try:
        with transaction.atomic():
            for subject, channel, form in touched:
                try:
                    save(subject, channel, form)
                except Conflict as conflict:
                    form.conflict = conflict
                    message = _("%(code)s – someone else has since changed this answer")
                    errors.append(
                        PageError(f"{form.prefix}-rating", message % {"code": subject.code})
                    )
            if errors:
                raise _Unsaved
    except _Unsaved:
        for _subject, _channel, form in touched:
            if form.conflict:
                # Saving once more, now knowingly, lets the writer's answer stand.
                form.seen = form.conflict.seen
    except Faults as faults:
        errors = fault_errors(fault.message for fault in faults.faults)
    return errors


def tell_saved(request: HttpRequest, questions: Iterable[PostedQuestion]) -> None:
    """Says on the next page that the answers are saved, and which texts' languages are in doubt."""
    saved = [
        (each.subject, form)
        for each in questions
        for _channel, form in each.answers
        if form.posted and form.touched
    ]
    if saved or not request.POST.keys() & BESIDE:
        messages.success(request, _("Your answers are saved."))
    for subject, form in saved:
        for field, sentence in form.doubts.items():
            messages.warning(request, f"{subject.code} – {label(field)} – {sentence}")


class _Unsaved(Exception):
    """Takes back what a page's transaction has written."""
