"""A dashboard finds the targets whose day has passed without reading the others."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("assessments", "0025_ratings_of_figures")]

    operations = [
        migrations.AddIndex(
            model_name="target", index=models.Index(fields=["by"], name="target_by_day")
        ),
    ]
