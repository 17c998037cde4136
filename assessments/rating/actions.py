"""Writes of the team's ratings, of criteria and of results."""

from collections.abc import Callable, Iterable, Sequence
from functools import wraps
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.audit.record import record
from assessments.cycle.actions import locked
from assessments.method.scoring import effective_rating
from assessments.models import (
    Assessment,
    Bookmark,
    Evidence,
    ParticipantRating,
    Person,
    Rating,
    ResultRating,
)
from assessments.models.held import Held
from assessments.models.ratings import Said, answer_field, answer_place
from assessments.rating.answers import (
    NOTHING,
    TEXTS,
    Answer,
    ResultAnswer,
    answer_of,
    described,
    result_answer_of,
)
from maturity.canonical import sha256
from maturity.faults import Fault, Faults
from maturity.models import Channel, Criterion, Result
from maturity.wording import colon


class Conflict(Exception):
    """Someone else changed an answer after its reader saw it.

    `current` is what stands now, and `seen` the mark with which a writer who knows it saves.
    """

    def __init__(
        self,
        row: Rating | ResultRating | ParticipantRating | None,
        current: Answer,
        seen: str = "",
    ):
        super().__init__("the answer has changed meanwhile")
        self.row = row
        self.current = current
        self.seen = seen or current.fingerprint


IN_PLACE = "in-place-of-"
DISSENT = ("dissent", "dissent_language")


def mark_in_place(seen: Iterable[str]) -> str:
    """The mark of an answer, for all channels or for one, that is to replace those of the other
    kind: `seen` are their fingerprints, as its writer had them before them.
    """
    told = sorted(each for each in seen if each != NOTHING)
    return IN_PLACE + sha256(" ".join(told))[:16] if told else NOTHING


def refuse_outdated(
    row: Rating | ParticipantRating | None,
    replaced: Sequence[Rating | ParticipantRating],
    answer: Answer,
    seen: str | None,
) -> None:
    """Raises Conflict where what `answer` changes or replaces is not what its writer saw.

    Raises Faults where one answer would replace those of several channels without a rating.
    """
    current = answer_of(row)
    if seen is None or current == answer:
        return
    if row is None and not answer.rating and any(each.channel_id for each in replaced):
        message = _("Choose the one rating first. Until then, each channel keeps its own rating.")
        raise Faults([Fault("rating", message)])
    if row is not None or not replaced:
        # What a switch of channels was to replace may be gone, as the first channel replaces it.
        switched = row is None and seen.startswith(IN_PLACE)
        if current.fingerprint != seen and not switched:
            raise Conflict(row, current)
        return
    mark = mark_in_place(answer_of(each).fingerprint for each in replaced)
    if mark != seen:
        raise Conflict(replaced[0], _as_one(replaced), mark)


def replace_answers(
    row: Rating | ParticipantRating, replaced: Sequence[Rating | ParticipantRating]
) -> None:
    """Removes the answers that one replaces, and gives it their documents, each document once."""
    if not replaced:
        return
    answer = answer_field(row)
    documents = Evidence.objects.filter(**{f"{answer}__in": [*replaced, row]})
    first: dict[tuple[str, Any], int] = {}
    for each in documents:
        first.setdefault((each.url, each.file_id), each.pk)
    documents.exclude(pk__in=first.values()).delete()
    documents.update(**{answer: row})
    type(row)._default_manager.filter(pk__in=[each.pk for each in replaced]).delete()


def replaced_values(row: Rating | ParticipantRating) -> list[Any]:
    """A rating that another replaces, as the record has it: its channel's code (None for all), the
    rating and, where there is more, the rest by name, so that it can be put back whole.
    """
    rest = {
        name: value for name, value in described(answer_of(row)).items() if name != "rating"
    } | {name: value for name in (*DISSENT, "page_language") if (value := getattr(row, name, ""))}
    if documents := [[each.url, str(each.file_id or "")] for each in row.evidence.all()]:
        rest["documents"] = documents
    return [row.channel and row.channel.code, row.rating, *([rest] if rest else [])]


def _as_one(rows: Sequence[Rating | ParticipantRating]) -> Answer:
    """What the answers for each channel, or the one for all, say together."""
    if len(rows) == 1:
        return answer_of(rows[0])
    said: dict[str, str] = {}
    for name in TEXTS:
        given = [(row.channel, getattr(row, name)) for row in rows if getattr(row, name)]
        said[name] = "\n".join(f"{colon(who.text if who else '')} {text}" for who, text in given)
        languages = (getattr(row, f"{name}_language") for row in rows)
        said[f"{name}_language"] = next(filter(None, languages), "")
    return Answer(rating=effective_rating([row.rating or None for row in rows]) or "", **said)


def refusing_first[**Arguments](
    write: Callable[Arguments, None],
) -> Callable[Arguments, None]:
    """Runs a write, which refuses before it changes anything, in a transaction or in that at hand.

    A refusal (Conflict, Faults) then leaves nothing to take back, and a save needs no savepoint.
    """

    @wraps(write)
    def write_or_refuse(*arguments: Arguments.args, **named: Arguments.kwargs) -> None:
        refusal: Conflict | Faults | None = None
        with transaction.atomic(savepoint=False):
            try:
                write(*arguments, **named)
            except (Conflict, Faults) as refused:
                refusal = refused
        if refusal:
            raise refusal

    return write_or_refuse


