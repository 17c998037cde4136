"""Figures keep the effective ratings, so that a council's next steps are read without snapshots."""

import json
from typing import Any

from django.db import migrations, models


def ratings_of_what_is_there(apps: Any, _schema_editor: Any) -> None:
    """Gives the figures of every baseline its ratings, as its snapshot has them."""
    figures = apps.get_model("assessments", "Figures")
    snapshots = apps.get_model("assessments", "Baseline").objects.values_list("pk", "snapshot")
    for baseline, snapshot in snapshots.iterator(chunk_size=50):
        figures.objects.filter(pk=baseline).update(ratings=json.loads(snapshot)["effective"])


class Migration(migrations.Migration):
    dependencies = [("assessments", "0024_words_of_lessons")]

    operations = [
        migrations.AddField(
            model_name="figures",
            name="ratings",
            field=models.JSONField(default=dict),
            preserve_default=False,
        ),
        migrations.RunPython(ratings_of_what_is_there, migrations.RunPython.noop),
    ]
