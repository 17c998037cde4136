import unicodedata
from typing import Any

from django.db import migrations

# What lessons were called when search came.
KINDS = {
    "lesson": ("Lesson learned", "Leçon retenue"),
    "success": ("Success", "Réussite"),
    "co_creation": ("Co-creation with clients", "Création conjointe avec la clientèle"),
}
ALIKE = str.maketrans({"œ": "oe", "æ": "ae", "’": "'", "‘": "'"})  # noqa: RUF001


def fold(text: str) -> str:
    lower = unicodedata.normalize("NFKD", text.casefold().translate(ALIKE))
    return " ".join("".join(each for each in lower if not unicodedata.combining(each)).split())


def keep_words(apps: Any, _schema_editor: Any) -> None:
    """The lessons of before are found by their words and tags, as those written from now on."""
    tagged = apps.get_model("assessments", "Lesson").objects.select_related("stage")
    tagged = tagged.prefetch_related("attributes", "criteria", "channels")
    for lesson in tagged.iterator(chunk_size=500):
        tags = [*lesson.attributes.all(), *lesson.criteria.all(), *lesson.channels.all()]
        tags += [lesson.stage] if lesson.stage else []
        codes = [each.code for each in lesson.criteria.all()]
        texts = [lesson.situation, lesson.done, lesson.happened, lesson.text, lesson.clients]
        for number, language in enumerate(("en", "fr")):
            names = [getattr(each, f"text_{language}") or each.text_en for each in tags]
            rest = " ".join([*texts, KINDS[lesson.kind][number], *codes, *names])
            setattr(lesson, f"words_{language}", f"{fold(lesson.title)}\n{fold(rest)}")
        lesson.save(update_fields=["words_en", "words_fr"])


class Migration(migrations.Migration):
    dependencies = [("assessments", "0023_search")]

    operations = [migrations.RunPython(keep_words, migrations.RunPython.noop, elidable=True)]
