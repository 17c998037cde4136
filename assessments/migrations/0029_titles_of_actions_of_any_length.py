"""A title of 1,000 characters of three bytes each is too long for an index of PostgreSQL, which
kept it from being saved: what is unique is its digest.
"""

from django.db import migrations, models
from django.db.models.functions import MD5


class Migration(migrations.Migration):
    dependencies = [("assessments", "0028_lesson_translation_outdated")]

    operations = [
        migrations.RemoveConstraint(model_name="action", name="action_title_once"),
        migrations.AddConstraint(
            model_name="action",
            constraint=models.UniqueConstraint(
                models.F("initiative"),
                models.F("title_language"),
                MD5("title"),
                name="action_title_once",
            ),
        ),
    ]
