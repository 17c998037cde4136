from typing import Any

from django.db import migrations, models

TABLES = ("lesson", "play")
CONFIGS = {"en": "english", "fr": "french"}


def _vectors() -> list[tuple[str, str, str]]:
    """Table, language and configuration of each column that is searched."""
    return [
        (f"assessments_{table}", language, config)
        for table in TABLES
        for language, config in CONFIGS.items()
    ]


def add_vectors(_apps: Any, schema_editor: Any) -> None:
    """PostgreSQL keeps the stems of the words by itself, and those of the first line, the title, by
    which what is found is ranked. SQLite has nothing of the kind: it searches the words as they are.
    """
    if schema_editor.connection.vendor != "postgresql":
        return
    for table, language, config in _vectors():
        words, vector = f"words_{language}", f"vector_{language}"
        for column, text in (
            (vector, words),
            (f"heading_{language}", f"split_part({words}, chr(10), 1)"),
        ):
            schema_editor.execute(
                f"ALTER TABLE {table} ADD COLUMN {column} tsvector"
                f" GENERATED ALWAYS AS (to_tsvector('{config}', {text})) STORED"
            )
        schema_editor.execute(f"CREATE INDEX {table}_{vector} ON {table} USING gin ({vector})")


def remove_vectors(_apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        for table, language, _config in _vectors():
            for column in ("vector", "heading"):
                schema_editor.execute(f"ALTER TABLE {table} DROP COLUMN {column}_{language}")


class Migration(migrations.Migration):
    dependencies = [("assessments", "0022_published_plays_never_change")]

    operations = [
        migrations.AddField(
            model_name="lesson",
            name="withdrawn_from",
            field=models.CharField(
                blank=True,
                choices=[
                    ("initiative", "The initiative’s team"),
                    ("council", "Its council"),
                    ("all", "All councils"),
                ],
                default="",
                max_length=10,
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="lesson",
            name="sent_back",
            field=models.CharField(blank=True, default="", max_length=1000),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="lesson",
            name="sent_back_language",
            field=models.CharField(
                blank=True,
                choices=[("en", "English"), ("fr", "French")],
                default="",
                max_length=2,
            ),
            preserve_default=False,
        ),
        migrations.RunPython(add_vectors, remove_vectors),
    ]
