"""What was drafted from a ballot is kept, and the statement of work with its parties."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("assessments", "0037_feedback_while_assessing"),
    ]

    operations = [
        migrations.CreateModel(
            name="BallotDraft",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=40, unique=True)),
                ("to_look_at", models.JSONField(default=list)),
                (
                    "ballot",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="draft_made",
                        to="assessments.ballot",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Party",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
                ("name_en", models.CharField(max_length=200, verbose_name="party in English")),
                ("name_fr", models.CharField(max_length=200, verbose_name="party in French")),
                (
                    "does_en",
                    models.TextField(max_length=1000, verbose_name="what it does, in English"),
                ),
                (
                    "does_fr",
                    models.TextField(max_length=1000, verbose_name="what it does, in French"),
                ),
            ],
            options={
                "ordering": ["order", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("name_en", ""), _negated=True),
                            models.Q(("name_fr", ""), _negated=True),
                            models.Q(("does_en", ""), _negated=True),
                            models.Q(("does_fr", ""), _negated=True),
                        ),
                        name="party_in_both_languages",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="StatementOfWork",
            fields=[
                (
                    "id",
                    models.PositiveSmallIntegerField(
                        default=1, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("title_en", models.CharField(blank=True, max_length=200, verbose_name="title")),
                ("title_fr", models.CharField(blank=True, max_length=200, verbose_name="title")),
                (
                    "background_en",
                    models.TextField(blank=True, max_length=10000, verbose_name="background"),
                ),
                (
                    "background_fr",
                    models.TextField(blank=True, max_length=10000, verbose_name="background"),
                ),
                (
                    "scope_in_en",
                    models.TextField(blank=True, max_length=10000, verbose_name="in scope"),
                ),
                (
                    "scope_in_fr",
                    models.TextField(blank=True, max_length=10000, verbose_name="in scope"),
                ),
                (
                    "scope_out_en",
                    models.TextField(blank=True, max_length=10000, verbose_name="out of scope"),
                ),
                (
                    "scope_out_fr",
                    models.TextField(blank=True, max_length=10000, verbose_name="out of scope"),
                ),
                (
                    "governance_en",
                    models.TextField(blank=True, max_length=10000, verbose_name="governance"),
                ),
                (
                    "governance_fr",
                    models.TextField(blank=True, max_length=10000, verbose_name="governance"),
                ),
                (
                    "measures_en",
                    models.TextField(
                        blank=True, max_length=10000, verbose_name="how it is measured"
                    ),
                ),
                (
                    "measures_fr",
                    models.TextField(
                        blank=True, max_length=10000, verbose_name="how it is measured"
                    ),
                ),
                ("is_draft", models.BooleanField(default=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("id", 1)), name="one_statement_of_work"
                    )
                ],
            },
        ),
    ]
