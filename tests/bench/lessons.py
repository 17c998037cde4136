"""Fills a portal with made-up lessons, as many as a search is measured among."""

import datetime
import random
from io import StringIO

# Words that come often, by language: the first in most lessons. The last one comes rarely.
OFTEN = {
    "en": "service clients form page calls families office weeks test staff notice consent",
    "fr": "service clientèle formulaire page appels familles bureau semaines avis consentement",
}
RARE = {"en": "bereavement", "fr": "deuil"}
DIFFERENT = 3_000  # words, of which made-up ones fill the rest
SYLLABLES = ("ba", "co", "di", "fu", "ge", "la", "mi", "no", "ru", "se", "ta", "vo")


def fill(number: int) -> None:
    """So many made-up lessons of some 200 words each, for all councils, each with a translation;
    and the plays.
    """
    from django.core.management import call_command
    from django.db import connection
    from django.utils import timezone

    from assessments.models import Initiative, Lesson, LessonTranslation
    from assessments.people.actions import command_line_person
    from assessments.search.words import lesson_words
    from maturity.models import Attribute, Criterion

    call_command("load_playbook", stdout=StringIO())
    draw = random.Random(1)  # noqa: S311 – no secret
    by, now = command_line_person(), timezone.now()
    words = {language: _words(draw, language) for language in OFTEN}
    # As in a text without the little words: the first is in four lessons of five.
    weights = [1 / (place + 20) for place in range(DIFFERENT)]

    def texts(language: str) -> dict[str, str]:
        def drawn(length: int) -> str:
            return " ".join(draw.choices(words[language], weights, k=length))

        parts = {name: drawn(48) for name in ("situation", "done", "happened", "text")}
        return {"title": drawn(7), **parts}

    initiatives = list(Initiative.objects.all())
    made = Lesson.objects.bulk_create(
        Lesson(
            initiative=initiatives[each % len(initiatives)],
            kind=Lesson.Kind.values[each % 3],
            text_language="en",
            audience="all",
            shared_at=now - datetime.timedelta(minutes=each),
            **texts("en"),
        )
        for each in range(number)
    )
    LessonTranslation.objects.bulk_create(
        LessonTranslation(lesson=each, translator=by, **texts("fr")) for each in made
    )
    for model, through, name in (
        (Criterion, Lesson.criteria.through, "criterion_id"),
        (Attribute, Lesson.attributes.through, "attribute_id"),
    ):
        keys = list(model.objects.values_list("pk", flat=True))
        through.objects.bulk_create(
            through(lesson_id=each.pk, **{name: key})
            for each in made
            for key in draw.sample(keys, 2)
        )
    rows = list(Lesson.objects.with_words())
    for each in rows:
        for column, said in lesson_words(each).items():
            setattr(each, column, said)
    Lesson.objects.bulk_update(rows, ["words_en", "words_fr"], batch_size=500)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def _words(draw: random.Random, language: str) -> list[str]:
    """Words, those that come often first."""
    often = OFTEN[language].split()
    made = ["".join(draw.choices(SYLLABLES, k=4)) for _each in range(DIFFERENT - len(often) - 1)]
    return [*often, *made[: len(made) // 2], RARE[language], *made[len(made) // 2 :]]