@refusing_first
def save_answer(
    assessment: Assessment | Held[Assessment],
    criterion: Criterion,
    channel: Channel | None,
    answer: Answer,
    *,
    by: Person,
    seen: str | None = None,
    page: str = "",
    rows: Sequence[Rating] | None = None,
) -> None:
    """Says `answer` of a criterion, for all channels (`channel` None) or for one.

    A criterion is rated one way or the other: the first answer of one kind replaces those of the
    other, and takes over their evidence and dissent. With `seen`, the fingerprint of the answer
    that the writer had before them (or `mark_in_place` of those that it is to replace), raises
    Conflict where it has changed since into something else. `rows` are the criterion's ratings,
    where the holder of the assessment has read them already; `page` is the language of the page on
    which the rating was made, empty where that is not known.
    """
    assessment = locked(assessment).row
    if rows is None:
        rows = list(assessment.ratings.filter(criterion=criterion))
    row = next((each for each in rows if each.channel_id == (channel and channel.pk)), None)
    current = answer_of(row)
    replaced = [each for each in rows if (each.channel_id is None) != (channel is None)]
    refuse_outdated(row, replaced, answer, seen)
    if current == answer and not (row and row.carried_forward):
        return
    place = answer_place(criterion, channel)
    old = described(current) | {"replaces": [replaced_values(each) for each in replaced]}
    # Not update_or_create: the assessment's lock holds the row already. An answer that is taken
    # back leaves an empty row, which says nothing and holds its evidence.
    row = row or Rating(assessment=assessment, criterion=criterion, channel=channel)
    for name, value in vars(answer).items():
        setattr(row, name, value)
    keep_page_language(row, current, page)
    row.carried_forward, row.updated_by = False, by
    if dissents := [each for each in (row, *replaced) if each.dissent]:
        row.dissent = "\n".join(each.dissent for each in dissents)
        row.dissent_language = dissents[0].dissent_language
    row.save()
    replace_answers(row, replaced)
    record(
        "rate",
        assessment,
        by=by,
        assessment=assessment,
        place=place,
        old=old,
        new=described(answer),
    )


@refusing_first
def save_result(
    assessment: Assessment | Held[Assessment],
    result: Result,
    answer: ResultAnswer,
    *,
    by: Person,
    seen: str | None = None,
    page: str = "",
) -> None:
    """Says `answer` of a result. Raises Conflict as `save_answer` does, and keeps `page` as it."""
    assessment = locked(assessment).row
    row = assessment.results.filter(result=result).first()
    current = result_answer_of(row)
    if seen is not None and current.fingerprint != seen and current != answer:
        raise Conflict(row, current)
    if current == answer and not (row and row.carried_forward):
        return
    if answer.empty:
        assessment.results.filter(result=result).delete()
    else:
        row = row or ResultRating(assessment=assessment, result=result)
        for name, value in vars(answer).items():
            setattr(row, name, value)
        keep_page_language(row, current, page)
        row.carried_forward, row.updated_by = False, by
        row.save()
    record(
        "rate_result",
        assessment,
        by=by,
        assessment=assessment,
        place=result.code,
        old=described(current),
        new=described(answer),
    )


def set_bookmark(assessment: Assessment, criterion: Criterion, *, by: Person, on: bool) -> None:
    """Marks a statement for oneself to come back to, or no longer. Set twice it is set once.

    It is no answer, and nobody else's: the record of what was done says nothing of it.
    """
    if on:
        mark = Bookmark(person=by, assessment=assessment, criterion=criterion)
        Bookmark.objects.bulk_create([mark], ignore_conflicts=True)
    else:
        by.bookmarks.filter(assessment=assessment, criterion=criterion).delete()


def keep_page_language(row: Said, before: Answer, page: str) -> None:
    """Notes with a rating the language of the page on which it was made, or confirmed."""
    if row.rating != before.rating or getattr(row, "carried_forward", False):
        row.page_language = page if row.rating else ""


@transaction.atomic
def confirm_carried_forward(assessment: Assessment, *, by: Person, page: str = "") -> int:
    """Says that every answer carried forward holds still; how many there were. `page` is the
    language of the page on which that is said.

    Each leaves the event that saving the same answer again would leave: a confirmation.
    """
    assessment = locked(assessment).row
    ratings = list(
        assessment.ratings.filter(carried_forward=True).select_related("criterion", "channel")
    )
    results = list(assessment.results.filter(carried_forward=True).select_related("result"))
    confirmed = {
        "page_language": page,
        "carried_forward": False,
        "updated_by": by,
        "updated_at": timezone.now(),
    }
    assessment.ratings.filter(carried_forward=True).update(**confirmed)
    assessment.results.filter(carried_forward=True).update(**confirmed)
    said = [
        ("rate", answer_place(row.criterion, row.channel), described(answer_of(row)))
        for row in ratings
    ]
    said += [("rate_result", row.result.code, described(result_answer_of(row))) for row in results]
    for verb, place, values in said:
        record(verb, assessment, by=by, assessment=assessment, place=place, old=values, new=values)
    return len(said)


def set_dissent(row: Rating, text: str, language: str, *, by: Person) -> None:
    """Keeps with a rating what a government that does not agree says; an empty text takes it back.

    The caller holds its assessment.
    """
    old = {name: getattr(row, name) for name in DISSENT}
    new = {"dissent": text, "dissent_language": language if text else ""}
    if new == old:
        return
    row.dissent, row.dissent_language = new.values()
    row.save(update_fields=DISSENT)
    record(
        "record_dissent",
        row.assessment,
        by=by,
        assessment=row.assessment,
        place=answer_place(row.criterion, row.channel),
        old=old if old["dissent"] else {},
        new=new if text else {},
    )
