"""Reading evidence: which documents a person may see, and what they support.

A participant's evidence is seen as what it rates independently is (`assessments.rules`).
"""

import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, Max, OuterRef, Prefetch, Q, QuerySet

from assessments import rules
from assessments.models import (
    Action,
    Assessment,
    Event,
    Evidence,
    File,
    Initiative,
    Lesson,
    Participant,
    ParticipantRating,
    Person,
    PlayUse,
    Rating,
)
from assessments.models.assessments import TEAM_STATES, State
from maturity.folding import by_name
from maturity.models import Criterion

# How many documents a list offers for choice at most, the newest first.
MAX_OFFERED = 200


@dataclass(frozen=True, slots=True)
class Supported:
    """An answer with its evidence, each document with the name of who added it, if it is known."""

    answer: Rating | ParticipantRating
    documents: tuple[tuple[Evidence, str], ...]


@dataclass(frozen=True, slots=True)
class Supporting:
    """A document with the answers that it supports."""

    document: Evidence
    answers: tuple[Rating | ParticipantRating, ...]


def team_support(assessment: Assessment, criterion: Criterion) -> list[Supported]:
    """The team's answers to a criterion, for all channels or for each, with their evidence."""
    return _supported(assessment.ratings.filter(criterion=criterion))


def participants_support(
    assessment: Assessment, criterion: Criterion, person: Person
) -> list[Supported]:
    """What participants gave a criterion and rest on documents, as far as a person may see it."""
    opinions = ParticipantRating.objects.filter(
        _open_opinion(person, assessment.initiative),
        participant__assessment=assessment,
        criterion=criterion,
    )
    return _supported(opinions.select_related("participant__jurisdiction"))


def documents_of(assessment: Assessment, person: Person) -> list[Supporting]:
    """All documents of an assessment that a person may see, by title, with what they support."""
    found: dict[tuple[object, ...], list[Evidence]] = {}
    for each in _seen(assessment.initiative, person, [assessment.pk]).order_by("pk"):
        found.setdefault((each.title, each.url, each.file_id), []).append(each)
    rows = (
        Supporting(group[0], tuple(each.rating or each.opinion for each in group))  # type: ignore[misc]
        for group in found.values()
    )
    return by_name(rows, lambda row: row.document.title)


def documents_at_hand(assessment: Assessment, person: Person) -> list[Evidence]:
    """The documents of this assessment and of the initiative's others, each once, newest first."""
    seen = _seen(assessment.initiative, person)
    newest = seen.order_by().values("title", "url", "file").annotate(newest=Max("pk"))
    keys = newest.order_by("-newest").values_list("newest", flat=True)[:MAX_OFFERED]
    rows = Evidence.objects.select_related("file").in_bulk(list(keys))
    return [rows[key] for key in sorted(rows, reverse=True)]


def may_see_file(person: Person, file: File) -> bool:
    """Whether a person may see an assessment, a lesson or a play in use that names a file.

    One that nothing uses yet, or any more, is for the team; and where a contributor added it, which
    may have been for a blind rating, for those of the same government.
    """
    initiative = file.initiative
    if _seen(initiative, person).filter(file=file).exists():
        return True
    if _attached_where_seen(person, file):
        return True
    used = not File.objects.unused().filter(pk=file.pk).exists()
    if PlayUse.objects.filter(file=file).exists() and rules.may_see_plan(person, initiative):
        return True
    lessons = Lesson.objects.filter(rules.lessons_seen_by(person), documents__file=file)
    if lessons.exists():
        return True
    if used or not rules.is_of_team(person, initiative):
        return False
    added_for = rules.rates_for(file.added_by, initiative)
    of_team = rules.is_of_team(file.added_by, initiative)
    shared = of_team and added_for in (None, rules.rates_for(person, initiative))
    return shared or file.added_by == person


def _attached_where_seen(person: Person, file: File) -> bool:
    """Whether a person may see an action that a file goes with."""
    actions = Action.objects.filter(documents__file=file).select_related("initiative")
    return any(rules.may_see_action(person, each) for each in actions)


def _seen(
    initiative: Initiative, person: Person, assessments: Iterable[uuid.UUID] | None = None
) -> QuerySet[Evidence]:
    """The evidence in an initiative's assessments that a person may see, with what it supports.

    Of the team's, as of its ratings, a government sees nothing while it is blind.
    """
    visible = Assessment.objects.visible_to(person).filter(initiative=initiative)
    if assessments is not None:
        visible = visible.filter(pk__in=assessments)
    team = visible.exclude(pk__in=rules.blind_to(person))
    opinions = ParticipantRating.objects.filter(
        _open_opinion(person, initiative), participant__assessment__in=visible
    )
    return Evidence.objects.filter(
        Q(rating__assessment__in=team) | Q(opinion__in=opinions)
    ).select_related(
        "file",
        "rating__criterion",
        "rating__channel",
        "opinion__criterion",
        "opinion__channel",
        "opinion__participant__jurisdiction",
    )


def _open_opinion(person: Person, initiative: Initiative) -> Q:
    """Of participants' ratings: one's own, and those that `rules.may_see_opinions` lets see."""
    finished = Q(participant__finished=True)
    if rules.leads(person, initiative):
        return finished
    all_asked = Participant.objects.filter(assessment=OuterRef("participant__assessment"))
    ended = Q(participant__assessment__state=State.APPROVED)
    waited = ~Q(participant__assessment__state__in=TEAM_STATES) | ~Q(
        Exists(all_asked.filter(finished=False))
    )
    own = rules.rates_for(person, initiative)
    if own is None:
        return finished & (ended | waited)
    asked = all_asked.filter(jurisdiction=own)
    turn = Q(Exists(asked.filter(finished=True))) | (~Q(Exists(asked)) & waited)
    return Q(participant__jurisdiction=own) | (finished & (ended | turn))


def _supported(rows: QuerySet[Any]) -> list[Supported]:
    documents = Evidence.objects.select_related("file__added_by")
    answers = list(
        rows.select_related("channel").prefetch_related(Prefetch("evidence", queryset=documents))
    )
    names = _who_added([each for answer in answers for each in answer.evidence.all()])
    return [
        Supported(answer, tuple((each, names.get(each.pk, "")) for each in answer.evidence.all()))
        for answer in answers
    ]


def _who_added(documents: list[Evidence]) -> dict[int, str]:
    """Who added each document, from the audit record; else who added its file."""
    names = {each.pk: each.file.added_by.name for each in documents if each.file}
    keys = [str(each.pk) for each in documents]
    events = Event.objects.filter(
        subject="evidence", subject_id__in=keys, verb__in=["add_evidence", "support_alone"]
    )
    added = events.order_by("-id").values_list("subject_id", "actor_name")
    return names | {int(key): name for key, name in added}


def named_files() -> Iterator[tuple[str, str]]:
    """Every file that is kept, as backups name it, with its hexadecimal SHA-256."""
    for content, digest in File.objects.values_list("content", "sha256").iterator():
        yield f"files/evidence/{content}", digest
