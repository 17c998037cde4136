"""What happened: audit events as pages and spreadsheets tell them, in words of `event_words`."""

import datetime
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from assessments import rules
from assessments.audit.words import (
    BLIND,
    CHANGED,
    CONFIRMED,
    DONE,
    LABELS,
    OF_LESSONS,
    OF_PLAN,
    ONLY,
    TAKEN_BACK,
    Change,
    EventWords,
    Value,
    choice,
)
from assessments.audit.words import label as label_of
from assessments.models import Assessment, Event, Initiative, Participant, Person
from assessments.models.assessments import State
from assessments.models.people import Role
from maturity.models import Channel

WITHHELD = _("Shown once every participant has finished.")


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One event. `about` is the initiative and stage that it is about, empty where it has none."""

    number: int
    at: datetime.datetime
    who: str
    role: str
    what: str
    about: str
    where: str
    changes: tuple[Change, ...]
    withheld: bool
    address: str = ""  # of the history of what it is about, where that is to be told


def of_assessment(
    assessment: Assessment, criterion: str = "", *, reader: Person
) -> QuerySet[Event]:
    """What happened to an assessment, newest first; with `criterion`, to the answers to that one.

    What a team wrote for itself, or has withdrawn, is told to the team and the secretariat alone,
    and nothing of its plan to a reader who is blind to it.
    Ratings that are still blind are not among the answers to a criterion.
    """
    verbs: Sequence[str] = OF_PLAN
    if not (rules.is_secretariat(reader) or rules.is_of_team(reader, assessment.initiative)):
        verbs = [verb for verb in OF_PLAN if verb not in OF_LESSONS]
    if rules.is_blind_to_team(reader, assessment.initiative):
        verbs = []
    of_plan = Q(initiative_id=assessment.initiative_id, verb__in=verbs)
    events = Event.objects.filter(Q(assessment_id=assessment.pk) | of_plan).order_by("-id")
    if not criterion:
        return events
    answering = (
        "rate", "record_dissent", "add_evidence", "remove_evidence", "change_evidence",
        "raise_concern", "reply",
    )  # fmt: skip
    answers = Q(verb__in=answering) & (Q(place=criterion) | Q(place__startswith=f"{criterion}/"))
    if governments := [code for _key, code in _open_to_all([assessment.pk])]:
        channels = Channel.objects.values_list("code", flat=True)
        places = [criterion, *(f"{criterion}/{code}" for code in channels)]
        rated = Q(verb="rate_alone", new__has_any_keys=places)
        named = Q(new__statement__in=places) | Q(old__statement__in=places)
        answers |= Q(place__in=governments) & (rated | (Q(verb="support_alone") & named))
    return events.filter(answers)


def of_person(person: Person, reader: Person) -> QuerySet[Event]:
    """What a person did, and what was done about them and their roles, newest first.

    Without what others did in assessments that the reader is blind to.
    """
    key = str(person.pk)
    events = Event.objects.all() if person == reader else seen_by(reader)
    return events.filter(
        Q(actor_id=person.pk)
        | Q(subject="person", subject_id=key)
        | Q(subject="membership", new__person=key)
        | Q(subject="membership", old__person=key)
    ).order_by("-id")


def seen_by(reader: Person) -> QuerySet[Event]:
    """All events but those of assessments and plans that a reader is blind to."""
    plans = rules.blind_initiatives(reader)
    return Event.objects.exclude(assessment_id__in=rules.blind_to(reader)).exclude(
        initiative_id__in=plans, verb__in=OF_PLAN
    )


def entries(
    events: Sequence[Event], words: EventWords, *, criterion: str = "", own: bool = False
) -> list[HistoryEntry]:
    """Events in the words of the page's language, in a fixed number of queries.

    What a participant rated independently is told once every participant has finished, or the
    assessment is approved; before that, and for good where it never finished, only to itself
    (`own`: the reader did all that is told). With `criterion`, nothing is told of what a
    participant gave to others.
    """
    told = _open_to_all(
        [each.assessment_id for each in events if each.verb in BLIND and each.assessment_id]
    )
    about = _about(events)
    people = Person.objects.in_bulk({key for each in events for key in _people_of(each)})
    names = {str(key): person.name for key, person in people.items()}
    made = []
    for event in events:
        blind = event.verb in BLIND and (event.assessment_id, event.place) not in told
        withheld = blind and not own
        old, new = _values(event, event.old), _values(event, event.new)
        changes = () if withheld else _changes(event, old, new, words, names, criterion)
        made.append(
            HistoryEntry(
                number=event.id,
                at=event.at,
                who=event.actor_name,
                role=choice(Role, event.role),
                what=_what(event.verb, old, new, withheld=withheld),
                about=about.get(event.assessment_id or event.initiative_id, ""),
                where=words.place(event.verb, event.place),
                changes=changes,
                withheld=withheld,
            )
        )
    return made


def _open_to_all(assessments: Sequence[uuid.UUID]) -> set[tuple[uuid.UUID, str]]:
    """The governments whose own ratings are blind no more, each with its assessment's id."""
    others = Participant.objects.filter(assessment=OuterRef("assessment"), finished=False)
    return set(
        Participant.objects.filter(assessment__in=assessments, finished=True)
        .filter(Q(assessment__state=State.APPROVED) | ~Exists(others))
        .values_list("assessment", "jurisdiction__code")
    )


