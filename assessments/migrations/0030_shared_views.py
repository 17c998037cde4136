"""A kept view can be shared with a council, and be what opens first for a person."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("assessments", "0029_titles_of_actions_of_any_length"),
        ("maturity", "0005_guidance"),
    ]

    operations = [
        migrations.AddField(
            model_name="person",
            name="home_view",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="assessments.savedview",
            ),
        ),
        migrations.AddField(
            model_name="savedview",
            name="shared_with",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="maturity.council",
            ),
        ),
        migrations.AddConstraint(
            model_name="savedview",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("shared_with", None),
                    ("council", None),
                    ("shared_with", models.F("council")),
                    _connector="OR",
                ),
                name="saved_view_shared_with_its_council",
            ),
        ),
    ]
