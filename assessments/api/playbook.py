"""Reading what teams learned and what the playbook offers: lessons and plays."""

import uuid
from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import QuerySet

from assessments.api.rows import Row
from assessments.lessons.actions import TEXTS
from assessments.lessons.lines import is_named, linked, useful_to
from assessments.lessons.reads import seen_by, translation_of
from assessments.models import Lesson, Person, Play, PlayVersion
from assessments.models.lessons import LessonWords
from assessments.playbook.texts import LEVELS, LISTS
from assessments.playbook.texts import TEXTS as PLAY_TEXTS
from maturity.bilingual import LANGUAGES, both
from maturity.models import Council

# What the document calls a column whose name alone says too little.
CALLED = {"criteria": "statements", "text": "advice"}


def lessons(person: Person, wanted: Row) -> QuerySet[Lesson]:
    """The lessons that a person may read and filters leave, by identifier.

    One that is withdrawn while somebody reads page after page is in nobody's way.
    """
    rows = seen_by(person).with_words().defer("words_en", "words_fr")
    found: QuerySet[Lesson] = rows.order_by("key")
    if wanted["council"]:
        found = found.filter(initiative__council__in=Council.objects.meant_by(wanted["council"]))
    if wanted["kind"]:
        found = found.filter(kind=wanted["kind"])
    return found.filter(key__gt=wanted["after"]) if wanted["after"] else found


def lesson_rows(page: Collection[Lesson], person: Person) -> list[Row]:
    """What is handed out of some lessons: the initiative as far as the person may know it."""
    known, useful = linked(page, person), useful_to([each.pk for each in page])
    return [_lesson(each, known, useful.get(each.pk, 0)) for each in page]


def _lesson(lesson: Lesson, known: Collection[uuid.UUID], useful: int) -> Row:
    initiative, translation = lesson.initiative, translation_of(lesson)
    return {
        "id": lesson.key,
        "council": initiative.council.code,
        "initiative": initiative.code if initiative.pk in known else None,
        "initiative_name": both(initiative, "name") if is_named(lesson, known) else None,
        "kind": lesson.kind,
        "audience": lesson.audience,
        "language": lesson.text_language,
        **_words(lesson),
        "translation_outdated": bool(translation and translation.outdated),
        "clients": lesson.clients or None,
        "attributes": [each.code for each in lesson.attributes.all()],
        "statements": [each.code for each in lesson.criteria.all()],
        "stage": lesson.stage.code if lesson.stage else None,
        "channels": [each.code for each in lesson.channels.all()],
        "useful_to": useful,
        "shared_at": lesson.shared_at,
        "curated_at": lesson.curated_at,
    }


def _words(lesson: Lesson) -> dict[str, Any]:
    """What it says, by language; None in the one into which it is not translated."""
    said: dict[str, LessonWords | None] = dict.fromkeys(LANGUAGES, translation_of(lesson))
    said[lesson.text_language] = lesson
    return {
        language: {CALLED.get(name, name): getattr(words, name) or None for name in TEXTS}
        if words
        else None
        for language, words in said.items()
    }


def plays(wanted: Row) -> QuerySet[Play]:
    """The published plays, by code."""
    found = Play.objects.published().defer("words_en", "words_fr").order_by("code")
    return found.filter(code__gt=wanted["after"]) if wanted["after"] else found


def play_rows(page: Iterable[Play]) -> list[Row]:
    """What is handed out of some plays: what their published versions say."""
    return [_play(each.code, each.published) for each in page if each.published]


def _play(code: str, version: PlayVersion) -> Row:
    columns = {CALLED.get(name, name): getattr(version, name) for name in (*LISTS, *LEVELS)}
    texts = {name: both(version, name) for name in PLAY_TEXTS}
    published = {"version": version.number, "published_at": version.published_at}
    return {"code": code, **published, **columns, **texts}