def _about(events: Sequence[Event]) -> dict[Any, str]:
    """What the events' assessments and initiatives are called, by their ids."""
    assessments = Assessment.objects.select_related("initiative", "stage").filter(
        pk__in={each.assessment_id for each in events if each.assessment_id}
    )
    initiatives = Initiative.objects.in_bulk(
        {each.initiative_id for each in events if each.initiative_id}
    )
    return {key: each.name for key, each in initiatives.items()} | {
        each.pk: f"{each.initiative.name} – {each.stage.text} ({each.cycle})"
        for each in assessments
    }


def _people_of(event: Event) -> Iterator[str]:
    for values in (event.old, event.new):
        for key in ("person", "reviewer", "assignee"):
            if isinstance(values, dict) and isinstance(values.get(key), str):
                yield values[key]


def _values(event: Event, value: Any) -> dict[str, Any]:
    """What an event says of before or after, by name."""
    if isinstance(value, dict):
        # Not having finished is how everyone begins.
        return {key: item for key, item in value.items() if (key, item) != ("finished", False)}
    return {} if value is None else {ONLY.get(event.verb, ""): value}


def _what(verb: str, old: dict[str, Any], new: dict[str, Any], *, withheld: bool) -> str:
    before = {key: value for key, value in old.items() if key != "replaces"}
    sentences: Mapping[str, Any] = DONE
    if before and not withheld:
        if not new:
            sentences = TAKEN_BACK
        else:
            sentences = CONFIRMED if before == new and not old.get("replaces") else CHANGED
    return str(sentences.get(verb) or DONE.get(verb, verb))


def _changes(
    event: Event,
    old: dict[str, Any],
    new: dict[str, Any],
    words: EventWords,
    names: Mapping[str, str],
    criterion: str,
) -> tuple[Change, ...]:
    """What differs, text before its language; a language is told only where it alone differs."""
    keys = list(dict.fromkeys([*LABELS, *old, *new]))
    changes = []
    for key in keys:
        before, after = old.get(key), new.get(key)
        text = key.removesuffix("_language")
        if before == after or (text != key and old.get(text) != new.get(text)):
            continue
        if event.verb == "rate_alone" and key not in LABELS:
            if criterion and key.partition("/")[0] != criterion:
                continue
            label, kind = words.place("rate", key), "rating"
        else:
            label, kind = label_of(key), key
        change = Change(
            label,
            Value(words.value(kind, before, names), old.get(f"{key}_language", "")),
            Value(words.value(kind, after, names), new.get(f"{key}_language", "")),
        )
        if change.old.text != change.new.text:
            changes.append(change)
    return tuple(changes)
