"""Lessons as the lines of a list: read lightly, since lists are long and searched often."""

import datetime
import uuid
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Model

from assessments.models import Initiative, Lesson, Person, UsefulMark
from maturity.bilingual import current_language, in_language

# What a line shows of rows: no words but the titles.
COLUMNS = (
    "key", "kind", "title", "text_language", "audience", "shared_at", "curated_at",
    "translation__title", "translation__outdated", "stage__text_en", "stage__text_fr",
    "initiative__code", "initiative__name_en", "initiative__name_fr",
    "initiative__council__abbreviation_en", "initiative__council__abbreviation_fr",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class LessonLine:
    """A lesson in a list, for one reader: `title` is in `language`, the reader's if it can be.

    `initiative` is the name of its initiative, empty where the reader may not know it; `useful` how
    many readers found it so; `attributes` are the names of those that it is about, `codes` those of
    its statements; `outdated` says whether its words have changed since they were translated, and
    `is_translation` whether `title` is that of the translation.
    """

    key: uuid.UUID
    title: str
    language: str
    kind: str
    audience: str
    initiative: str
    council: str
    stage: str
    shared_at: datetime.datetime | None
    curated: bool
    translated: bool
    outdated: bool
    is_translation: bool
    useful: int
    attributes: tuple[str, ...]
    codes: tuple[str, ...]


def lines(keys: Sequence[int], person: Person) -> list[LessonLine]:
    """The lessons with these keys, in their order, in five queries however many they are."""
    keys = list(keys)
    related = ("initiative__council", "stage", "translation")
    rows = Lesson.objects.select_related(*related).only(*COLUMNS).in_bulk(keys)
    useful = useful_to(keys)
    known = linked(rows.values(), person)
    language = current_language()
    attributes = _tags(Lesson.attributes.through, keys, f"attribute__text_{language}")
    codes = _tags(Lesson.criteria.through, keys, "criterion__code")
    return [
        _line(rows[key], known, useful.get(key, 0), attributes[key], codes[key])
        for key in keys
        if key in rows
    ]


def useful_to(keys: Collection[int]) -> dict[int, int]:
    """How many readers found lessons useful, by their keys; without those that nobody did."""
    marks = UsefulMark.objects.filter(lesson__in=keys).order_by().values_list("lesson")
    return dict(marks.annotate(number=Count("pk")))


def linked(lessons: Collection[Lesson], person: Person) -> set[uuid.UUID]:
    """Of the initiatives of some lessons, those that a person may see."""
    initiatives = {each.initiative_id for each in lessons}
    known = Initiative.objects.visible_to(person).filter(pk__in=initiatives)
    return set(known.values_list("pk", flat=True))


def is_named(lesson: Lesson, known: Collection[uuid.UUID]) -> bool:
    """Whether a reader who sees the `known` initiatives may know which one a lesson is of: whoever
    shares one with all councils agrees that it is named.
    """
    return lesson.audience == Lesson.Audience.ALL or lesson.initiative_id in known


def _tags(through: type[Model], keys: Sequence[int], text: str) -> dict[int, tuple[Any, ...]]:
    """A text of each row that lessons name, by the lesson's key."""
    order = text.replace("text_en", "order").replace("text_fr", "order")
    rows = through._default_manager.filter(lesson__in=keys).order_by(order)
    found: dict[int, list[Any]] = defaultdict(list)
    for key, value in rows.values_list("lesson", text):
        found[key].append(value)
    return defaultdict(tuple, {key: tuple(values) for key, values in found.items()})


def _line(
    lesson: Lesson,
    known: Collection[uuid.UUID],
    useful: int,
    attributes: tuple[str, ...],
    codes: tuple[str, ...],
) -> LessonLine:
    language, translation = current_language(), getattr(lesson, "translation", None)
    translated, outdated = translation is not None, bool(translation and translation.outdated)
    if language == lesson.text_language:
        translation = None
    initiative = lesson.initiative
    return LessonLine(
        key=lesson.key,
        title=translation.title if translation else lesson.title,
        language=language if translation else lesson.text_language,
        kind=lesson.get_kind_display(),
        audience=lesson.get_audience_display(),
        initiative=initiative.name if is_named(lesson, known) else "",
        council=initiative.council.abbreviation,
        stage=in_language(lesson.stage, "text") if lesson.stage else "",
        shared_at=lesson.shared_at,
        curated=lesson.curated_at is not None,
        translated=translated,
        outdated=outdated,
        is_translation=translation is not None,
        useful=useful,
        attributes=attributes,
        codes=codes,
    )
