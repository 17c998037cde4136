"""The words by which lessons and plays are found, in one language each.

Folded (`maturity.folding`), so that neither case nor accents matter. The first line is the title,
which counts more than the rest; migration 0023 and `search.reads` rest on that.
"""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import override

from assessments.models import Lesson, Play, PlayVersion
from assessments.models.lessons import LessonWords
from maturity.bilingual import LANGUAGES, in_language
from maturity.folding import fold
from maturity.models import Criterion, Stage

# What a play says beside its title, each in both languages; its sources are no subject of its.
OF_PLAY = ("problem", "when", "steps", "people", "duration", "example", "artefact", "pitfalls")


def keep_lesson_words(lesson: Lesson) -> None:
    """Keeps the words of a lesson: called by whatever writes the lesson or its translation."""
    row = Lesson.objects.with_words().get(pk=lesson.pk)
    Lesson.objects.filter(pk=row.pk).update(**lesson_words(row))


def lesson_words(lesson: Lesson) -> dict[str, str]:
    """The words of a lesson in both languages, by column: its own or its translation's, and its
    tags'. Where it is not translated, its own words stand beside the tags of the other language.
    """
    translation: LessonWords | None = getattr(lesson, "translation", None)
    return {
        f"words_{language}": _lesson_in(
            lesson,
            translation if translation and language != lesson.text_language else lesson,
            language,
        )
        for language in LANGUAGES
    }


def _lesson_in(lesson: Lesson, said: LessonWords, language: str) -> str:
    tags: list[Any] = [
        *lesson.attributes.all(),
        *lesson.criteria.all(),
        *lesson.channels.all(),
        *([lesson.stage] if lesson.stage else []),
    ]
    with override(language):
        kind = str(Lesson.Kind(lesson.kind).label)
    codes = [each.code for each in lesson.criteria.all()]
    texts = (said.situation, said.done, said.happened, said.text, lesson.clients, kind)
    return _composed(said.title, [*texts, *codes, *_named(tags, language)])


def keep_play_words(play: Play) -> None:
    """Keeps the words of a play: called by whatever publishes a version of it, or withdraws it."""
    Play.objects.filter(pk=play.pk).update(**play_words(play.published))


def play_words(version: PlayVersion | None) -> dict[str, str]:
    """The words of a play in both languages, by column; empty where no version is published."""
    if version is None:
        return {f"words_{language}": "" for language in LANGUAGES}
    criteria = Criterion.objects.filter(code__in=version.criteria).select_related("attribute")
    tags = [
        *criteria,
        *{each.attribute for each in criteria},
        *Stage.objects.filter(code__in=version.stages),
    ]
    return {
        f"words_{language}": _composed(
            getattr(version, f"title_{language}"),
            [
                *(getattr(version, f"{name}_{language}") for name in OF_PLAY),
                *version.criteria,
                *_named(tags, language),
            ],
        )
        for language in LANGUAGES
    }


def _named(tags: Iterable[Any], language: str) -> list[str]:
    return [in_language(each, "text", language) for each in tags]


def _composed(title: str, texts: Iterable[str]) -> str:
    return "\n".join(fold(each) for each in (title, " ".join(texts)))
